internal import Dense

/// The type of a stored number; all become `Float` when they are read.
enum ElementType: Sendable, CaseIterable {
    case float64, float32, float16, bfloat16
    case int64, int32, int16, int8, uint64, uint32, uint16, uint8, bool

    /// Bytes of one element.
    var size: Int {
        switch self {
        case .float64, .int64, .uint64: 8
        case .float32, .int32, .uint32: 4
        case .float16, .bfloat16, .int16, .uint16: 2
        case .int8, .uint8, .bool: 1
        }
    }

    /// The name of each type in the three formats; a storage of "" has none. NumPy has no bfloat16:
    /// Google's files hold it as two bytes without a meaning, `|V2`.
    private static let names:
        [(type: ElementType, numpy: String, safetensors: String, storage: String, torch: String)] =
            [
                (.float64, "<f8", "F64", "DoubleStorage", "float64"),
                (.float32, "<f4", "F32", "FloatStorage", "float32"),
                (.float16, "<f2", "F16", "HalfStorage", "float16"),
                (.bfloat16, "|V2", "BF16", "BFloat16Storage", "bfloat16"),
                (.int64, "<i8", "I64", "LongStorage", "int64"),
                (.int32, "<i4", "I32", "IntStorage", "int32"),
                (.int16, "<i2", "I16", "ShortStorage", "int16"),
                (.int8, "|i1", "I8", "CharStorage", "int8"),
                (.uint64, "<u8", "U64", "", "uint64"),
                (.uint32, "<u4", "U32", "", "uint32"),
                (.uint16, "<u2", "U16", "", "uint16"),
                (.uint8, "|u1", "U8", "ByteStorage", "uint8"),
                (.bool, "|b1", "BOOL", "BoolStorage", "bool"),
            ]

    /// The type of a NumPy type string, such as "<f4"; nil for others, big-endian ones included.
    init?(numpy name: String) {
        guard let row = Self.names.first(where: { $0.numpy == name }) else { return nil }
        self = row.type
    }

    /// The type of a safetensors `dtype`, such as "BF16"; nil for others.
    init?(safetensors name: String) {
        guard let row = Self.names.first(where: { $0.safetensors == name }) else { return nil }
        self = row.type
    }

    /// The type of a PyTorch storage class, such as "HalfStorage"; nil for others.
    init?(storage name: String) {
        guard !name.isEmpty, let row = Self.names.first(where: { $0.storage == name }) else {
            return nil
        }
        self = row.type
    }

    /// The type of a `torch.dtype`, such as "bfloat16"; nil for others.
    init?(torch name: String) {
        guard let row = Self.names.first(where: { $0.torch == name }) else { return nil }
        self = row.type
    }

    /// Reads `count` elements from byte `offset` on as single precision: wider numbers are rounded
    /// to nearest, half precision and bf16 are exact, a boolean is 0 or 1.
    func read(_ source: ByteSource, at offset: Int, count: Int) throws -> [Float] {
        func stored<Element: BitwiseCopyable>(_ type: Element.Type) throws -> [Element] {
            try source.read(type, at: offset, count: count)
        }
        switch self {
        case .float32: return try stored(Float.self)
        case .float64: return try stored(Double.self).map { Float($0) }
        case .float16:
            let halves = try stored(HalfBits.self)
            var values = [Float](repeating: 0, count: count)
            var span = values.mutableSpan
            fromHalf(halves.span, into: &span)
            return values
        case .bfloat16:
            return try stored(UInt16.self).map { Float(bitPattern: UInt32($0) << 16) }
        case .int64: return try stored(Int64.self).map { Float($0) }
        case .int32: return try stored(Int32.self).map { Float($0) }
        case .int16: return try stored(Int16.self).map { Float($0) }
        case .int8: return try stored(Int8.self).map { Float($0) }
        case .uint64: return try stored(UInt64.self).map { Float($0) }
        case .uint32: return try stored(UInt32.self).map { Float($0) }
        case .uint16: return try stored(UInt16.self).map { Float($0) }
        case .uint8: return try stored(UInt8.self).map { Float($0) }
        case .bool: return try stored(UInt8.self).map { $0 == 0 ? 0 : 1 }
        }
    }
}
