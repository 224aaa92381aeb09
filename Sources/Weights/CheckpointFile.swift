/// A checkpoint file: named tensors, of which the header is read at once and each tensor's numbers
/// when they are asked for.
///
/// The format is recognised by the content, not by the file's name. Nothing in a file is ever run,
/// and every size in it is checked against the file's own.
public struct CheckpointFile: Sendable {
    /// The container format that holds the tensors.
    public enum Format: String, Sendable {
        /// NumPy's zip of arrays.
        case npz
        /// Hugging Face's safetensors.
        case safetensors
        /// PyTorch's zip with a pickle.
        case pytorch
    }

    /// The path, or the name given to bytes.
    public let name: String
    /// The format, recognised by the first bytes and by the members of a zip file.
    public let format: Format
    /// The size of the whole file in bytes.
    public let byteCount: Int
    /// The `__metadata__` of safetensors; empty for other formats.
    public let metadata: [String: String]
    /// The names of all tensors, sorted.
    public let names: [String]
    /// The key in a PyTorch file of a moving average of the weights; nil for other files.
    public let average: String?
    /// Whether the tensors are those of the moving average.
    public let isAverage: Bool

    /// The files of a checkpoint in several files; empty for one in a single file.
    private let shards: [CheckpointFile]
    /// The place in `shards` of each tensor's file.
    private let owners: [String: Int]
    /// The file, from which tensors are read; of several files their index.
    private let source: ByteSource
    /// The zip directory of `.npz` and PyTorch files; nil for safetensors.
    private let archive: ZipArchive?
    /// The place and type of each tensor, by its name.
    private let entries: [String: Entry]

    /// Opens a file, or all files that an index names, and reads the headers, not the tensors.
    ///
    /// - Parameter takesAverage: whether the moving average of a training file is taken in place
    ///   of its weights.
    /// - Throws: `CheckpointError` for a file that cannot be read, is none of the formats, is
    ///   damaged, holds what is not supported, or has no moving average where one is wanted.
    public init(path: String, takesAverage: Bool = false) throws {
        let source = try ByteSource(path: path)
        if let index = try ShardIndex(source) {
            try self.init(index, source)
        } else if path.lowercased().hasSuffix(".json") {
            throw CheckpointError(
                .unrecognised, path,
                "expected the index of a checkpoint in several files, a JSON object with "
                    + "weight_map, and found none; download it again, or name the checkpoint")
        } else {
            try self.init(source: source, takesAverage: takesAverage)
        }
        try checkAverage(isWanted: takesAverage)
    }

    /// Throws where a moving average is wanted that the file does not have.
    private func checkAverage(isWanted: Bool) throws {
        guard isAverage || !isWanted else {
            throw CheckpointError(
                .unsupported, name,
                "there is no moving average of the weights beside them, which training scripts "
                    + "keep as state_dict_ema or model_ema; leave --ema out")
        }
    }

    /// Takes a file's bytes from memory and reads its header; `name` stands for the path in
    /// messages. Throws as `init(path:)`.
    public init(bytes: [UInt8], name: String, takesAverage: Bool = false) throws {
        try self.init(
            source: ByteSource(bytes: bytes, name: name), takesAverage: takesAverage)
        try checkAverage(isWanted: takesAverage)
    }

    /// The files that a checkpoint consists of, the index first; `[path]` for one in a single file.
    ///
    /// - Throws: `CheckpointError` for a file that cannot be read.
    public static func files(of path: String) throws -> [String] {
        [path] + (try ShardIndex.files(of: path) ?? [])
    }

    /// Opens the files of an index.
    private init(_ index: ShardIndex, _ source: ByteSource) throws {
        let folder = ShardIndex.folder(of: source.name)
        let shards = try index.files.map {
            do {
                return try CheckpointFile(
                    source: ByteSource(path: folder + $0), takesAverage: false)
            } catch let error as CheckpointError where error.kind == .unreadable {
                throw CheckpointError(
                    .unreadable, source.name,
                    "the index names \($0), which cannot be read; download it into the same folder")
            }
        }
        for (tensor, place) in index.places.sorted(by: { $0.key < $1.key })
        where shards[place].shape(of: tensor) == nil {
            throw CheckpointError.damaged(
                source.name,
                "the index places the tensor \(tensor) in \(index.files[place]), which lacks it")
        }
        self.source = source
        self.shards = shards
        owners = index.places
        name = source.name
        format = shards[0].format
        byteCount = shards.reduce(0) { $0 + $1.byteCount }
        metadata = shards[0].metadata
        names = index.places.keys.sorted()
        average = nil
        isAverage = false
        archive = nil
        entries = [:]
    }

