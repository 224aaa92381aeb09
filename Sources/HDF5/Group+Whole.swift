internal import Digest

// Data sets that are written and read whole. Before memory is allocated for reading, type and shape
// are compared with what the caller expects, and the size with that of the file.

extension Group {
    // MARK: - Writing

    /// Makes a data set of numbers and writes it whole, with its checksum where the file has
    /// checks.
    ///
    /// - Parameters:
    ///   - elements: in row-major order, as many as `shape` has.
    ///   - shape: one dimension of all elements when it is nil.
    ///   - chunk: the extents of a chunk; nil stores the elements in one piece.
    @discardableResult
    public func write<Element: FileElement>(
        _ name: String, _ elements: [Element], shape: [Int]? = nil, chunk: [Int]? = nil
    ) throws -> Dataset {
        let shape = shape ?? [elements.count]
        let dataset = try createDataset(name, Element.elementType, shape: shape, chunk: chunk)
        if !elements.isEmpty { try dataset.write(elements) }
        var check = CRC32C()
        check.update(elements)
        return try note(dataset, check)
    }

    /// Makes a one-dimensional data set of texts, at the length of the longest in bytes, and writes
    /// it.
    @discardableResult
    public func write(_ name: String, strings: [String]) throws -> Dataset {
        try write(name, strings, shape: [strings.count])
    }

    /// Makes a data set without dimensions that holds one text, and writes it.
    @discardableResult
    public func write(_ name: String, string: String) throws -> Dataset {
        try write(name, [string], shape: [])
    }

    private func write(_ name: String, _ strings: [String], shape: [Int]) throws -> Dataset {
        let dataset = try createDataset(name, .text(textWidth(strings)), shape: shape)
        if !strings.isEmpty { try dataset.write(strings: strings) }
        return try note(dataset, checksum(of: strings))
    }

    /// Writes byte strings as a group of two data sets: `bytes`, their concatenation, and
    /// `offsets`, `[strings + 1]`: string i is `bytes[offsets[i]..<offsets[i + 1]]`.
    public func write(_ name: String, byteStrings: [[UInt8]]) throws {
        let group = try createGroup(name)
        var offsets: [Int64] = [0]
        var last = 0
        for string in byteStrings {
            last += string.count
            offsets.append(Int64(last))
        }
        try group.write("bytes", Array(byteStrings.joined()))
        try group.write("offsets", offsets)
    }

    /// Records a data set that was written whole, and gives it the attribute `crc32c` where the
    /// file has checks.
    private func note(_ dataset: Dataset, _ check: CRC32C) throws -> Dataset {
        context.record?.add(dataset, check)
        if context.hasChecks {
            try dataset.attributes.set(Dataset.checkName, .integer(Int64(check.value)))
        }
        return dataset
    }

    // MARK: - Reading

    /// Opens a data set that must have a shape, of which nil dimensions are free; another shape is
    /// an `HDF5Error`.
    public func dataset(_ name: String, shape: [Int?]) throws -> Dataset {
        let dataset = try dataset(name)
        try dataset.expect(shape: shape)
        return dataset
    }

    /// Reads all numbers of a data set that must have a shape, of which nil dimensions are free, in
    /// row-major order.
    ///
    /// Its type may be another that `ElementType.widens(to:)` the element's; in a file with checks
    /// it must be the element's own.
    ///
    /// - Throws: `HDF5Error` for another shape or type, and in a file with checks for a wrong
    ///   checksum.
    public func read<Element: FileElement>(
        _ name: String, as element: Element.Type = Element.self, shape: [Int?]
    ) throws -> [Element] {
        let dataset = try dataset(name, shape: shape)
        guard dataset.type.widens(to: Element.elementType) else {
            throw dataset.unexpected("elements of type \(Element.elementType)", "\(dataset.type)")
        }
        if context.hasChecks && dataset.type != Element.elementType {
            throw dataset.unexpected("elements of type \(Element.elementType)", "\(dataset.type)")
        }
        let elements: [Element] = try dataset.read()
        if context.hasChecks {
            var check = CRC32C()
            check.update(elements)
            try dataset.verify(check)
        }
        return elements
    }

