@testable import Images

/// Any bytes as the JSON of object names or of patch ranges.
@_cdecl("LLVMFuzzerTestOneInput")
public func test(_ start: UnsafePointer<UInt8>, _ count: Int) -> Int32 {
    let bytes = Array(UnsafeBufferPointer(start: start, count: count))
    guard let objects = try? ObjectNames(json: bytes) else { return 0 }
    for path in ["a", "b/a.jpg", ""] {
        _ = objects.names(forImage: path)
        guard let patches = objects.patches(forImage: path),
            let mask = try? NamedMask(painting: patches, grid: 14, patch: 2)
        else { continue }
        precondition(mask.mask.objects.count == 28 * 28)
    }
    return 0
}
