/// What the groups and data sets of one open file share.
final class FileContext {
    let path: String
    /// What is written into a file that is being made; nil of a file that is read.
    let record: WriteRecord?
    /// Size of a file that is read, in bytes: nothing in it can be larger. Nil of one that is
    /// being made.
    let byteCount: Int?
    /// Whether data sets that are written or read whole bear the checksum of their elements, as
    /// the attribute `crc32c`.
    var hasChecks = false
    private var openHeap: GlobalHeap?

    init(_ path: String, record: WriteRecord?, byteCount: Int?) {
        self.path = path
        self.record = record
        self.byteCount = byteCount
    }

    /// Where the file keeps its variable-length elements.
    func heap(base: Int) throws -> GlobalHeap {
        if let openHeap { return openHeap }
        let heap = try GlobalHeap(path, base: base)
        openHeap = heap
        return heap
    }
}

/// The product of some extents; nil where it is beyond all that a file can hold.
func product(_ extents: [Int], times size: Int = 1) -> Int? {
    var result = size
    for extent in extents {
        let (next, overflows) = result.multipliedReportingOverflow(by: extent)
        if overflows { return nil }
        result = next
    }
    return result
}
