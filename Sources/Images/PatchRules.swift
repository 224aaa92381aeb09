public import Tokens

// Which patches are objects: the rules of the paper's notebook (arXiv:2210.07646) for occlusion and
// for the measures of layers. Shares are compared in whole numbers of pixels, so that a share that
// is exactly the bound falls on its stated side.

/// Whether objects together cover more than 15 % of each patch, `[patches]`.
///
/// - Parameter mask: of the grid's size; another size is a programming error.
public func salientPatches(_ mask: ObjectMask, _ grid: PatchGrid) -> [Bool] {
    var counted = [Bool](repeating: true, count: 256)
    counted[0] = false
    return coveredPatches(mask, grid, counted: counted)
}

/// Whether the objects with `counted[object]` together cover more than 15 % of each patch,
/// `[patches]`.
///
/// - Parameter counted: `[256]`, by index; `counted[0]` is the background and usually false.
func coveredPatches(_ mask: ObjectMask, _ grid: PatchGrid, counted: [Bool]) -> [Bool] {
    check(mask, grid)
    let patch = grid.patch
    let objects = mask.objects.span
    let table = counted.span
    var result: [Bool] = []
    result.reserveCapacity(grid.count)
    for number in 0..<grid.count {
        var covered = 0
        for y in 0..<patch {
            let row = grid.top(of: number) + y
            let start = row * mask.width + grid.left(of: number)
            for x in 0..<patch where table[Int(objects[start + x])] { covered += 1 }
        }
        result.append(100 * covered > 15 * patch * patch)
    }
    return result
}

/// The objects of an image that the measures of layers use, and their patches.
public struct MeasuredObjects: Sendable, Equatable {
    /// The object of each patch, `[patches]`; 0 where no measured object covers 40 %
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
/// Objects of at most 0.14² of the mask's pixels are left out. An
/// object has the patches that it covers at 40 % or more. Of two such objects the larger share
/// wins, of equal shares the lower index. Indices stay those of the mask.
///
/// - Parameter mask: of the grid's size; another size is a programming error.
public func measuredObjects(_ mask: ObjectMask, _ grid: PatchGrid) -> MeasuredObjects {
    check(mask, grid)
    let patch = grid.patch
    let pixelCount = mask.width * mask.height
    var areas = [Int](repeating: 0, count: 256)
    for object in mask.objects { areas[Int(object)] += 1 }
    let objects = (1...255).filter { 10_000 * areas[$0] > 14 * 14 * pixelCount }
    let pixels = mask.objects.span
    var patches: [UInt8] = []
    patches.reserveCapacity(grid.count)
    var counts = [Int](repeating: 0, count: 256)
    for number in 0..<grid.count {
        for object in objects { counts[object] = 0 }
        for y in 0..<patch {
            let row = grid.top(of: number) + y
            let start = row * mask.width + grid.left(of: number)
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
private func check(_ mask: ObjectMask, _ grid: PatchGrid) {
    precondition(
        mask.width == grid.width && mask.height == grid.height,
        "a mask of \(mask.height) x \(mask.width) pixels for \(grid.sizeInWords)")
}
