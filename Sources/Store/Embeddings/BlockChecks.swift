/// The checksums of one data set of rows: a CRC-32C for each `rowsPerBlock` rows.
struct BlockChecks: Sendable, Equatable {
    /// Slash-separated names from the root.
    let path: String
    let rows: Int
    let rowsPerBlock: Int
    let checks: [UInt32]
}
