/// A figure that the file holds nothing for.
struct MissingContent: Error {
    /// One sentence that says how to have it.
    let reason: String
    /// Whether it is worth a line when it was not asked for by name.
    var isReportedByDefault = true
}
