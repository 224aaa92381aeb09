internal import Dense
internal import Foundation

/// A `.npy` array of two dimensions (NEP 1, format versions 1.0 to 3.0), read by rows.
final class NumpyFile: VectorSource {
    let path: String
    let arrayName: String
    let rowCount: Int
    let columns: Int
    let type: VectorType
    private let file: FileBytes
    /// Byte at which the numbers begin.
    private let start: Int

    static let magic: [UInt8] = [0x93] + Array("NUMPY".utf8)
    /// Largest header in bytes. numpy writes about a hundred.
    private static let headerLimit = 65_536

    /// Opens a `.npy` file.
    convenience init(_ path: String) throws {
        let file = try FileBytes(path)
        try self.init(file, within: 0..<(try file.size()), named: nil)
    }

    /// Opens an array that is a range of a file, such as a member of an archive.
    init(_ file: FileBytes, within range: Range<Int>, named name: String?) throws {
        self.file = file
        path = file.path
        arrayName = name.map { "the array \($0)" } ?? "the array"
        let header: NumpyHeader
        (header, start) = try Self.header(file, range)
        (rowCount, columns, type) = try Self.check(
            header, path, bytes: range.upperBound - start)
    }

    func read(_ rows: Range<Int>) throws -> VectorBlock {
        let offset = start + rows.lowerBound * columns * type.size
        let count = rows.count * columns
        let values: VectorBlock.Values =
            switch type {
            case .f16: .half(try file.read(count, HalfBits.zero, at: offset))
            case .f32: .single(try file.read(count, Float.zero, at: offset))
            case .f64: .single(try file.read(count, Double.zero, at: offset).map { Float($0) })
            }
        return VectorBlock(rows: rows.count, columns: columns, values: values)
    }

    /// The header, and the byte at which the numbers begin.
    private static func header(
        _ file: FileBytes, _ range: Range<Int>
    ) throws -> (NumpyHeader, start: Int) {
        func damaged(_ found: String) -> StoreError {
            .notVectors(
                file: file.path, found: found,
                advice: "it is damaged or cut short: write it again with numpy.save")
        }
        let size = range.count
        guard size >= 12 else { throw damaged("\(size) bytes") }
        let head = try file.read(12, UInt8.zero, at: range.lowerBound)
        guard head.starts(with: magic) else { throw damaged("no .npy header") }
        let (length, start) =
            switch head[6] {
            case 1: (Int(head[8]) | Int(head[9]) << 8, 10)
            default: ((0..<4).reduce(0) { $0 | Int(head[8 + $1]) << (8 * $1) }, 12)
            }
        guard (1...3).contains(head[6]) else {
            throw StoreError.notVectors(
                file: file.path, found: "version \(head[6]) of the .npy format",
                advice: "versions 1 to 3 are read: write it with numpy.save")
        }
        guard length <= headerLimit, start + length <= size else {
            throw damaged("a header of \(length) bytes in a file of \(size)")
        }
        let text = try file.read(length, UInt8.zero, at: range.lowerBound + start)
        guard let header = NumpyHeader(text) else { throw damaged("a header that is not numpy's") }
        return (header, range.lowerBound + start + length)
    }

    /// Rows, columns and precision of an array that can be read: little-endian, two dimensions, C
    /// order.
    private static func check(
        _ header: NumpyHeader, _ path: String, bytes: Int
    ) throws -> (rows: Int, columns: Int, VectorType) {
        func refuse(_ found: String, _ advice: String) -> StoreError {
            .notVectors(file: path, found: found, advice: advice)
        }
        let type: VectorType? =
            switch header.type {
            case "<f2": .f16
            case "<f4": .f32
            case "<f8": .f64
            default: nil
            }
        guard let type else {
            throw refuse(
                "numbers of numpy's type \(header.type)",
                "save it as a.astype(\"<f4\"), which is little-endian")
        }
        let shape = "an array of shape (\(header.shape.map(String.init).joined(separator: ", ")))"
        guard header.shape.count == 2, header.shape[0] > 0, header.shape[1] > 0 else {
            throw refuse(shape, "save it as a.reshape(rows, -1), two sizes above 0")
        }
        guard !header.isFortranOrder || header.shape.contains(1) else {
            throw refuse(
                shape + " column after column (Fortran order)",
                "save numpy.ascontiguousarray(a)")
        }
        guard header.shape[1] <= VectorReader.maximumColumns else {
            throw refuse(shape, "rows of at most \(VectorReader.maximumColumns) numbers are read")
        }
        let (count, overflows) = header.shape[0].multipliedReportingOverflow(by: header.shape[1])
        let (needed, overflowsBytes) = count.multipliedReportingOverflow(by: type.size)
        guard !overflows, !overflowsBytes, needed == bytes else {
            throw refuse(
                shape + " of \(header.type) and \(bytes) bytes behind the header",
                "it is damaged or cut short: write it again with numpy.save")
        }
        return (header.shape[0], header.shape[1], type)
    }
}
