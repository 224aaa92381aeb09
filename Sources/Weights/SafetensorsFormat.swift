internal import Foundation

/// `.safetensors`: a 64-bit length, a JSON header of that length, the elements.
///
/// The rules are those of the format's own description: no holes, no overlap, nothing behind the
/// last tensor.
enum SafetensorsFormat {
    static let headerLimit = 10_000_000
    static let tensorLimit = 10_000

    static func read(
        _ source: ByteSource
    ) throws -> (entries: [String: Entry], metadata: [String: String]) {
        var start = ByteReader(
            try source.read(UInt8.self, at: 0, count: 8), what: "the header's length",
            file: source.name)
        let length = try start.integer(UInt64.self)
        guard length <= headerLimit else {
            throw CheckpointError.damaged(
                source.name,
                "the safetensors header should be \(length) bytes, and at most \(headerLimit) are "
                    + "read")
        }
        let bytes = try source.read(UInt8.self, at: 8, count: Int(length))
        let header: Header
        do {
            header = try JSONDecoder().decode(Header.self, from: Data(bytes))
        } catch {
            throw CheckpointError.damaged(
                source.name,
                "the safetensors header is not the JSON that is expected (\(reason(error)))")
        }
        let dataStart = 8 + Int(length)
        return (try entries(header, source, dataStart: dataStart), header.metadata)
    }

    private static func entries(
        _ header: Header, _ source: ByteSource, dataStart: Int
    ) throws -> [String: Entry] {
        guard header.tensors.count <= tensorLimit else {
            throw CheckpointError(
                .unsupported, source.name,
                "the file has \(header.tensors.count) tensors and at most \(tensorLimit) are read; "
                    + "save the model's tensors alone")
        }
        var entries: [String: Entry] = [:]
        var end = 0
        // By place; an empty tensor may stand at another's beginning.
        let inOrder = header.tensors.sorted {
            ($0.value.offsets, $0.key).0.lexicographicallyPrecedes($1.value.offsets)
        }
        for (name, info) in inOrder {
            guard let type = ElementType(safetensors: info.type) else {
                throw CheckpointError(
                    .unsupported, source.name,
                    "the tensor \(name) has elements \(info.type), and F64, F32, F16, BF16, "
                        + "integers and BOOL are read; save it as F32")
            }
            guard info.offsets.count == 2, info.shape.count <= 64,
                let count = elementCount(of: info.shape),
                case (let size, let overflow) = count.multipliedReportingOverflow(by: type.size),
                !overflow,
                case (let expectedEnd, let endOverflow) = end.addingReportingOverflow(size),
                !endOverflow, info.offsets == [end, expectedEnd]
            else {
                throw CheckpointError.damaged(
                    source.name,
                    "the tensor \(name) of shape \(text(info.shape)) and type \(info.type) should "
                        + "fill the bytes from \(end) on without a gap or overlap, and the header "
                        + "gives it \(text(info.offsets))")
            }
            end = expectedEnd
            entries[name] = Entry(
                shape: info.shape, type: type, member: nil, offset: dataStart + info.offsets[0],
                strides: nil, isChecked: false)
        }
        guard end == source.byteCount - dataStart else {
            throw CheckpointError.damaged(
                source.name,
                "the tensors should take \(end) bytes behind the header, and "
                    + "\(source.byteCount - dataStart) are there")
        }
        return entries
    }

    private static func reason(_ error: any Error) -> String {
        switch error {
        case DecodingError.dataCorrupted(let context),
            DecodingError.keyNotFound(_, let context),
            DecodingError.typeMismatch(_, let context),
            DecodingError.valueNotFound(_, let context):
            let path = context.codingPath.map(\.stringValue).joined(separator: "/")
            return path.isEmpty ? context.debugDescription : "\(path): \(context.debugDescription)"
        default: return "\(error)"
        }
    }

    /// The header: a dictionary of tensors, with one key that is not a tensor.
    private struct Header: Decodable {
        struct Info: Decodable {
            let type: String
            let shape: [Int]
            let offsets: [Int]

            enum CodingKeys: String, CodingKey {
                case type = "dtype"
                case shape
                case offsets = "data_offsets"
            }
        }

        struct Name: CodingKey {
            let stringValue: String
            var intValue: Int? { nil }
            init(stringValue: String) { self.stringValue = stringValue }
            init?(intValue: Int) { nil }
        }

        let tensors: [String: Info]
        let metadata: [String: String]

        init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: Name.self)
            var tensors: [String: Info] = [:]
            var metadata: [String: String] = [:]
            for key in container.allKeys {
                if key.stringValue == "__metadata__" {
                    metadata = try container.decode([String: String].self, forKey: key)
                } else {
                    tensors[key.stringValue] = try container.decode(Info.self, forKey: key)
                }
            }
            self.tensors = tensors
            self.metadata = metadata
        }
    }
}
