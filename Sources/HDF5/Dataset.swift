internal import CHDF5

/// A box of a data set: `start` and `count` a dimension.
public struct Selection: Sendable, Equatable {
    public var start: [Int]
    public var count: [Int]

    public init(start: [Int], count: [Int]) {
        self.start = start
        self.count = count
    }

    /// Rows `range` of a data set of this shape, whole.
    public init(rows range: Range<Int>, of shape: [Int]) {
        start = [range.lowerBound] + [Int](repeating: 0, count: shape.count - 1)
        count = [range.count] + shape.dropFirst()
    }

    /// Elements in the box.
    public var elementCount: Int { count.reduce(1, *) }
}

/// A data set of a file.
public final class Dataset {
    let handle: Handle
    let file: String
    /// Slash-separated names from the root.
    public let path: String
    public let type: ElementType
    /// Elements a dimension; empty for a single value.
    public private(set) var shape: [Int]
    private let record: WriteRecord?

    init(_ handle: Handle, file: String, path: String, record: WriteRecord?) throws {
        self.handle = handle
        self.file = file
        self.path = path
        self.record = record
        let type = try Handle(
            H5Dget_type(handle.id), file: file, "opening \(path)", close: H5Tclose)
        self.type = ElementType.of(type.id)
        shape = []
        shape = try readShape()
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

    /// Elements in all.
    public var elementCount: Int { shape.reduce(1, *) }

    /// Grows or cuts the first dimension.
    public func resize(rows: Int) throws {
        var extent = shape.map { hsize_t($0) }
        extent[0] = hsize_t(rows)
        try check(
            unsafe H5Dset_extent(handle.id, extent), file: file, "resizing \(path) to \(rows) rows")
        shape[0] = rows
    }

    /// Writes a box (all when nil) of numbers; `elements` `[product of its counts]`.
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

    /// Reads a box (all when nil) of numbers, `[product of its counts]`.
    public func read<Element: FileElement>(
        as element: Element.Type = Element.self, at selection: Selection? = nil
    ) throws -> [Element] {
        let count = selection?.elementCount ?? elementCount
        // Not cleared first: element by element, that would take longer than the reading.
        return try unsafe [Element](unsafeUninitializedCapacity: count) { buffer, initialized in
            try unsafe read(into: buffer, at: selection)
            initialized = count
        }
    }

    private func read<Element: FileElement>(
        into elements: UnsafeMutableBufferPointer<Element>, at selection: Selection?
    ) throws {
        if elements.isEmpty { return }
        guard (self.type == .float16) == (Element.elementType == .float16) else {
            // The library converts half precision at 13 MB/s; ours does it in the kernels.
            throw HDF5Error(
                file: file, operation: "reading \(path)",
                reason: "expected elements of type \(Element.elementType), found \(self.type)")
        }
        let type = try Element.elementType.handle(file: file)
        let (memory, space) = try spaces(selection, "reading \(path)")
        try check(
            unsafe H5Dread(
                handle.id, type.id, memory.id, space.id, 0,
                UnsafeMutableRawPointer(elements.baseAddress)),
            file: file, "reading \(path)")
    }

    /// Writes rows `rows` from the bytes of their elements, as they lie in memory; for data sets of
    /// numbers.
    public func write(raw bytes: [UInt8], rows: Range<Int>) throws {
        let selection = Selection(rows: rows, of: shape)
        let count = selection.elementCount
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

    /// The bytes of the elements of rows `rows` (all when nil), as they lie in memory; of data sets
    /// of numbers.
    public func readRaw(rows: Range<Int>? = nil) throws -> [UInt8] {
        let selection = rows.map { Selection(rows: $0, of: shape) }
        var bytes = [UInt8](
            repeating: 0, count: (selection?.elementCount ?? elementCount) * type.size)
        if bytes.isEmpty { return bytes }
        let type = try type.handle(file: file)
        let (memory, space) = try spaces(selection, "reading \(path)")
        try check(
            unsafe H5Dread(handle.id, type.id, memory.id, space.id, 0, &bytes), file: file,
            "reading \(path)")
        return bytes
    }

    /// Writes texts over a box (all when nil).
    public func write(strings: [String], at selection: Selection? = nil) throws {
        let type = try ElementType.string.handle(file: file)
        let (memory, space) = try spaces(selection, "writing \(path)")
        let code = unsafe withCStrings(strings) {
            unsafe H5Dwrite(handle.id, type.id, memory.id, space.id, 0, $0)
        }
        try check(code, file: file, "writing \(path)")
    }

    /// Reads texts from a box (all when nil).
    public func readStrings(at selection: Selection? = nil) throws -> [String] {
        try expect(.string)
        let type = try ElementType.string.handle(file: file)
        let (memory, space) = try spaces(selection, "reading \(path)")
        let count = selection?.elementCount ?? elementCount
        return try unsafe readCStrings(count, space: memory, type: type) {
            try check(
                unsafe H5Dread(handle.id, type.id, memory.id, space.id, 0, $0), file: file,
                "reading \(path)")
        }
    }

    /// Writes byte strings over a box (all when nil).
    public func write(bytes: [[UInt8]], at selection: Selection? = nil) throws {
        let type = try ElementType.bytes.handle(file: file)
        let (memory, space) = try spaces(selection, "writing \(path)")
        let code = unsafe withVariableBytes(bytes) {
            unsafe H5Dwrite(handle.id, type.id, memory.id, space.id, 0, $0)
        }
        try check(code, file: file, "writing \(path)")
    }

    /// Reads byte strings from a box (all when nil).
    public func readBytes(at selection: Selection? = nil) throws -> [[UInt8]] {
        try expect(.bytes)
        let type = try ElementType.bytes.handle(file: file)
        let (memory, space) = try spaces(selection, "reading \(path)")
        let count = selection?.elementCount ?? elementCount
        return try unsafe readVariableBytes(count, space: memory, type: type) {
            try check(
                unsafe H5Dread(handle.id, type.id, memory.id, space.id, 0, $0), file: file,
                "reading \(path)")
        }
    }

    private func expect(_ wanted: ElementType) throws {
        guard type == wanted else {
            throw HDF5Error(
                file: file, operation: "reading \(path)",
                reason: "expected elements of type \(wanted), found \(type)")
        }
    }

    /// The spaces in memory and in the file of one transfer.
    private func spaces(
        _ selection: Selection?, _ operation: String
    ) throws -> (memory: Handle, file: Handle) {
        let space = try fileSpace()
        guard let selection else {
            return (try fileSpace(), space)
        }
        precondition(
            selection.start.count == shape.count && selection.count.count == shape.count
                && zip(zip(selection.start, selection.count), shape).allSatisfy {
                    $0.0 >= 0 && $0.1 >= 0 && $0.0 + $0.1 <= $1
                },
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
        Attributes(owner: handle, file: file, path: path, record: record)
    }
}
