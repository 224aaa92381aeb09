internal import CHDF5

// A file from somebody else must not make us read other files.

/// Refuses a data set whose bytes are in files elsewhere: allowed are virtual data sets over the
/// folder `FILE.parts` beside the file, as `extract --link` makes them.
func checkSources(of dataset: Handle, file: String, path: String) throws {
    let operation = "opening \(path)"
    let creation = try Handle(
        H5Dget_create_plist(dataset.id), file: file, operation, close: H5Pclose)
    func refuse(_ what: String) -> HDF5Error {
        HDF5Error(file: file, operation: operation, reason: "it shows \(what), which is refused")
    }
    if H5Pget_external_count(creation.id) > 0 { throw refuse("bytes of another file") }
    guard H5Pget_layout(creation.id) == H5D_VIRTUAL else { return }
    var count = 0
    try check(unsafe H5Pget_virtual_count(creation.id, &count), file: file, operation)
    let name = file.split(separator: "/").last.map(String.init) ?? file
    let folder = name + ".parts/"
    for index in 0..<count {
        var text = [CChar](repeating: 0, count: 1024)
        let length = unsafe H5Pget_virtual_filename(creation.id, index, &text, text.count)
        let bytes = text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
        let source = String(decoding: bytes, as: UTF8.self)
        // A temporary file is checked under the name that it will have.
        let wanted = folder.replacingSuffix(".partial.parts/", with: ".parts/")
        guard length > 0, length < text.count, source.hasPrefix(wanted),
            !source.dropFirst(wanted.count).contains("/")
        else { throw refuse("rows of \(source)") }
    }
}

extension String {
    fileprivate func replacingSuffix(_ suffix: String, with other: String) -> String {
        hasSuffix(suffix) ? String(dropLast(suffix.count)) + other : self
    }
}
