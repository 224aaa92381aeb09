@testable import Weights

/// Any bytes as an array of a sound `.npz`: what stands in front of the `.npy` reader, the zip
/// directory and the checksum, is made to fit.
@_cdecl("LLVMFuzzerTestOneInput")
public func test(_ start: UnsafePointer<UInt8>, _ count: Int) -> Int32 {
    let bytes = Array(UnsafeBufferPointer(start: start, count: count))
    guard let file = try? CheckpointFile(bytes: zip(bytes), name: "file") else { return 0 }
    for name in file.names {
        guard let tensor = try? file.tensor(name) else { continue }
        precondition(tensor.shape == file.shape(of: name), "\(tensor.shape)")
    }
    return 0
}

/// One stored member, `a.npy`.
private func zip(_ bytes: [UInt8]) -> [UInt8] {
    let size = littleEndian(UInt32(bytes.count))
    let fixed =
        [20, 0] + [UInt8](repeating: 0, count: 8) + littleEndian(crc32(of: bytes)) + size + size
        + [5, 0, 0, 0]
    let name = Array("a.npy".utf8)
    let local = littleEndian(UInt32(0x0403_4B50)) + fixed + name + bytes
    let directory =
        littleEndian(UInt32(0x0201_4B50)) + [20, 0] + fixed + [UInt8](repeating: 0, count: 14)
        + name
    return local + directory + littleEndian(UInt32(0x0605_4B50)) + [0, 0, 0, 0, 1, 0, 1, 0]
        + littleEndian(UInt32(directory.count)) + littleEndian(UInt32(local.count)) + [0, 0]
}

private func littleEndian(_ number: UInt32) -> [UInt8] {
    (0..<4).map { UInt8(truncatingIfNeeded: number >> UInt32($0 * 8)) }
}
