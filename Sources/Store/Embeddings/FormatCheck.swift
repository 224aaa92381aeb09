internal import HDF5

/// Checks that a file has a format of Vitrine.
///
/// - Throws: `StoreError.otherFile`, which names the kind of the file and what to do with it.
func requireFormat(_ wanted: String, of root: Group, _ file: String) throws {
    var found: String?
    let below = "\(Schema.Reduction.uns)/\(Schema.Reduction.vitrine)"
    if case .string(let format)? = try root.attributes.get("format") {
        found = format
    } else if root.contains("\(below)/format") {
        // AnnData drops the attributes of the root when it saves a map again.
        found = try CheckedGroup(try root.group(below), file: file).text("format")
    }
    if found == wanted { return }
    var parent: String?
    if found == Schema.Reduction.format, let vitrine = try? root.group(below) {
        parent = try? CheckedGroup(vitrine, file: file).text("parent_file")
    }
    throw otherFile(file, found: found, wanted: wanted, parent: parent)
}

/// The error for a file of another kind.
private func otherFile(
    _ file: String, found: String?, wanted: String, parent: String?
) -> StoreError {
    let wantsMap = wanted == Schema.Reduction.format
    let (what, advice): (String, String) =
        switch found {
        case Schema.Embeddings.format:
            (
                "embeddings, which `extract` wrote",
                "run `reduce \(file)` first and give the map that it writes"
            )
        case Schema.Reduction.format:
            (
                "a map, which `reduce` wrote",
                "give the embeddings that it was made from"
                    + (parent.map { " (\($0))" } ?? "") + "; `plot \(file)` draws the map"
            )
        case Schema.Embeddings.segmentFormat:
            (
                "one segment of an unfinished run",
                "repeat the same `extract` command to finish that run, and give the file that it "
                    + "writes"
            )
        case let format?: ("the format \"\(format)\"", "give the file that it was made from")
        case nil:
            (
                "an HDF5 file of another program",
                wantsMap
                    ? "give the file that `reduce` wrote"
                    : "give the file that `extract` wrote; `reduce` also reads vectors from .h5ad "
                        + "and .npy files"
            )
        }
    return .otherFile(
        file: file,
        wanted: wantsMap ? "a map that `reduce` wrote" : "embeddings that `extract` wrote",
        found: what, advice: advice)
}
