internal import CHDF5

/// What an attribute can hold.
public enum AttributeValue: Sendable, Equatable {
    case string(String)
    case integer(Int64)
    case real(Double)
    case strings([String])
    case reals([Double])
    case integers([Int64])
}

/// The attributes of one group or data set.
public struct Attributes {
    let owner: Handle
    let file: String
    let path: String
    let record: WriteRecord?

    /// Sets an attribute that does not exist yet.
    public func set(_ name: String, _ value: AttributeValue) throws {
        let operation = "writing attribute \(name) of \(path)"
        let (type, shape): (ElementType, [Int]?) =
            switch value {
            case .string: (.string, nil)
            case .integer: (.int64, nil)
            case .real: (.float64, nil)
            case .strings(let values): (.string, [values.count])
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
        let code: herr_t
        switch value {
        case .integer(let number):
            code = unsafe withUnsafePointer(to: number) {
                unsafe H5Awrite(attribute.id, typeHandle.id, $0)
            }
        case .real(let number):
            code = unsafe withUnsafePointer(to: number) {
                unsafe H5Awrite(attribute.id, typeHandle.id, $0)
            }
        case .reals(let numbers): code = unsafe H5Awrite(attribute.id, typeHandle.id, numbers)
        case .integers(let numbers): code = unsafe H5Awrite(attribute.id, typeHandle.id, numbers)
        case .string(let text):
            code = unsafe withCStrings([text]) {
                unsafe H5Awrite(attribute.id, typeHandle.id, $0)
            }
        case .strings(let texts):
            if texts.isEmpty { return }
            code = unsafe withCStrings(texts) {
                unsafe H5Awrite(attribute.id, typeHandle.id, $0)
            }
        }
        try check(code, file: file, operation)
        record?.add(attribute: name, of: path, value)
    }

    /// The value of an attribute; nil when there is none of this name.
    public func get(_ name: String) throws -> AttributeValue? {
        let operation = "reading attribute \(name) of \(path)"
        guard unsafe H5Aexists(owner.id, name) > 0 else { return nil }
        let attribute = try Handle(
            unsafe H5Aopen(owner.id, name, 0), file: file, operation, close: H5Aclose)
        let type = try Handle(
            H5Aget_type(attribute.id), file: file, operation, close: H5Tclose)
        let space = try Handle(
            H5Aget_space(attribute.id), file: file, operation, close: H5Sclose)
        let count = Int(H5Sget_simple_extent_npoints(space.id))
        let scalar = H5Sget_simple_extent_ndims(space.id) == 0
        guard count >= 0, count <= 1 << 20 else {
            throw HDF5Error(file: file, operation: operation, reason: "it has \(count) elements")
        }
        let memory = ElementType.of(type.id)
        switch memory {
        case .string:
            let typeHandle = try ElementType.string.handle(file: file)
            let texts = try unsafe readCStrings(count, space: space, type: typeHandle) {
                try check(
                    unsafe H5Aread(attribute.id, typeHandle.id, $0), file: file, operation)
            }
            return scalar ? .string(texts.first ?? "") : .strings(texts)
        case .int8, .uint8, .int32, .uint32, .int64:
            var numbers = [Int64](repeating: 0, count: max(1, count))
            let typeHandle = try ElementType.int64.handle(file: file)
            try check(
                unsafe H5Aread(attribute.id, typeHandle.id, &numbers), file: file, operation)
            return scalar ? .integer(numbers[0]) : .integers(Array(numbers.prefix(count)))
        case .float16, .float32, .float64:
            var numbers = [Double](repeating: 0, count: max(1, count))
            let typeHandle = try ElementType.float64.handle(file: file)
            try check(
                unsafe H5Aread(attribute.id, typeHandle.id, &numbers), file: file, operation)
            return scalar ? .real(numbers[0]) : .reals(Array(numbers.prefix(count)))
        case .bytes, .other:
            throw HDF5Error(
                file: file, operation: operation, reason: "its type is none that Vitrine writes")
        }
    }

    /// A text; an error names what else was found.
    public func string(_ name: String) throws -> String {
        if case .string(let text)? = try get(name) { return text }
        throw missing(name, "a text")
    }

    /// A whole number; an error names what else was found.
    public func integer(_ name: String) throws -> Int {
        if case .integer(let number)? = try get(name) { return Int(number) }
        throw missing(name, "a whole number")
    }

    /// A real number; an error names what else was found.
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
