internal import CHDF5

/// A box of a data set: along each dimension `count` elements from `start` on. Nothing is checked
/// before it is used.
public struct Selection: Sendable, Equatable {
    /// `[dimensions]`: the first index along each dimension, from 0.
    public var start: [Int]
    /// `[dimensions]`: the number of elements along each dimension.
    public var count: [Int]

    /// The box of these indices and extents.
    public init(start: [Int], count: [Int]) {
        self.start = start
        self.count = count
    }

    /// The rows `range` of a data set of this shape, with all elements of each.
    public init(rows range: Range<Int>, of shape: [Int]) {
        start = [range.lowerBound] + [Int](repeating: 0, count: max(0, shape.count - 1))
        count = [range.count] + shape.dropFirst()
    }

    /// The number of elements in the box.
    public var elementCount: Int { count.reduce(1, *) }

    /// Whether the box has the dimensions of `shape` and lies within it.
    func isInside(_ shape: [Int]) -> Bool {
        start.count == shape.count && count.count == shape.count
            && zip(zip(start, count), shape).allSatisfy {
                $0.0 >= 0 && $0.1 >= 0 && $0.0 <= $1 && $0.1 <= $1 - $0.0
            }
    }
}

/// An open data set of a file, closed with the object.
///
/// Of a file that is read, what the data set claims to hold is compared with the file's size when
/// it is opened, so that a box of it can be asked for without more checks; see Extent.swift.
/// Elements are read and written in row-major order.
public final class Dataset {
    /// The library's identifier.
    let handle: Handle
    let context: FileContext
    var file: String { context.path }
    /// The slash-separated path from the root, such as "/layers/00/class".
    public let path: String
    /// The type of each element; `.other` for types that Vitrine does not know.
    public let type: ElementType
    /// The number of elements along each dimension; empty for a single value.
    public private(set) var shape: [Int]
    /// The way the elements are stored, as `checkExtent` found it; nil for a file that is being
    /// made.
    private(set) var extent: Extent?

    /// Takes over an open data set, reads its type and shape, and checks its extent where the file
    /// is read.
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

    /// The shape as the file has it now; 2^48 elements or more along one dimension are refused.
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

    /// The data space of the data set in the file, with all elements selected.
    private func fileSpace() throws -> Handle {
        try Handle(
            H5Dget_space(handle.id), file: file, "reading the shape of \(path)", close: H5Sclose)
    }

    /// The number of elements in all: the product of `shape`, 1 for a single value.
    public var elementCount: Int { shape.reduce(1, *) }

    /// Grows or cuts the first dimension to `rows`; only a data set made as `growing` can grow. New
    /// elements are zero until they are written.
    public func resize(rows: Int) throws {
        var extent = shape.map { hsize_t($0) }
        extent[0] = hsize_t(rows)
        try check(
            unsafe H5Dset_extent(handle.id, extent), file: file, "resizing \(path) to \(rows) rows")
        shape[0] = rows
    }

    // MARK: - Writing

    /// Writes numbers over a box, or over the whole data set when it is nil. `elements` are as many
    /// as the box has, in row-major order; another count is a programming error.
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

    /// Writes the rows `rows` from the bytes of their elements, as they lie in memory; for data
    /// sets of numbers and of padded texts. Another number of bytes is a programming error.
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

    /// Writes texts over a box, or over the whole data set when it is nil; a text longer than the
    /// type allows is a programming error.
    public func write(strings: [String], at selection: Selection? = nil) throws {
        try write(texts: strings.map(textBytes), at: selection)
    }

    /// Writes texts, given as their UTF-8 bytes, over a box, or over the whole data set when it is
    /// nil; a text longer than the type allows is a programming error.
    public func write(texts: [[UInt8]], at selection: Selection? = nil) throws {
        guard case .text(let width) = type else {
            preconditionFailure("\(path): texts for elements of type \(type)")
        }
        precondition(
            texts.allSatisfy { $0.count <= width }, "\(path): a text of more than \(width) bytes")
        try write(raw: paddedTexts(texts, width: width), at: selection)
    }

    // MARK: - Reading

    /// Reads the numbers of a box, or of the whole data set when it is nil, in row-major order.
    ///
    /// The library converts between types of numbers, with clipping where a value does not fit.
    /// Half precision is only read as its bits (`UInt16`).
    ///
    /// - Throws: `HDF5Error` for a box outside the data set, for texts, and where less is stored
    ///   than the data set claims.
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

    /// The bytes of the elements of the rows `rows`, or of all when it is nil, as they lie in
    /// memory; for data sets of numbers, and of texts at the length that the file has for each.
    /// Other types are an `HDF5Error`.
    public func readRaw(rows: Range<Int>? = nil) throws -> [UInt8] {
        let selection = rows.map { Selection(rows: $0, of: shape) }
        if case .text(let width) = type {
            return try readRaw(selection, ownType(), size: width)
        }
        guard type.isNumber else { throw failure("expected numbers, found elements of \(type)") }
        return try readRaw(selection, type.handle(file: file), size: type.size)
    }

    /// The type that the file has for the elements, in place of ours.
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

    /// Reads the texts of a box, or of the whole data set when it is nil; elements of another type
    /// are an `HDF5Error`.
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

    /// Reads the byte strings of a box, or of the whole data set when it is nil, in a file of
    /// format version 1; elements of another type are an `HDF5Error`.
    public func readBytes(at selection: Selection? = nil) throws -> [[UInt8]] {
        guard type == .bytes else {
            throw failure("expected byte strings, found elements of \(type)")
        }
        return try readElements(selection)
    }

    /// The variable-length elements of a box, or of the whole data set when it is nil, from the
    /// file's global heaps.
    private func readElements(_ selection: Selection?) throws -> [[UInt8]] {
        let references = try readRaw(selection, ElementType.references(file: file), size: 16)
        let base = try userBlockSize(ofFileWith: handle, path: file)
        return try context.heap(base: base).elements(references)
    }

    private func failure(_ reason: String) -> HDF5Error {
        HDF5Error(file: file, operation: "reading \(path)", reason: reason)
    }

    /// The number of elements of a box, or of all when it is nil; throws for a box outside the data
    /// set, and for a whole data set that is not fully stored.
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
