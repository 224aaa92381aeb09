internal import Text

/// The index of a checkpoint in several files, as Hugging Face's `save_pretrained` writes it beside
/// large ones: `{"metadata": {...}, "weight_map": {"TENSOR": "model-00001-of-00002.safetensors"}}`.
struct ShardIndex {
    /// The names of the files, sorted, each once; all stand in the index's folder.
    let files: [String]
    /// For each tensor the place of its file in `files`.
    let places: [String: Int]

    /// The most bytes of an index.
    private static let sizeLimit = 10 << 20
    /// The most files.
    private static let fileLimit = 1000

    /// Reads an index; nil for a file that is none.
    ///
    /// - Throws: `CheckpointError` for an index that names files outside its folder, or too many.
    init?(_ source: ByteSource) throws {
        guard source.byteCount > 0, source.byteCount <= Self.sizeLimit,
            let first = try source.read(UInt8.self, at: 0, count: min(64, source.byteCount))
                .first(where: { ![0x20, 0x09, 0x0A, 0x0D].contains($0) }),
            first == UInt8(ascii: "{")
        else { return nil }
        var reader = JSONReader(
            try source.read(UInt8.self, at: 0, count: source.byteCount), isStrict: true)
        var map: [(tensor: String, file: String)] = []
        var isIndex = false
        do {
            try reader.members { reader, key in
                guard key == "weight_map" else { return try reader.skip() }
                isIndex = true
                try reader.members { reader, tensor in
                    map.append((tensor, try reader.string()))
                }
            }
            try reader.end()
        } catch is JSONReader.Unexpected {
            return nil
        }
        guard isIndex else { return nil }
        let files = Array(Set(map.map(\.file))).sorted()
        guard !files.isEmpty, files.count <= Self.fileLimit,
            files.allSatisfy({ !$0.isEmpty && !$0.contains("/") && !$0.contains("\0") })
        else {
            throw CheckpointError(
                .damaged, source.name,
                "the index should name 1 to \(Self.fileLimit) files of its own folder, and it "
                    + "names \(files.count), or others; download the folder again")
        }
        self.files = files
        let numbers = Dictionary(uniqueKeysWithValues: files.enumerated().map { ($1, $0) })
        places = Dictionary(map.map { ($0.tensor, numbers[$0.file] ?? 0) }) { first, _ in first }
    }

    /// The names of the files of a checkpoint in several files; nil where the file at `path` is no
    /// index.
    static func files(of path: String) throws -> [String]? {
        try ShardIndex(ByteSource(path: path)).map { index in
            index.files.map { folder(of: path) + $0 }
        }
    }

    /// The folder of a path with its slash; "" for the current one.
    static func folder(of path: String) -> String {
        path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
    }
}
