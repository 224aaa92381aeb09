import Dense
@testable import Weights

/// Any bytes as a checkpoint file; the corpus is of safetensors.
@_cdecl("LLVMFuzzerTestOneInput")
public func test(_ start: UnsafePointer<UInt8>, _ count: Int) -> Int32 {
    Parallelism.threads = 1
    let bytes = Array(UnsafeBufferPointer(start: start, count: count))
    guard let file = try? CheckpointFile(bytes: bytes, name: "file") else { return 0 }
    for name in file.names { _ = try? file.tensor(name) }
    if let weights = try? VisionTransformerWeights(file) {
        for name in weights.names { _ = try? weights[name] }
    }
    return 0
}
