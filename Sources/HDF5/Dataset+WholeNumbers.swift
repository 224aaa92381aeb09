internal import CHDF5

extension Dataset {
    /// All elements, in row-major order, of integers of any size and byte order, or of an
    /// enumeration, as which h5py writes truth values; nil for other types. Unsigned numbers above
    /// 2^63 - 1 become that.
    public func readWholeNumbers() throws -> (values: [Int64], isEnumeration: Bool)? {
        let operation = "reading \(path)"
        let type = try Handle(H5Dget_type(handle.id), file: file, operation, close: H5Tclose)
        let kind = H5Tget_class(type.id)
        guard kind == H5T_INTEGER || kind == H5T_ENUM else { return nil }
        var values = [Int64](repeating: 0, count: elementCount)
        if !values.isEmpty {
            let memory = try ElementType.int64.handle(file: file)
            try check(
                unsafe H5Dread(handle.id, memory.id, 0, 0, 0, &values), file: file, operation)
        }
        return (values, kind == H5T_ENUM)
    }
}
