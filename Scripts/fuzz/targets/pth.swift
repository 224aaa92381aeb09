import Dense
@testable import Weights

/// Bytes that begin as a zip file are a checkpoint file; all others are the `data.pkl` of one whose
/// four storages hold 64 bytes each, which the zip file's checksum would keep from most mutations.
@_cdecl("LLVMFuzzerTestOneInput")
public func test(_ start: UnsafePointer<UInt8>, _ count: Int) -> Int32 {
    Parallelism.threads = 1
    let bytes = Array(UnsafeBufferPointer(start: start, count: count))
    let whole = bytes.starts(with: [0x50, 0x4B]) ? bytes : zip(pickle: bytes)
    guard let file = try? CheckpointFile(bytes: whole, name: "file") else { return 0 }
    for name in file.names {
        guard let tensor = try? file.tensor(name) else { continue }
        precondition(tensor.shape == file.shape(of: name), "\(tensor.shape)")
    }
    if let weights = try? VisionTransformerWeights(file) {
        for name in weights.names { _ = try? weights[name] }
    }
    return 0
}

private func zip(pickle: [UInt8]) -> [UInt8] {
    let numbers = (0..<64).map { UInt8($0) }
    let members =
        [("a/data.pkl", pickle)] + (0..<4).map { (name: "a/data/\($0)", bytes: numbers) }
    var file: [UInt8] = []
    var directory: [UInt8] = []
    for (name, bytes) in members {
        let size = littleEndian(UInt32(bytes.count))
        let fixed =
            [20, 0] + [UInt8](repeating: 0, count: 8) + littleEndian(crc32(of: bytes)) + size + size
            + [UInt8(name.utf8.count), 0, 0, 0]
        directory +=
            littleEndian(UInt32(0x0201_4B50)) + [20, 0] + fixed
            + [UInt8](repeating: 0, count: 10) + littleEndian(UInt32(file.count)) + Array(name.utf8)
        file += littleEndian(UInt32(0x0403_4B50)) + fixed + Array(name.utf8) + bytes
    }
    let count = [UInt8(members.count), 0]
    return file + directory + littleEndian(UInt32(0x0605_4B50)) + [0, 0, 0, 0] + count + count
        + littleEndian(UInt32(directory.count)) + littleEndian(UInt32(file.count)) + [0, 0]
}

private func littleEndian(_ number: UInt32) -> [UInt8] {
    (0..<4).map { UInt8(truncatingIfNeeded: number >> UInt32($0 * 8)) }
}
