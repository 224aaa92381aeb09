/// The error for a figure that the file has no data for.
struct MissingContent: Error {
    /// A sentence with the reason and how to get the figure.
    let reason: String
    /// Whether it is reported even if the figure was not requested by name.
    var isReportedByDefault = true
}
