/// The place of a tensor's elements in a file, and how they are to be read.
struct Entry: Sendable {
    /// The tensor's shape; empty for a single number.
    let shape: [Int]
    /// The type of each stored element.
    let type: ElementType
    /// The zip member that holds it; nil where the file itself does.
    let member: ZipArchive.Member?
    /// The byte of the member, or of the file, where its element 0 stands.
    let offset: Int
    /// The steps between neighbours along each axis, in elements; nil for row-major order without
    /// gaps.
    let strides: [Int]?
    /// Whether the member is checked against its CRC-32 when it is read.
    let isChecked: Bool

    /// The number of elements between the first and the last that are used, both included. The
    /// initialisers of the formats have checked that it fits an `Int`.
    var extent: Int {
        let count = elementCount(of: shape) ?? 0
        guard count > 0, let strides else { return count }
        return zip(shape, strides).reduce(1) { $0 + ($1.0 - 1) * $1.1 }
    }

    /// Reads some rows of a matrix, one behind the other; a place beyond it is a programming error.
    func read(rows: [Int], from file: ByteSource, _ archive: ZipArchive?) throws -> [Float] {
        precondition(
            shape.count == 2 && rows.allSatisfy { (0..<shape[0]).contains($0) },
            "rows \(rows) of \(shape)")
        let columns = shape[1]
        guard strides == nil, member.map({ !$0.isDeflated && !isChecked }) ?? true else {
            let whole = try read(from: file, archive).elements
            return rows.flatMap { whole[$0 * columns..<($0 + 1) * columns] }
        }
        let start = offset + (member?.packed.lowerBound ?? 0)
        return try rows.flatMap {
            try type.read(file, at: start + $0 * columns * type.size, count: columns)
        }
    }

    /// Reads the tensor, row-major. A member that is deflated, or checked, is read whole; of others
    /// only the extent is.
    func read(from file: ByteSource, _ archive: ZipArchive?) throws -> Tensor {
        var source = file
        var start = offset
        if let member, let archive {
            if member.isDeflated || isChecked {
                source = ByteSource(bytes: try archive.contents(of: member), name: file.name)
            } else {
                start += member.packed.lowerBound
            }
        }
        let stored = try type.read(source, at: start, count: extent)
        guard let strides else { return Tensor(shape: shape, elements: stored) }
        return Tensor(shape: shape, elements: gather(stored, shape: shape, strides: strides))
    }
}