    private init(source: ByteSource, takesAverage: Bool) throws {
        let start = try source.read(UInt8.self, at: 0, count: min(512, source.byteCount))
        self.source = source
        shards = []
        owners = [:]
        name = source.name
        byteCount = source.byteCount
        if start.starts(with: Array("PK".utf8)) {
            let archive = try ZipArchive(source)
            self.archive = archive
            metadata = [:]
            var average: String?
            if let pickle = PyTorchFormat.pickleMember(archive) {
                format = .pytorch
                (entries, average) = try PyTorchFormat.entries(
                    archive, pickle: pickle, takesAverage: takesAverage)
            } else if archive.members.contains(where: { $0.name.hasSuffix(NpzFormat.suffix) }) {
                format = .npz
                entries = try NpzFormat.entries(archive)
            } else {
                throw CheckpointError(
                    .unrecognised, source.name,
                    "the zip file has neither .npy arrays nor a data.pkl; name an .npz, "
                        + ".safetensors or PyTorch file")
            }
            self.average = average
        } else if start.count > 8, start[8] == UInt8(ascii: "{") {
            format = .safetensors
            archive = nil
            average = nil
            (entries, metadata) = try SafetensorsFormat.read(source)
        } else {
            throw Signature.refusal(of: start, source)
        }
        names = entries.keys.sorted()
        isAverage = takesAverage && average != nil
    }

    /// The shape of a tensor as the file has it, without reading its numbers; nil for an unknown
    /// name.
    public func shape(of name: String) -> [Int]? {
        owners[name].map { shards[$0].shape(of: name) } ?? entries[name]?.shape
    }

    /// Reads some rows of a matrix as `tensor` does, one behind the other, without the others where
    /// the file has them apart.
    ///
    /// An unknown name and rows beyond the matrix are programming errors.
    func rows(_ rows: [Int], of name: String) throws -> [Float] {
        if let owner = owners[name] { return try shards[owner].rows(rows, of: name) }
        guard let entry = entries[name] else { preconditionFailure("no tensor \(name)") }
        return try entry.read(rows: rows, from: source, archive)
    }

    /// Reads a tensor as single precision, to which integers and double precision are rounded; half
    /// precision and bf16 are exact. Each call reads the file.
    public func tensor(_ name: String) throws -> Tensor {
        if let owner = owners[name] { return try shards[owner].tensor(name) }
        guard let entry = entries[name] else {
            throw CheckpointError(
                .mismatch, self.name,
                "there is no tensor \(name) among the \(names.count) of the file")
        }
        return try entry.read(from: source, archive)
    }
}

/// The first bytes of a file that people hand over by mistake, and the advice for it.
private struct Signature {
    /// The offsets at which the bytes may begin.
    var places = 0...0
    /// The bytes that tell the format.
    let start: [UInt8]
    /// The end of the message: what the file is, and what to do.
    let text: String

    /// The magic number of torch.serialization as a pickle has it.
    private static let magicNumber: [UInt8] = [
        0x8A, 10, 0x6C, 0xFC, 0x9C, 0x46, 0xF9, 0x20, 0x6A, 0xA8, 0x50, 0x19,
    ]

    /// The command that converts an old PyTorch file to the form that is read.
    private static func conversion(weightsOnly: String) -> String {
        "convert it with python3 -c \"import sys, torch; torch.save(torch.load(sys.argv[1], "
            + "map_location='cpu', weights_only=\(weightsOnly)), sys.argv[2])\" OLD NEW"
    }

    private static let known = [
        Signature(
            start: [0x80, 2] + magicNumber,
            text: "it is a PyTorch file of the form before 1.6, which is not read; "
                + conversion(weightsOnly: "True")),
        Signature(
            // Of other protocols, which torch reads by running them.
            places: 2...20, start: magicNumber,
            text:
                "it is a PyTorch file of the form before 1.6, which is not read; if you trust it, "
                + "since its pickles are run, " + conversion(weightsOnly: "False")),
        Signature(
            places: 257...257, start: Array("ustar".utf8),
            text: "it is a tar archive, which is not read; unpack it, or if it is PyTorch's first "
                + "form (of 2017) and you trust it, since its pickles are run, "
                + conversion(weightsOnly: "False")),
        Signature(
            start: [0x80],
            text: "it is a bare Python pickle, which is not read; save model.state_dict() with "
                + "torch.save"),
        Signature(
            start: [0x93] + Array("NUMPY".utf8),
            text: "it is one NumPy array; save the named arrays with numpy.savez"),
        Signature(
            start: [0x89] + Array("HDF\r\n".utf8),
            text: "it is an HDF5 file; save the weights as .safetensors or .npz"),
        Signature(
            start: Array("version https://git-lfs".utf8),
            text: "it is a Git LFS pointer, not the file that it points to; run git lfs pull"),
        Signature(
            start: [0x1F, 0x8B], text: "it is packed by gzip, which is not read; run gunzip first"),
        Signature(
            start: Array("<".utf8),
            text: "it is a web page, not the file; download the file itself"),
    ]

    /// The error for a file that is none of the formats, with advice where its first bytes are
    /// known.
    static func refusal(of start: [UInt8], _ source: ByteSource) -> CheckpointError {
        let match = known.first { signature in
            signature.places.contains { start.dropFirst($0).starts(with: signature.start) }
        }
        if let match {
            return CheckpointError(.unrecognised, source.name, match.text)
        }
        return CheckpointError(
            .unrecognised, source.name,
            "the \(source.byteCount) bytes begin as neither a zip file (.npz, PyTorch) nor "
                + "safetensors; name one of these")
    }
}
