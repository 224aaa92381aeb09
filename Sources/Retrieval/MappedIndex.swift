internal import Dense
internal import FileSystem
internal import Glibc

/// An index file, mapped into memory, so that a search reads only the rows it needs from the disk.
///
/// Threads may share it: the mapping is read-only and lives as long as the object.
@safe
public final class MappedIndex: @unchecked Sendable {
    /// The header, which was checked against the size of the file.
    let header: IndexHeader
    /// The first mapped byte.
    private let base: UnsafeMutableRawPointer
    /// Number of mapped bytes.
    private let byteCount: Int

    /// Maps the index; nil when the file does not exist, is not a complete index, or has another
    /// origin. A file is never written to after it has its name, so that it cannot shrink while it
    /// is mapped.
    convenience init?(path: String, origin: IndexHeader.Origin) {
        self.init(path: path)
        guard header.origin == origin else { return nil }
    }

    /// Maps an index of any origin; nil when the file is not a complete index.
    init?(path: String) {
        let descriptor = openFile(path, O_RDONLY | O_NONBLOCK)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG,
            Int(status.st_size) >= IndexHeader.byteCount,
            let address = unsafe mmap(
                nil, Int(status.st_size), PROT_READ, MAP_SHARED, descriptor, 0),
            unsafe address != MAP_FAILED
        else { return nil }
        let size = Int(status.st_size)
        let head = unsafe [UInt8](
            UnsafeRawBufferPointer(start: address, count: IndexHeader.byteCount))
        guard let header = IndexHeader(bytes: head), Self.isSound(header, bytes: size) else {
            unsafe munmap(address, size)
            return nil
        }
        self.header = header
        unsafe base = address
        byteCount = size
        guard hasSoundLists() else { return nil }
    }

    deinit { unsafe munmap(base, byteCount) }

    /// Whether header and file size are consistent.
    private static func isSound(_ header: IndexHeader, bytes: Int) -> Bool {
        let origin = header.origin
        guard (1...Int(UInt32.max)).contains(origin.rows), (1...1 << 20).contains(origin.columns),
            header.residual >= 0, header.residual < 1
        else { return false }
        if let lists = header.lists {
            guard (1...origin.rows).contains(lists.count), (1...lists.count).contains(lists.probes)
            else { return false }
        }
        return header.layout.rows.upperBound == bytes
    }

    /// Whether the offsets of the lists ascend from 0 to the number of rows.
    private func hasSoundLists() -> Bool {
        guard header.lists != nil else { return true }
        let offsets = offsets
        return offsets.first == 0 && offsets.last == Int64(header.origin.rows)
            && zip(offsets, offsets.dropFirst()).allSatisfy { $0 <= $1 }
    }

    /// `[lists + 1]`: first row of each list, and the number of rows.
    var offsets: [Int64] { copy(header.layout.offsets, of: Int64.self) }

    /// Centroids of the lists, `[lists, columns]`; no rows without lists.
    var centroids: Matrix<Float> {
        Matrix(
            rows: header.lists?.count ?? 0, columns: header.origin.columns,
            elements: copy(header.layout.centroids, of: Float.self))
    }

    /// Row numbers in the store of the rows `range`, `[range.count]`; nil when one is out of range.
    func numbers(_ range: Range<Int>) -> [Int]? {
        guard header.lists != nil else { return Array(range) }
        let start = header.layout.numbers.lowerBound
        let numbers = copy(
            start + range.lowerBound * 4..<start + range.upperBound * 4, of: UInt32.self)
        let rows = header.origin.rows
        return numbers.allSatisfy { Int($0) < rows } ? numbers.map { Int($0) } : nil
    }

    /// Computes the products of the rows `range` with a vector in single precision.
    ///
    /// - Parameters:
    ///   - vector: `[columns]`.
    ///   - products: `[range.count]`, overwritten.
    func products(
        _ range: Range<Int>, _ vector: [Float], into products: inout MutableSpan<Float>
    ) {
        let columns = header.origin.columns
        precondition(
            range.lowerBound >= 0 && range.upperBound <= header.origin.rows
                && products.count == range.count && vector.count == columns,
            "rows \(range) of \(header.origin.rows) x \(columns), \(products.count) products")
        let start = header.layout.rows.lowerBound + range.lowerBound * columns * 2
        let halves = unsafe UnsafeBufferPointer(
            start: (base + start).assumingMemoryBound(to: HalfBits.self),
            count: range.count * columns)
        unsafe halfProducts(Span(_unsafeElements: halves), vector.span, into: &products)
    }

    /// Some rows in half precision, `[range.count, columns]`.
    func halves(_ range: Range<Int>) -> [HalfBits] {
        let columns = header.origin.columns
        let start = header.layout.rows.lowerBound
        return copy(
            start + range.lowerBound * columns * 2..<start + range.upperBound * columns * 2,
            of: HalfBits.self)
    }

    /// One row in single precision, `[columns]`.
    func row(_ row: Int) -> [Float] {
        let columns = header.origin.columns
        let start = header.layout.rows.lowerBound + row * columns * 2
        return fromHalf(copy(start..<start + columns * 2, of: HalfBits.self))
    }

    /// The numbers in a range of bytes.
    private func copy<Number: BitwiseCopyable>(
        _ bytes: Range<Int>, of type: Number.Type
    ) -> [Number] {
        precondition(bytes.lowerBound >= 0 && bytes.upperBound <= byteCount, "bytes \(bytes)")
        return unsafe [Number](
            UnsafeBufferPointer(
                start: (base + bytes.lowerBound).assumingMemoryBound(to: type),
                count: bytes.count / MemoryLayout<Number>.stride))
    }
}
