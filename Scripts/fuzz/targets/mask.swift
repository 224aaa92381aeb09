@testable import Images

/// Any bytes as the PNG of a mask, its chunks' checksums put right: libpng would stop at the first
/// mutation otherwise. The length chooses where the names come from.
@_cdecl("LLVMFuzzerTestOneInput")
public func test(_ start: UnsafePointer<UInt8>, _ count: Int) -> Int32 {
    var bytes = Array(UnsafeBufferPointer(start: start, count: count))
    repairChecksums(&bytes)
    let namings: [MaskNaming] = [
        .numbers, .indices([1: "cat", 300: "dog"]), .ordered(["cat", "dog"]),
        .segments([
            PanopticSegment(id: 1, name: "cat"), PanopticSegment(id: 0x30201, name: "dog"),
        ]),
    ]
    let void: VoidIndex = count & 4 == 0 ? .index(255) : .none
    guard let named = try? decodeNamedMask(bytes, void: void, naming: namings[count & 3]) else {
        return 0
    }
    let mask = named.mask
    precondition(mask.objects.count == mask.width * mask.height, "\(mask.width) x \(mask.height)")
    let highest = Int(mask.objects.max() ?? 0)
    precondition(named.names.count >= highest, "\(named.names.count) names for \(highest)")
    if mask.width * mask.height <= 1 << 20 {
        let recipe = Recipe(
            kind: .squash, size: 32, interpolation: .bilinear, mean: [0, 0, 0], std: [1, 1, 1])
        let square = recipe.apply(to: mask)
        precondition(patchObjects(square, grid: 4, patch: 8).count == 16)
    }
    return 0
}

private func repairChecksums(_ bytes: inout [UInt8]) {
    var place = 8
    while bytes.count - place >= 12 {
        let length = bytes[place..<place + 4].reduce(0) { $0 << 8 | Int($1) }
        guard length <= bytes.count - place - 12 else { return }
        var checksum: UInt32 = .max
        for byte in bytes[place + 4..<place + 8 + length] {
            checksum ^= UInt32(byte)
            for _ in 0..<8 {
                checksum = checksum >> 1 ^ (checksum & 1 == 1 ? 0xEDB8_8320 : 0)
            }
        }
        for index in 0..<4 {
            let shift = UInt32(24 - 8 * index)
            bytes[place + 8 + length + index] = UInt8(truncatingIfNeeded: ~checksum >> shift)
        }
        place += 12 + length
    }
}
