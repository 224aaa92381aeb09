/// `.safetensors`: a 64-bit length, a JSON header of that length, the elements.
///
/// The rules are those of the format's own description
/// (https://github.com/huggingface/safetensors): no holes, no overlap, nothing behind the last
/// tensor.
enum SafetensorsFormat {
    /// The most bytes of a header.
    static let headerLimit = 10_000_000
    /// The most tensors of a file.
    static let tensorLimit = 10_000

    /// The tensors by their names and the `__metadata__`; `CheckpointError` for whatever breaks the
    /// rules and for element types that are not read.
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
        let header = try SafetensorsHeader(bytes, file: source.name)
        let dataStart = 8 + Int(length)
        return (try entries(header, source, dataStart: dataStart), header.metadata)
    }

    /// The tensors with their places checked: each must begin where the one before it ends.
    private static func entries(
        _ header: SafetensorsHeader, _ source: ByteSource, dataStart: Int
    ) throws -> [String: Entry] {
        var entries: [String: Entry] = [:]
        var end = 0
        for (name, typeName, shape, offsets) in try inFileOrder(header, source) {
            guard let type = ElementType(safetensors: typeName) else {
                throw CheckpointError(
                    .unsupported, source.name,
                    "the tensor \(name) has elements \(typeName), and F64, F32, F16, BF16, "
                        + "integers and BOOL are read; save it as F32")
            }
            guard offsets.count == 2,
                let count = elementCount(of: shape),
                case (let size, let overflow) = count.multipliedReportingOverflow(by: type.size),
                !overflow,
                case (let expectedEnd, let endOverflow) = end.addingReportingOverflow(size),
                !endOverflow, offsets == [end, expectedEnd]
            else {
                throw CheckpointError.damaged(
                    source.name,
                    "the tensor \(name) of shape \(text(shape)) and type \(typeName) should "
                        + "fill the bytes from \(end) on without a gap or overlap, and the header "
                        + "gives it \(text(offsets))")
            }
            end = expectedEnd
            entries[name] = Entry(
                shape: shape, type: type, member: nil, offset: dataStart + offsets[0],
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

    /// The tensors in the order of their places, an empty one before the one that begins where it
    /// stands; then by name, since the order of a dictionary is another at every run.
    private static func inFileOrder(
        _ header: SafetensorsHeader, _ source: ByteSource
    ) throws -> [(name: String, type: String, shape: [Int], offsets: [Int])] {
        try header.tensors.map { name, info in
            guard let type = info.type, let shape = info.shape, let offsets = info.offsets else {
                throw CheckpointError.damaged(
                    source.name,
                    "the tensor \(name) lacks one of dtype, shape and data_offsets in the "
                        + "safetensors header")
            }
            return (name, type, shape, offsets)
        }.sorted {
            $0.offsets == $1.offsets
                ? $0.name < $1.name : $0.offsets.lexicographicallyPrecedes($1.offsets)
        }
    }
}
