/// The state that the groups and data sets of one open file share.
final class FileContext {
    /// The path that the file was opened by, for messages.
    let path: String
    /// The record of what is written into a file that is being made; nil for a file that is read.
    let record: WriteRecord?
    /// The size of a file that is read, in bytes: nothing in it can be larger. Nil for one that is
    /// being made.
    let byteCount: Int?
    /// Whether data sets that are written or read whole have the checksum of their elements, as the
    /// attribute `crc32c`.
    var hasChecks = false
    /// The heaps of the file, once an element of them was read.
    private var openHeap: GlobalHeap?

    init(_ path: String, record: WriteRecord?, byteCount: Int?) {
        self.path = path
        self.record = record
        self.byteCount = byteCount
    }

    /// The heaps that hold the file's variable-length elements, opened at the first call; `base` is
    /// the size of the user block.
    func heap(base: Int) throws -> GlobalHeap {
        if let openHeap { return openHeap }
        let heap = try GlobalHeap(path, base: base)
        openHeap = heap
        return heap
    }
}

/// The product of some extents and of `size`; nil where it exceeds an `Int`, and so all that a file
/// can hold.
func product(_ extents: [Int], times size: Int = 1) -> Int? {
    var result = size
    for extent in extents {
        let (next, overflows) = result.multipliedReportingOverflow(by: extent)
        if overflows { return nil }
        result = next
    }
    return result
}
