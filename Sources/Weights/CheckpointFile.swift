/// A checkpoint file: named tensors, of which the header is read at once and each tensor's numbers
/// when they are asked for.
///
/// The format is told by the content, not by the file's name. Nothing in a file is ever run, and
/// every size in it is checked against the file's own.
public struct CheckpointFile: Sendable {
    /// How the tensors are written.
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
    /// Told by the first bytes.
    public let format: Format
    /// Bytes of the whole file.
    public let byteCount: Int
    /// The `__metadata__` of safetensors; empty for other formats.
    public let metadata: [String: String]
    /// The names of all tensors, sorted.
    public let names: [String]

    private let source: ByteSource
    private let archive: ZipArchive?
    private let entries: [String: Entry]

    /// Opens a file and reads its header; throws `CheckpointError`.
    public init(path: String) throws {
        try self.init(source: ByteSource(path: path))
    }

    /// Takes a file's bytes from memory; `name` stands for the path in messages.
    public init(bytes: [UInt8], name: String) throws {
        try self.init(source: ByteSource(bytes: bytes, name: name))
    }

    private init(source: ByteSource) throws {
        let start = try source.read(UInt8.self, at: 0, count: min(512, source.byteCount))
        self.source = source
        name = source.name
        byteCount = source.byteCount
        if start.starts(with: Array("PK".utf8)) {
            let archive = try ZipArchive(source)
            self.archive = archive
            metadata = [:]
            if let pickle = PyTorchFormat.pickleMember(archive) {
                format = .pytorch
                entries = try PyTorchFormat.entries(archive, pickle: pickle)
            } else if archive.members.contains(where: { $0.name.hasSuffix(NpzFormat.suffix) }) {
                format = .npz
                entries = try NpzFormat.entries(archive)
            } else {
                throw CheckpointError(
                    .unrecognised, source.name,
                    "the zip file has neither .npy arrays nor a data.pkl; name an .npz, "
                        + ".safetensors or PyTorch file")
            }
        } else if start.count > 8, start[8] == UInt8(ascii: "{") {
            format = .safetensors
            archive = nil
            (entries, metadata) = try SafetensorsFormat.read(source)
        } else {
            throw Signature.refusal(of: start, source)
        }
        names = entries.keys.sorted()
    }

    /// The shape of a tensor, without reading its numbers; nil for an unknown name.
    public func shape(of name: String) -> [Int]? { entries[name]?.shape }

    /// A tensor as single precision, to which integers, half and double precision are rounded.
    ///
    /// - Throws: `CheckpointError` for an unknown name, and for bytes that cannot be read or fail
    ///   their checksum.
    public func tensor(_ name: String) throws -> Tensor {
        guard let entry = entries[name] else {
            throw CheckpointError(
                .mismatch, self.name,
                "there is no tensor \(name) among the \(names.count) of the file")
        }
        return try entry.read(from: source, archive)
    }
}

/// What people hand over by mistake, by its bytes at a place near the beginning.
private struct Signature {
    /// The first of them.
    var places = 0...0
    let start: [UInt8]
    let text: String

    /// That of torch.serialization as a pickle has it.
    private static let magicNumber: [UInt8] = [
        0x8A, 10, 0x6C, 0xFC, 0x9C, 0x46, 0xF9, 0x20, 0x6A, 0xA8, 0x50, 0x19,
    ]

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
