internal import CHDF5

/// The types of elements that Vitrine's files hold, all little-endian.
public enum ElementType: Sendable, Equatable {
    case float16, float32, float64, uint8, int8, int32, uint32, int64
    /// Text of any length, UTF-8.
    case string
    /// Bytes of any length: `vlen u8`.
    case bytes
    /// A type of somebody else's.
    case other

    /// Bytes of one element in memory.
    public var size: Int {
        switch self {
        case .uint8, .int8: 1
        case .float16: 2
        case .float32, .int32, .uint32: 4
        case .float64, .int64, .string: 8
        case .bytes: 16
        case .other: 0
        }
    }

    /// A copy of the type's identifier, in the file and in memory alike.
    func handle(file: String) throws -> Handle {
        let id: hid_t
        switch self {
        case .float16: return try Self.makeFloat16(file: file)
        case .string: return try Self.makeString(file: file)
        case .bytes: id = H5Tvlen_create(vitrine_h5t_std_u8le())
        case .float32: id = H5Tcopy(vitrine_h5t_ieee_f32le())
        case .float64: id = H5Tcopy(vitrine_h5t_ieee_f64le())
        case .uint8: id = H5Tcopy(vitrine_h5t_std_u8le())
        case .int8: id = H5Tcopy(vitrine_h5t_std_i8le())
        case .int32: id = H5Tcopy(vitrine_h5t_std_i32le())
        case .uint32: id = H5Tcopy(vitrine_h5t_std_u32le())
        case .int64: id = H5Tcopy(vitrine_h5t_std_i64le())
        case .other: preconditionFailure("a type of somebody else's cannot be made")
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

    private static func makeString(file: String) throws -> Handle {
        let type = try Handle(
            H5Tcopy(vitrine_h5t_c_s1()), file: file, "making the type string", close: H5Tclose)
        try check(
            H5Tset_size(type.id, vitrine_h5t_variable()), file: file, "making the type string")
        try check(H5Tset_cset(type.id, H5T_CSET_UTF8), file: file, "making the type string")
        return type
    }

    /// Which of the types an identifier from a file is.
    static func of(_ type: hid_t) -> ElementType {
        let size = H5Tget_size(type)
        switch H5Tget_class(type) {
        case H5T_FLOAT: return size == 2 ? .float16 : size == 4 ? .float32 : .float64
        case H5T_INTEGER:
            let signed = H5Tget_sign(type) != H5T_SGN_NONE
            switch size {
            case 1: return signed ? .int8 : .uint8
            case 4: return signed ? .int32 : .uint32
            case 8: return signed ? .int64 : .other
            default: return .other
            }
        case H5T_STRING: return H5Tis_variable_str(type) > 0 ? .string : .other
        case H5T_VLEN: return .bytes
        default: return .other
        }
    }
}

/// A Swift type that is laid out in memory as one of the element types.
public protocol FileElement: BitwiseCopyable, Sendable {
    static var elementType: ElementType { get }
}

extension Float: FileElement { public static var elementType: ElementType { .float32 } }
extension Double: FileElement { public static var elementType: ElementType { .float64 } }
extension UInt8: FileElement { public static var elementType: ElementType { .uint8 } }
extension Int8: FileElement { public static var elementType: ElementType { .int8 } }
extension Int32: FileElement { public static var elementType: ElementType { .int32 } }
extension UInt32: FileElement { public static var elementType: ElementType { .uint32 } }
extension Int64: FileElement { public static var elementType: ElementType { .int64 } }
/// The bits of a half-precision number.
extension UInt16: FileElement { public static var elementType: ElementType { .float16 } }
