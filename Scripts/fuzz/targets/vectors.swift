import Dense
import Foundation
@testable import Store

/// Any bytes as a `.npy` file of vectors; what is accepted is read to its end.
@_cdecl("LLVMFuzzerTestOneInput")
public func test(_ start: UnsafePointer<UInt8>, _ count: Int) -> Int32 {
    ftruncate(file, 0)
    pwrite(file, start, count, 0)
    // The magic is put right: other bytes would go to HDF5, or nowhere.
    pwrite(file, NumpyFile.magic, min(count, NumpyFile.magic.count), 0)
    guard let reader = try? VectorReader(path) else { return 0 }
    precondition(
        reader.rowCount * reader.columns <= count, "\(reader.rowCount) x \(reader.columns)")
    var rows = 0
    try? reader.forEachBlock(blockRows: 2) { range, block in
        precondition(block.rows == range.count && block.columns == reader.columns, "\(range)")
        rows += range.count
    }
    let some = Set([0, reader.rowCount / 2, reader.rowCount - 1]).sorted()
    let block = try? reader.block(rows: some)
    precondition(block == nil || block?.rows == some.count, "\(some)")
    return 0
}

/// A file without a name, which goes with the process.
private let file: Int32 = {
    var name = Array("/dev/shm/vitrine-vectors-XXXXXX".utf8CString)
    let descriptor = mkstemp(&name)
    precondition(descriptor >= 0, "no file in /dev/shm")
    unlink(name)
    return descriptor
}()
private let path = "/proc/self/fd/\(file)"
