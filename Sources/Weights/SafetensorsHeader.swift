internal import Text

/// The JSON header of `.safetensors`: `{"NAME": {"dtype": "F32", "shape": [2, 3], "data_offsets":
/// [0, 24]}, "__metadata__": {"TEXT": "TEXT"}}`.
///
/// Nothing else is JSON that this reads, so that depth is three, no name stands twice (which of the
/// two counted would be for the reader to choose) and a long header ends at its 10,001st tensor.
struct SafetensorsHeader {
    /// The three members of a tensor's description; nil for one that the header lacks.
    struct Info {
        /// The `dtype`, such as "F32".
        var type: String?
        /// The `shape`, at most 64 sides.
        var shape: [Int]?
        /// The `data_offsets`: first byte and one past the last, counted from behind the header.
        var offsets: [Int]?
    }

    /// The descriptions by the tensors' names.
    private(set) var tensors: [String: Info] = [:]
    /// The `__metadata__`, text by text; empty where there is none.
    private(set) var metadata: [String: String] = [:]

    private static let sideLimit = 64
    private let file: String

    /// Reads a header; throws `CheckpointError` for too many tensors and for whatever is not as
    /// described above.
    init(_ bytes: [UInt8], file: String) throws {
        self.file = file
        var reader = JSONReader(bytes, isStrict: true)
        do {
            try read(&reader)
            try reader.end()
        } catch let error as JSONReader.Unexpected {
            throw CheckpointError.damaged(
                file,
                "the safetensors header, at its byte \(error.offset) of \(bytes.count), is not "
                    + "the JSON that is expected: \(error.wanted)")
        }
    }

    /// Reads the outermost object: the metadata, once, and one description per tensor.
    private mutating func read(_ reader: inout JSONReader) throws {
        var hasMetadata = false
        try reader.members { reader, name in
            if name == "__metadata__" {
                guard !hasMetadata else { throw repeated(name) }
                hasMetadata = true
                try readMetadata(&reader)
            } else {
                guard tensors[name] == nil else { throw repeated(name) }
                guard tensors.count < SafetensorsFormat.tensorLimit else {
                    throw CheckpointError(
                        .unsupported, file,
                        "the file has more than the \(SafetensorsFormat.tensorLimit) tensors that "
                            + "are read; save the model's tensors alone")
                }
                tensors[name] = try Self.readInfo(&reader)
            }
        }
    }

    /// Reads `__metadata__`, whose values must be texts; a repeated key is damage.
    private mutating func readMetadata(_ reader: inout JSONReader) throws {
        try reader.members { reader, key in
            guard metadata[key] == nil else { throw repeated(key) }
            metadata[key] = try reader.string()
        }
    }

    /// Reads one tensor's description, with each of the three keys at most once and no other.
    private static func readInfo(_ reader: inout JSONReader) throws -> Info {
        var info = Info()
        try reader.members { reader, key in
            switch key {
            case "dtype" where info.type == nil: info.type = try reader.string()
            case "shape" where info.shape == nil: info.shape = try readIntegers(&reader)
            case "data_offsets" where info.offsets == nil: info.offsets = try readIntegers(&reader)
            default: throw reader.unexpected("one each of dtype, shape and data_offsets")
            }
        }
        return info
    }

    /// Reads a list of at most 64 whole numbers that are not negative.
    private static func readIntegers(_ reader: inout JSONReader) throws -> [Int] {
        var numbers: [Int] = []
        try reader.elements { reader in
            guard let number = try reader.digits(), numbers.count < sideLimit else {
                throw reader.unexpected("a list of at most \(sideLimit) whole numbers")
            }
            numbers.append(number)
        }
        return numbers
    }

    private func repeated(_ name: String) -> CheckpointError {
        CheckpointError.damaged(file, "the safetensors header has \(name) twice")
    }
}
