internal import CHDF5

/// The value of an attribute: one text or number, or a one-dimensional list of them.
public enum AttributeValue: Sendable, Equatable {
    /// One UTF-8 text; it ends at its first NUL.
    case string(String)
    /// One whole number of 64 bits; narrower ones of a file are widened.
    case integer(Int64)
    /// One number in double precision; half and single precision of a file are widened.
    case real(Double)
    /// A list of texts, all stored at the length of the longest.
    case strings([String])
    /// A list of numbers in double precision, also an empty one.
    case reals([Double])
    /// A list of whole numbers of 64 bits, also an empty one.
    case integers([Int64])
}

/// The attributes of one group or data set: named values of at most 2^20 elements, read and written
/// whole.
public struct Attributes {
    /// The open group or data set.
    let owner: Handle
    let context: FileContext
    /// The slash-separated path of the group or data set, for messages.
    let path: String
    private var file: String { context.path }

    /// Writes an attribute that does not exist yet; an existing one of the name is an error. Texts
    /// are stored at the length of the longest, as UTF-8 padded with NUL. The value is noted in the
    /// file's `WriteRecord`.
    public func set(_ name: String, _ value: AttributeValue) throws {
        let operation = "writing attribute \(name) of \(path)"
        let (type, shape): (ElementType, [Int]?) =
            switch value {
            case .string(let text): (.text(textWidth([text])), nil)
            case .integer: (.int64, nil)
            case .real: (.float64, nil)
            case .strings(let values): (.text(textWidth(values)), [values.count])
            case .reals(let values): (.float64, [values.count])
            case .integers(let values): (.int64, [values.count])
            }
        let extent = (shape ?? []).map { hsize_t($0) }
        let space = try Handle(
            shape == nil ? H5Screate(H5S_SCALAR) : unsafe H5Screate_simple(1, extent, nil),
            file: file, operation, close: H5Sclose)
        let typeHandle = try type.handle(file: file)
        let id = unsafe H5Acreate2(owner.id, name, typeHandle.id, space.id, 0, 0)
        let attribute = try Handle(id, file: file, operation, close: H5Aclose)
        func write(_ texts: [String]) -> herr_t {
            if texts.isEmpty { return 0 }
            return unsafe H5Awrite(
                attribute.id, typeHandle.id, paddedTexts(texts.map(textBytes), width: type.size))
        }
        let code: herr_t
        switch value {
        case .integer(let number): code = unsafe H5Awrite(attribute.id, typeHandle.id, [number])
        case .real(let number): code = unsafe H5Awrite(attribute.id, typeHandle.id, [number])
        case .reals(let numbers): code = unsafe H5Awrite(attribute.id, typeHandle.id, numbers)
        case .integers(let numbers): code = unsafe H5Awrite(attribute.id, typeHandle.id, numbers)
        case .string(let text): code = write([text])
        case .strings(let texts): code = write(texts)
        }
        try check(code, file: file, operation)
        context.record?.add(attribute: name, of: path, value)
    }

    /// The value of an attribute; nil when there is none of this name. A list without elements
    /// comes back as an empty list.
    ///
    /// - Throws: `HDF5Error` for more than 2^20 elements, for more bytes than the file has, and for
    ///   types that have no `AttributeValue`.
    public func get(_ name: String) throws -> AttributeValue? {
        let operation = "reading attribute \(name) of \(path)"
        let exists = unsafe H5Aexists(owner.id, name)
        try check(exists, file: file, operation)
        guard exists > 0 else { return nil }
        let attribute = try Handle(
            unsafe H5Aopen(owner.id, name, 0), file: file, operation, close: H5Aclose)
        let type = try Handle(
            H5Aget_type(attribute.id), file: file, operation, close: H5Tclose)
        let space = try Handle(
            H5Aget_space(attribute.id), file: file, operation, close: H5Sclose)
        let count = Int(H5Sget_simple_extent_npoints(space.id))
        let isScalar = H5Sget_simple_extent_ndims(space.id) == 0
        let element = ElementType.of(type.id)
        guard count >= 0, count <= 1 << 20, count > 0 || !isScalar,
            let bytes = product([count, element.size]),
            bytes <= context.byteCount ?? Int.max
        else {
            throw HDF5Error(file: file, operation: operation, reason: "it has \(count) elements")
        }
        return try value(of: attribute, type, element, count, isScalar: isScalar, operation)
    }

    /// Reads the `count` elements of an open attribute.
    private func value(
        of attribute: Handle, _ type: Handle, _ element: ElementType, _ count: Int, isScalar: Bool,
        _ operation: String
    ) throws -> AttributeValue {
        func read<Element: FileElement>(
            _ type: Handle, _ zero: Element, _ count: Int
        ) throws -> [Element] {
            var elements = [Element](repeating: zero, count: count)
            if count == 0 { return [] }
            try check(
                unsafe H5Aread(attribute.id, type.id, &elements), file: file, operation)
            return elements
        }
        switch element {
        case .text(let width):
            let texts = HDF5.texts(
                of: try read(type, UInt8.zero, count * width), width: width,
                padsWithSpaces: H5Tget_strpad(type.id) == H5T_STR_SPACEPAD)
            return isScalar ? .string(texts[0]) : .strings(texts)
        case .string:
            let references = try read(
                ElementType.references(file: file), UInt8.zero, count * 16)
            let base = try userBlockSize(ofFileWith: owner, path: file)
            let texts = try context.heap(base: base).elements(references)
                .map { String(decoding: $0, as: UTF8.self) }
            return isScalar ? .string(texts[0]) : .strings(texts)
        case .int8, .uint8, .int16, .int32, .uint32, .int64:
            let numbers = try read(ElementType.int64.handle(file: file), Int64.zero, count)
            return isScalar ? .integer(numbers[0]) : .integers(numbers)
        case .float16, .float32, .float64:
            let numbers = try read(ElementType.float64.handle(file: file), Double.zero, count)
            return isScalar ? .real(numbers[0]) : .reals(numbers)
        case .bytes, .other:
            throw HDF5Error(
                file: file, operation: operation, reason: "its type is not one that Vitrine writes")
        }
    }

    /// The one text of an attribute; a missing attribute or another kind of value is an
    /// `HDF5Error`.
    public func string(_ name: String) throws -> String {
        if case .string(let text)? = try get(name) { return text }
        throw missing(name, "a text")
    }

    /// The one whole number of an attribute; a missing attribute or another kind of value is an
    /// `HDF5Error`.
    public func integer(_ name: String) throws -> Int {
        if case .integer(let number)? = try get(name) { return Int(number) }
        throw missing(name, "a whole number")
    }

    /// The one real number of an attribute; a missing attribute or another kind of value, a whole
    /// number included, is an `HDF5Error`.
    public func real(_ name: String) throws -> Double {
        if case .real(let number)? = try get(name) { return number }
        throw missing(name, "a number")
    }

    private func missing(_ name: String, _ expected: String) -> HDF5Error {
        HDF5Error(
            file: file, operation: "reading attribute \(name) of \(path)",
            reason: "\(expected) was expected there")
    }
}
