@testable import Images

/// Any bytes as an XML annotation of Pascal VOC.
@_cdecl("LLVMFuzzerTestOneInput")
public func test(_ start: UnsafePointer<UInt8>, _ count: Int) -> Int32 {
    let bytes = Array(UnsafeBufferPointer(start: start, count: count))
    guard let names = try? annotatedObjectNames(xml: bytes) else { return 0 }
    precondition(names.allSatisfy { !$0.isEmpty }, "\(names)")
    return 0
}
