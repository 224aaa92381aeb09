internal import CHDF5

/// The types of elements that Vitrine's files hold, all little-endian in the file.
public enum ElementType: Sendable, Equatable {
    case float16, float32, float64, uint8, int8, int16, int32, uint32, int64
    /// Text of at most so many bytes, UTF-8, padded with NUL (of other programs also with spaces).
    case text(Int)
    /// Text of variable length, in files of format version 1 and of other programs.
    case string
    /// Bytes of variable length (`vlen u8`), in files of format version 1.
    case bytes
    /// A type that Vitrine neither writes nor reads.
    case other

    /// The bytes of one element in the file; of `string` and `bytes` those of its reference, of
    /// `other` 0.
    public var size: Int {
        switch self {
        case .uint8, .int8: 1
        case .float16, .int16: 2
        case .float32, .int32, .uint32: 4
        case .float64, .int64: 8
        case .text(let bytes): bytes
        case .string, .bytes: 16
        case .other: 0
        }
    }

    /// Whether the elements are texts of fixed or variable length.
    public var isText: Bool {
        switch self {
        case .text, .string: true
        default: false
        }
    }

    /// Whether elements are whole numbers.
    public var isInteger: Bool { [.uint8, .int8, .int16, .int32, .uint32, .int64].contains(self) }
    /// Whether elements are floating-point numbers.
    public var isReal: Bool { [.float16, .float32, .float64].contains(self) }
    /// Whether elements are numbers of either kind.
    public var isNumber: Bool { isInteger || isReal }

    /// Whether elements may be read as `other`: integers as wider ones that hold all their values,
    /// and every number but half precision as single or double precision, to which it may be
    /// rounded.
    func widens(to other: ElementType) -> Bool {
        if self == other { return true }
        switch (self, other) {
        case (.uint8, .int32), (.uint8, .uint32), (.uint8, .int64), (.int8, .int32),
            (.int8, .int64), (.int16, .int32), (.int16, .int64), (.int32, .int64),
            (.uint32, .int64):
            return true
        // The library converts half precision at 13 MB/s; ours does it in the kernels.
        case (_, .float32), (_, .float64): return isNumber && self != .float16
        default: return false
        }
    }

    /// A new identifier of the type, the same for the file and for memory; `string`, `bytes` and
    /// `other` have none and are an error.
    func handle(file: String) throws -> Handle {
        let id: hid_t
        switch self {
        case .float16: return try Self.makeFloat16(file: file)
        case .text(let bytes): return try Self.makeText(bytes, file: file)
        case .float32: id = H5Tcopy(vitrine_h5t_ieee_f32le())
        case .float64: id = H5Tcopy(vitrine_h5t_ieee_f64le())
        case .uint8: id = H5Tcopy(vitrine_h5t_std_u8le())
        case .int8: id = H5Tcopy(vitrine_h5t_std_i8le())
        case .int16: id = H5Tcopy(vitrine_h5t_std_i16le())
        case .int32: id = H5Tcopy(vitrine_h5t_std_i32le())
        case .uint32: id = H5Tcopy(vitrine_h5t_std_u32le())
        case .int64: id = H5Tcopy(vitrine_h5t_std_i64le())
        case .string, .bytes, .other:
            throw HDF5Error(
                file: file, operation: "making a type",
                reason: "elements of type \(self) are not written")
        }
        return try Handle(id, file: file, "making the type \(self)", close: H5Tclose)
    }

    /// IEEE half precision: 1 sign bit, 5 exponent bits with bias 15, 10 fraction bits.
    private static func makeFloat16(file: String) throws -> Handle {
        let type = try Handle(
            H5Tcopy(vitrine_h5t_ieee_f32le()), file: file, "making the type float16",
            close: H5Tclose)
        try check(H5Tset_fields(type.id, 15, 10, 5, 0, 10), file: file, "making the type float16")
        try check(H5Tset_size(type.id, 2), file: file, "making the type float16")
        try check(H5Tset_ebias(type.id, 15), file: file, "making the type float16")
        return type
    }

    /// The type of texts of `bytes` bytes: UTF-8, padded with NUL.
    private static func makeText(_ bytes: Int, file: String) throws -> Handle {
        let operation = "making the type of texts"
        let type = try Handle(
            H5Tcopy(vitrine_h5t_c_s1()), file: file, operation, close: H5Tclose)
        try check(H5Tset_size(type.id, bytes), file: file, operation)
        try check(H5Tset_cset(type.id, H5T_CSET_UTF8), file: file, operation)
        try check(H5Tset_strpad(type.id, H5T_STR_NULLPAD), file: file, operation)
        return type
    }

    /// The opaque type of 16 bytes as which references to variable-length elements are read; see
    /// `GlobalHeap`.
    static func references(file: String) throws -> Handle {
        try Handle(
            H5Tcreate(H5T_OPAQUE, 16), file: file, "making the type of references",
            close: H5Tclose)
    }

    /// The case that fits a type's identifier from a file; `.other` where none does.
    static func of(_ type: hid_t) -> ElementType {
        let size = H5Tget_size(type)
        switch H5Tget_class(type) {
        case H5T_FLOAT:
            switch size {
            case 2: return .float16
            case 4: return .float32
            case 8: return .float64
            default: return .other
            }
        case H5T_INTEGER:
            let signed = H5Tget_sign(type) != H5T_SGN_NONE
            switch size {
            case 1: return signed ? .int8 : .uint8
            case 2: return signed ? .int16 : .other
            case 4: return signed ? .int32 : .uint32
            case 8: return signed ? .int64 : .other
            default: return .other
            }
        case H5T_STRING:
            if H5Tis_variable_str(type) > 0 { return .string }
            return (1..<1 << 31).contains(size) ? .text(size) : .other
        case H5T_VLEN:
            let base = H5Tget_super(type)
            defer { if base >= 0 { H5Tclose(base) } }
            return H5Tget_class(base) == H5T_INTEGER && H5Tget_size(base) == 1 ? .bytes : .other
        default: return .other
        }
    }
}

/// A Swift type with the memory layout of one of the element types.
public protocol FileElement: BitwiseCopyable, Sendable {
    /// The type that elements have in the file and in memory.
    static var elementType: ElementType { get }
}

extension Float: FileElement { public static var elementType: ElementType { .float32 } }
extension Double: FileElement { public static var elementType: ElementType { .float64 } }
extension UInt8: FileElement { public static var elementType: ElementType { .uint8 } }
extension Int8: FileElement { public static var elementType: ElementType { .int8 } }
extension Int32: FileElement { public static var elementType: ElementType { .int32 } }
extension UInt32: FileElement { public static var elementType: ElementType { .uint32 } }
extension Int64: FileElement { public static var elementType: ElementType { .int64 } }
/// The bits of a half-precision number; Vitrine's files have no unsigned integers of 16 bits.
extension UInt16: FileElement { public static var elementType: ElementType { .float16 } }
