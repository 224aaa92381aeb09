// Which patches are objects: the rules of the paper's notebook (arXiv:2210.07646) for occlusion and
// for the measures of layers. Shares are compared in whole numbers of pixels, so that a share that
// is exactly the bound falls on its stated side.

/// Whether objects together cover more than 15 % of each patch, `[grid * grid]`, row-major.
///
/// - Parameters:
///   - mask: `[grid * patch, grid * patch]`; another size is a programming error.
///   - grid: patches on a side.
///   - patch: pixels on a side of a patch.
public func salientPatches(_ mask: ObjectMask, grid: Int, patch: Int) -> [Bool] {
    var counted = [Bool](repeating: true, count: 256)
    counted[0] = false
    return coveredPatches(mask, grid: grid, patch: patch, counted: counted)
}

/// Whether the objects with `counted[object]` together cover more than 15 % of each patch, `[grid *
/// grid]`.
///
/// - Parameter counted: `[256]`, by index; `counted[0]` is the background and usually false.
func coveredPatches(_ mask: ObjectMask, grid: Int, patch: Int, counted: [Bool]) -> [Bool] {
    check(mask, grid, patch)
    let objects = mask.objects.span
    let table = counted.span
    var result: [Bool] = []
    result.reserveCapacity(grid * grid)
    for number in 0..<(grid * grid) {
        var covered = 0
        for y in 0..<patch {
            let row = number / grid * patch + y
            let start = row * mask.width + number % grid * patch
            for x in 0..<patch where table[Int(objects[start + x])] { covered += 1 }
        }
        result.append(100 * covered > 15 * patch * patch)
    }
    return result
}

/// The objects of an image that the measures of layers use, and their patches.
public struct MeasuredObjects: Sendable, Equatable {
    /// The object of each patch, `[grid * grid]`, row-major; 0 where no measured object covers 40 %
    /// of it.
    public let patches: [UInt8]
    /// The indices of the objects that are large enough, ascending; some may have no patch.
    public let objects: [UInt8]

    /// Whether the image enters the measures at all: at least two objects, each with more than two
    /// patches.
    public var isMeasurable: Bool {
        var counts = [Int](repeating: 0, count: 256)
        for object in patches { counts[Int(object)] += 1 }
        return objects.count >= 2 && objects.allSatisfy { counts[Int($0)] > 2 }
    }
}

/// The objects that the measures of layers count, and their patches.
///
/// Objects of at most `(0.14 * size)^2` pixels are left out, `size` being the mask's side. An
/// object has the patches that it covers at 40 % or more. Of two such objects the larger share
/// wins, of equal shares the lower index. Indices stay those of the mask.
///
/// - Parameters:
///   - mask: `[grid * patch, grid * patch]`; another size is a programming error.
///   - grid: patches on a side.
///   - patch: pixels on a side of a patch.
public func measuredObjects(_ mask: ObjectMask, grid: Int, patch: Int) -> MeasuredObjects {
    check(mask, grid, patch)
    let size = mask.width
    var areas = [Int](repeating: 0, count: 256)
    for object in mask.objects { areas[Int(object)] += 1 }
    let objects = (1...255).filter { 10_000 * areas[$0] > 14 * 14 * size * size }
    let pixels = mask.objects.span
    var patches: [UInt8] = []
    patches.reserveCapacity(grid * grid)
    var counts = [Int](repeating: 0, count: 256)
    for number in 0..<(grid * grid) {
        for object in objects { counts[object] = 0 }
        for y in 0..<patch {
            let row = number / grid * patch + y
            let start = row * size + number % grid * patch
            for x in 0..<patch { counts[Int(pixels[start + x])] += 1 }
        }
        var best = 0
        var most = 0
        for object in objects where counts[object] > most {
            if 10 * counts[object] >= 4 * patch * patch { (best, most) = (object, counts[object]) }
        }
        patches.append(UInt8(best))
    }
    return MeasuredObjects(patches: patches, objects: objects.map { UInt8($0) })
}

/// Ends the process where a mask does not have the size of its grid: a programming error.
private func check(_ mask: ObjectMask, _ grid: Int, _ patch: Int) {
    precondition(
        grid > 0 && patch > 0 && mask.width == grid * patch && mask.height == grid * patch,
        "\(mask.width) x \(mask.height) pixels for a grid of \(grid) patches of \(patch)")
}