    /// Reads the one number of a data set without dimensions; another shape is an `HDF5Error`.
    public func readNumber<Element: FileElement>(
        _ name: String, as element: Element.Type = Element.self
    ) throws -> Element {
        try read(name, shape: [])[0]
    }

    /// Reads all texts of a data set that must have a shape, of which nil dimensions are free; by
    /// default one dimension of any length.
    public func readStrings(_ name: String, shape: [Int?] = [nil]) throws -> [String] {
        let dataset = try dataset(name, shape: shape)
        let strings = try dataset.readStrings()
        if context.hasChecks { try dataset.verify(checksum(of: strings)) }
        return strings
    }

    /// Reads the one text of a data set without dimensions.
    public func readString(_ name: String) throws -> String { try readStrings(name, shape: [])[0] }

    /// Reads byte strings as `write(_:byteStrings:)` writes them, or as format version 1 has them;
    /// `count` of them, or however many there are when it is nil. Another number, and offsets that
    /// do not fit the bytes, are an `HDF5Error`.
    public func readByteStrings(_ name: String, count: Int? = nil) throws -> [[UInt8]] {
        guard contains(name + "/offsets") else {
            return try dataset(name, shape: [count]).readBytes()
        }
        let offsets = try read(name + "/offsets", as: Int64.self, shape: [count.map { $0 + 1 }])
        let bytes = try read(name + "/bytes", as: UInt8.self, shape: [nil])
        try checkOffsets(offsets, of: name, last: bytes.count)
        return zip(offsets, offsets.dropFirst()).map { Array(bytes[Int($0)..<Int($1)]) }
    }

    /// Throws `HDF5Error` unless offsets begin at 0, ascend, and end at `last`, the number of bytes
    /// that they cut into strings.
    public func checkOffsets(_ offsets: [Int64], of name: String, last: Int) throws {
        guard offsets.first == 0, offsets.last == Int64(last),
            zip(offsets, offsets.dropFirst()).allSatisfy({ $0 <= $1 })
        else {
            throw HDF5Error(
                file: file, operation: "reading \(child(name))",
                reason: "its offsets do not run from 0 to its \(last) bytes")
        }
    }

    /// The CRC-32C of texts, each behind its length.
    func checksum(of strings: [String]) -> CRC32C {
        var check = CRC32C()
        for string in strings { check.update(variable: textBytes(string)) }
        return check
    }
}

extension Dataset {
    /// The attribute with the CRC-32C of all elements: of the bytes of numbers, and of texts as by
    /// `CRC32C.update(variable:)`.
    static let checkName = "crc32c"

    /// Checks the shape of the data set; nil matches any number of elements.
    ///
    /// - Throws: `HDF5Error` with both shapes.
    public func expect(shape expected: [Int?]) throws {
        guard shape.count == expected.count,
            zip(shape, expected).allSatisfy({ $1 == nil || $0 == $1 })
        else {
            let text = expected.map { $0.map(String.init) ?? "any" }.joined(separator: ", ")
            throw unexpected("the shape [\(text)]", "\(shape)")
        }
    }

    /// The error of a data set that has something else than a reader expects.
    func unexpected(_ expected: String, _ found: String) -> HDF5Error {
        HDF5Error(
            file: file, operation: "reading \(path)",
            reason: "expected \(expected), found \(found)")
    }

    /// Throws `HDF5Error` unless the attribute `crc32c` has the value of `check`.
    func verify(_ check: CRC32C) throws {
        guard case .integer(Int64(check.value))? = try attributes.get(Self.checkName) else {
            throw HDF5Error(
                file: file, operation: "reading \(path)",
                reason: "its elements do not have the checksum that was written with them; the "
                    + "disk or a copy damaged the file")
        }
    }
}

extension Group {
    /// Reads a data set whole and throws `HDF5Error` unless it has the checksum that was written
    /// with it; one without a checksum fails.
    public func checkWhole(_ name: String) throws {
        let dataset = try dataset(name)
        if dataset.type.isText {
            try dataset.verify(checksum(of: try dataset.readStrings()))
        } else {
            var check = CRC32C()
            check.update(try dataset.readRaw())
            try dataset.verify(check)
        }
    }
}
