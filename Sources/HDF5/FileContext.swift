/// The state that the groups and data sets of one open file share.
final class FileContext {
    let path: String
    /// What is written to the file; nil for a file to read.
    let record: WriteRecord?
    /// Size in bytes of a file to read, which nothing in it can exceed; nil for a file to write.
    let byteCount: Int?
    /// Whether data sets that are written or read whole have checksums; see `File.hasChecks`.
    var hasChecks = false
    private var openHeap: GlobalHeap?

    init(_ path: String, record: WriteRecord?, byteCount: Int?) {
        self.path = path
        self.record = record
        self.byteCount = byteCount
    }

    /// The global heaps of the file, opened at the first call.
    ///
    /// - Parameter base: size of the user block.
    func heap(base: Int) throws -> GlobalHeap {
        if let openHeap { return openHeap }
        let heap = try GlobalHeap(path, base: base)
        openHeap = heap
        return heap
    }
}

/// The product of the extents and `size`; nil when it overflows.
func product(_ extents: [Int], times size: Int = 1) -> Int? {
    var result = size
    for extent in extents {
        let (next, overflows) = result.multipliedReportingOverflow(by: extent)
        if overflows { return nil }
        result = next
    }
    return result
}
