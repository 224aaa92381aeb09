/// The checksums of one data set of rows: one CRC-32C per `rowsPerBlock` rows.
struct BlockChecks: Sendable, Equatable {
    /// Path of the data set from the root.
    let path: String
    /// Number of rows.
    let rows: Int
    /// Rows per checksum; the last block may have fewer.
    let rowsPerBlock: Int
    /// CRC-32C of each block.
    let checks: [UInt32]
}
