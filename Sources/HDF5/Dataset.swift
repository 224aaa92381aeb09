internal import CHDF5

/// A box of a data set: in each dimension the elements `start..<start + count`.
public struct Selection: Sendable, Equatable {
    /// First index in each dimension.
    public var start: [Int]
    /// Number of indices in each dimension.
    public var count: [Int]

    public init(start: [Int], count: [Int]) {
        self.start = start
        self.count = count
    }

    /// The rows `range`, along the first dimension, of a data set of this shape.
    public init(rows range: Range<Int>, of shape: [Int]) {
        start = [range.lowerBound] + [Int](repeating: 0, count: max(0, shape.count - 1))
        count = [range.count] + shape.dropFirst()
    }

    /// Number of elements in the box; 1 without dimensions.
    public var elementCount: Int { count.reduce(1, *) }

    /// Whether the box has the rank of `shape` and lies within it.
    func isInside(_ shape: [Int]) -> Bool {
        start.count == shape.count && count.count == shape.count
            && zip(zip(start, count), shape).allSatisfy {
                $0.0 >= 0 && $0.1 >= 0 && $0.0 <= $1 && $0.1 <= $1 - $0.0
            }
    }
}

/// An open data set.
///
/// When a data set of a file to read is opened, the size that it claims is compared with the size
/// of the file, so that memory for any box of it may be allocated (see Extent.swift). All errors
/// are `HDF5Error`.
public final class Dataset {
    let handle: Handle
    let context: FileContext
    var file: String { context.path }
    /// Absolute path in the file, such as "/layers/00/class".
    public let path: String
    /// The type of the elements in the file.
    public let type: ElementType
    /// Number of elements in each dimension; empty for a single value.
    public private(set) var shape: [Int]
    /// How the elements are stored; nil in a file that is being written.
    private(set) var extent: Extent?

    init(_ handle: Handle, _ context: FileContext, path: String) throws {
        self.handle = handle
        self.context = context
        self.path = path
        let type = try Handle(
            H5Dget_type(handle.id), file: context.path, "opening \(path)", close: H5Tclose)
        self.type = ElementType.of(type.id)
        shape = []
        shape = try readShape()
        if let bytes = context.byteCount { extent = try checkExtent(fileBytes: bytes) }
    }

    private func readShape() throws -> [Int] {
        let space = try fileSpace()
        let rank = H5Sget_simple_extent_ndims(space.id)
        try check(rank, file: file, "reading the shape of \(path)")
        if rank == 0 { return [] }
        var extent = [hsize_t](repeating: 0, count: Int(rank))
        try check(
            unsafe H5Sget_simple_extent_dims(space.id, &extent, nil), file: file,
            "reading the shape of \(path)")
        return try extent.map { size in
            guard size < hsize_t(1) << 48 else {
                throw HDF5Error(
                    file: file, operation: "reading the shape of \(path)",
                    reason: "\(size) elements in one dimension cannot be right")
            }
            return Int(size)
        }
    }

    private func fileSpace() throws -> Handle {
        try Handle(
            H5Dget_space(handle.id), file: file, "reading the shape of \(path)", close: H5Sclose)
    }

    /// Number of elements: the product of `shape`.
    public var elementCount: Int { shape.reduce(1, *) }

    /// Sets the first dimension of a chunked data set to `rows`; new elements are zero.
    public func resize(rows: Int) throws {
        var extent = shape.map { hsize_t($0) }
        extent[0] = hsize_t(rows)
        try check(
            unsafe H5Dset_extent(handle.id, extent), file: file, "resizing \(path) to \(rows) rows")
        shape[0] = rows
    }

    // MARK: - Writing

    /// Writes numbers to a box.
    ///
    /// - Parameters:
    ///   - elements: `[selection.elementCount]`, row-major; another count is a programming error.
    ///   - selection: the box; nil for the whole data set.
    public func write<Element: FileElement>(
        _ elements: [Element], at selection: Selection? = nil
    ) throws {
        let count = selection?.elementCount ?? elementCount
        precondition(
            elements.count == count, "\(path): \(elements.count) elements for a box of \(count)")
        if count == 0 { return }
        let type = try Element.elementType.handle(file: file)
        let (memory, space) = try spaces(selection, "writing \(path)")
        try check(
            unsafe H5Dwrite(handle.id, type.id, memory.id, space.id, 0, elements), file: file,
            "writing \(path)")
    }

    /// Writes rows of numbers or of padded texts from the bytes of their elements.
    ///
    /// - Parameter bytes: `[rows.count * bytes per row]`, little-endian.
    public func write(raw bytes: [UInt8], rows: Range<Int>) throws {
        try write(raw: bytes, at: Selection(rows: rows, of: shape))
    }

    private func write(raw bytes: [UInt8], at selection: Selection?) throws {
        let count = selection?.elementCount ?? elementCount
        precondition(
            bytes.count == count * type.size && type.size > 0,
            "\(path): \(bytes.count) bytes for \(count) elements of type \(type)")
        if count == 0 { return }
        let type = try type.handle(file: file)
        let (memory, space) = try spaces(selection, "writing \(path)")
        try check(
            unsafe H5Dwrite(handle.id, type.id, memory.id, space.id, 0, bytes), file: file,
            "writing \(path)")
    }

    /// Writes texts to a box, or to the whole data set for nil.
    ///
    /// - Parameter strings: none longer in UTF-8 than the width of the type.
    public func write(strings: [String], at selection: Selection? = nil) throws {
        try write(texts: strings.map(textBytes), at: selection)
    }

