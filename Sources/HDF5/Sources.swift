internal import CHDF5
internal import FileSystem
internal import Foundation

// An HDF5 file can refer to the bytes of any other file. Only a file's own segments are read.

/// Throws `HDF5Error` for a data set whose bytes are in files elsewhere, so that a file from
/// somebody else cannot show other files. Virtual data sets over the folder `FILE.parts` beside the
/// file are allowed, as `extract --link` makes them.
func checkSources(of dataset: Handle, file: String, path: String) throws {
    let operation = "opening \(path)"
    let creation = try Handle(
        H5Dget_create_plist(dataset.id), file: file, operation, close: H5Pclose)
    func refuse(_ what: String) -> HDF5Error {
        HDF5Error(
            file: file, operation: operation, reason: "it refers to \(what), which is refused")
    }
    if H5Pget_external_count(creation.id) > 0 { throw refuse("bytes of another file") }
    guard H5Pget_layout(creation.id) == H5D_VIRTUAL else { return }
    let name = file.split(separator: "/").last.map(String.init) ?? file
    for source in try sources(of: creation, file: file, operation) {
        guard isSegment(source, of: name) else { throw refuse("rows of \(source)") }
    }
}

/// Whether a path is that of a file directly in `NAME.parts`. A temporary file, `NAME.partial` or
/// `NAME.HOST-PROCESS.partial`, has the segments of its final name.
func isSegment(_ source: String, of name: String) -> Bool {
    let parts = source.split(separator: "/", omittingEmptySubsequences: false)
    let ending = ".parts"
    guard parts.count == 2, parts[0].hasSuffix(ending), !parts[1].isEmpty else { return false }
    let owner = parts[0].dropLast(ending.count)
    return owner == name || name.hasSuffix(".partial") && name.hasPrefix(owner + ".")
}

/// The files that a virtual data set shows, as paths from its file's folder, one for each mapping.
private func sources(of creation: Handle, file: String, _ operation: String) throws -> [String] {
    var count = 0
    try check(unsafe H5Pget_virtual_count(creation.id, &count), file: file, operation)
    return try (0..<count).map { index in
        var text = [CChar](repeating: 0, count: 1024)
        let length = unsafe H5Pget_virtual_filename(creation.id, index, &text, text.count)
        guard length > 0, length < text.count else {
            throw HDF5Error(
                file: file, operation: operation, reason: "it refers to a file without a name")
        }
        return pathText(text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) })
    }
}

/// The bytes of all files that a virtual data set shows, each counted once; missing ones count 0.
func sourceBytes(_ creation: Handle, file: String, _ operation: String) throws -> Int {
    let folder = parentPath(of: file)
    return Set(try sources(of: creation, file: file, operation)).reduce(0) { sum, source in
        let path = folder.isEmpty ? source : "\(folder)/\(source)"
        return sum + (regularFileSize(path) ?? 0)
    }
}
