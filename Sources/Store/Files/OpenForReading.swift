internal import FileSystem
internal import HDF5

/// Opens an HDF5 file for reading.
///
/// - Throws: `StoreError`: `.missing`, `.foreign` for a file of another format, `.notHDF5` for a
///   damaged one.
func openForReading(_ path: String) throws -> File {
    guard isThere(path) else {
        throw StoreError.missing(file: path)
    }
    do {
        return try File.open(path)
    } catch let error as HDF5Error {
        if let other = ForeignFile(path) {
            throw StoreError.foreign(file: path, found: other.kind, advice: other.advice)
        }
        throw StoreError.notHDF5(
            file: path, bytes: regularFileSize(path) ?? 0, reason: error.reason)
    }
}