    /// Writes texts, given as UTF-8, to a box, or to the whole data set for nil.
    public func write(texts: [[UInt8]], at selection: Selection? = nil) throws {
        guard case .text(let width) = type else {
            preconditionFailure("\(path): texts for elements of type \(type)")
        }
        precondition(
            texts.allSatisfy { $0.count <= width }, "\(path): a text of more than \(width) bytes")
        try write(raw: paddedTexts(texts, width: width), at: selection)
    }

    // MARK: - Reading

    /// Reads the numbers of a box, `[selection.elementCount]`, row-major.
    ///
    /// - Parameters:
    ///   - element: the type in memory, to which the library converts; half precision is never
    ///     converted.
    ///   - selection: the box; nil for the whole data set.
    /// - Throws: `HDF5Error` for texts, for a box outside of the data set, and for a whole data set
    ///   of which the file stores fewer bytes than it claims.
    public func read<Element: FileElement>(
        as element: Element.Type = Element.self, at selection: Selection? = nil
    ) throws -> [Element] {
        let count = try checkRequest(selection)
        guard type.isNumber, (type == .float16) == (Element.elementType == .float16) else {
            // The library converts half precision at 13 MB/s; ours does it in the kernels.
            throw failure("expected elements of type \(Element.elementType), found \(type)")
        }
        if count == 0 { return [] }
        let type = try Element.elementType.handle(file: file)
        let (memory, space) = try spaces(selection, "reading \(path)")
        // Not cleared first: element by element, that would take longer than the reading.
        return try unsafe [Element](unsafeUninitializedCapacity: count) { buffer, initialized in
            try check(
                unsafe H5Dread(
                    handle.id, type.id, memory.id, space.id, 0,
                    UnsafeMutableRawPointer(buffer.baseAddress)),
                file: file, "reading \(path)")
            initialized = count
        }
    }

    /// Reads rows of numbers, or of texts of fixed length, as the bytes of their elements.
    ///
    /// - Parameter rows: the range along the first dimension; nil for all.
    public func readRaw(rows: Range<Int>? = nil) throws -> [UInt8] {
        let selection = rows.map { Selection(rows: $0, of: shape) }
        if case .text(let width) = type {
            return try readRaw(selection, ownType(), size: width)
        }
        guard type.isNumber else { throw failure("expected numbers, found elements of \(type)") }
        return try readRaw(selection, type.handle(file: file), size: type.size)
    }

    /// The type of the elements as the file has it.
    private func ownType() throws -> Handle {
        try Handle(H5Dget_type(handle.id), file: file, "reading \(path)", close: H5Tclose)
    }

    private func readRaw(_ selection: Selection?, _ type: Handle, size: Int) throws -> [UInt8] {
        let count = try checkRequest(selection)
        if count == 0 { return [] }
        let (memory, space) = try spaces(selection, "reading \(path)")
        return try unsafe [UInt8](unsafeUninitializedCapacity: count * size) {
            buffer, initialized in
            try check(
                unsafe H5Dread(
                    handle.id, type.id, memory.id, space.id, 0,
                    UnsafeMutableRawPointer(buffer.baseAddress)),
                file: file, "reading \(path)")
            initialized = count * size
        }
    }

    /// Reads the texts of a box, or of the whole data set for nil.
    public func readStrings(at selection: Selection? = nil) throws -> [String] {
        if case .text(let width) = type {
            // The library does not convert between character sets: the file's own type.
            let type = try ownType()
            return texts(
                of: try readRaw(selection, type, size: width), width: width,
                padsWithSpaces: H5Tget_strpad(type.id) == H5T_STR_SPACEPAD)
        }
        guard type == .string else { throw failure("expected texts, found elements of \(type)") }
        return try readElements(selection).map { String(decoding: $0, as: UTF8.self) }
    }

    /// Reads byte strings of variable length, as in files of format version 1, from a box, or from
    /// the whole data set for nil.
    public func readBytes(at selection: Selection? = nil) throws -> [[UInt8]] {
        guard type == .bytes else {
            throw failure("expected byte strings, found elements of \(type)")
        }
        return try readElements(selection)
    }

    private func readElements(_ selection: Selection?) throws -> [[UInt8]] {
        let references = try readRaw(selection, ElementType.references(file: file), size: 16)
        let base = try userBlockSize(ofFileWith: handle, path: file)
        return try context.heap(base: base).elements(references)
    }

    private func failure(_ reason: String) -> HDF5Error {
        HDF5Error(file: file, operation: "reading \(path)", reason: reason)
    }

    /// The number of elements of a box, or of the whole data set for nil, after checking that they
    /// exist.
    private func checkRequest(_ selection: Selection?) throws -> Int {
        guard let selection else {
            try extent?.checkStored(self)
            return elementCount
        }
        guard selection.isInside(shape) else {
            throw failure("it is \(shape) and has no box \(selection.start) + \(selection.count)")
        }
        return selection.elementCount
    }

    /// The data spaces of one transfer, in memory and in the file.
    private func spaces(
        _ selection: Selection?, _ operation: String
    ) throws -> (memory: Handle, file: Handle) {
        let space = try fileSpace()
        guard let selection else {
            return (try fileSpace(), space)
        }
        precondition(
            selection.isInside(shape),
            "\(path) \(shape) has no box \(selection.start) + \(selection.count)")
        let start = selection.start.map { hsize_t($0) }
        let count = selection.count.map { hsize_t($0) }
        try check(
            unsafe H5Sselect_hyperslab(space.id, H5S_SELECT_SET, start, nil, count, nil),
            file: file, operation)
        let memory = try Handle(
            unsafe H5Screate_simple(Int32(count.count), count, nil), file: file, operation,
            close: H5Sclose)
        return (memory, space)
    }

    /// The data set's attributes.
    public var attributes: Attributes {
        Attributes(owner: handle, context: context, path: path)
    }
}
