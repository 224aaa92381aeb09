@testable import Images

/// Any bytes as COCO's panoptic JSON.
@_cdecl("LLVMFuzzerTestOneInput")
public func test(_ start: UnsafePointer<UInt8>, _ count: Int) -> Int32 {
    let bytes = Array(UnsafeBufferPointer(start: start, count: count))
    guard let segments = try? PanopticSegments(json: bytes) else { return 0 }
    for path in ["a", "b/a.jpg", ""] {
        for segment in segments.segments(forImage: path) ?? [] {
            precondition(segment.id > 0 && segment.id < 1 << 24, "\(segment.id)")
        }
    }
    return 0
}
