/// Joins `grid` x `grid` images into one of `size` x `size` pixels, with the objects of all.
///
/// Each image is squashed to its cell, as by `resample`, its mask by nearest neighbour. The edges
/// of the cells lie at `i * size / grid`, rounded down, so that every pixel belongs to a cell.
/// Objects with a pixel in their cell are renumbered 1, 2, ... cell by cell, in a cell by index,
/// and keep their names. Those beyond 255 become background and are counted in `leftOutCount`.
///
/// - Parameters:
///   - cells: `[grid * grid]`, row-major; objects are nil for a cell without a mask, which becomes
///     background.
///   - grid: cells on a side, 1 to `size`.
///   - size: pixels on a side of the result.
/// - Returns: an image `[size, size, 3]` and a mask `[size, size]`; nil objects when no cell has a
///   mask.
public func mosaic(
    _ cells: [(image: RGBImage, objects: NamedMask?)], grid: Int, size: Int,
    interpolation: Interpolation
) -> (image: RGBImage, objects: NamedMask?) {
    precondition(
        grid > 0 && grid <= size && cells.count == grid * grid,
        "\(cells.count) images for \(grid) x \(grid) cells in \(size) pixels")
    var pixels = [UInt8](repeating: 0, count: size * size * 3)
    var objects = [UInt8](repeating: 0, count: size * size)
    var names: [String] = []
    var leftOut = 0
    for (index, cell) in cells.enumerated() {
        let (row, column) = (index / grid, index % grid)
        let (top, left) = (row * size / grid, column * size / grid)
        let height = (row + 1) * size / grid - top
        let width = (column + 1) * size / grid - left
        let small = resample(
            cell.image, width: width, height: height, interpolation: interpolation)
        for y in 0..<height {
            let to = ((top + y) * size + left) * 3
            for place in 0..<(width * 3) {
                pixels[to + place] = small.pixels[y * width * 3 + place]
            }
        }
        guard let named = cell.objects else { continue }
        leftOut += named.leftOutCount
        let mask = named.mask.resized(width: width, height: height)
        let numbers = renumbered(mask, named, &names, &leftOut)
        for y in 0..<height {
            let to = (top + y) * size + left
            for x in 0..<width { objects[to + x] = numbers[Int(mask.objects[y * width + x])] }
        }
    }
    let hasMask = cells.contains { $0.objects != nil }
    let mask = ObjectMask(width: size, height: size, objects: objects)
    return (
        RGBImage(width: size, height: size, pixels: pixels),
        hasMask ? NamedMask(mask: mask, names: names, leftOutCount: leftOut) : nil
    )
}

/// The number in the mosaic of each object of a cell, `[256]`; 0 for background, for objects
/// without a pixel and for those beyond 255.
///
/// Appends the new objects' names to `names` and counts the others in `leftOut`.
private func renumbered(
    _ mask: ObjectMask, _ named: NamedMask, _ names: inout [String], _ leftOut: inout Int
) -> [UInt8] {
    var isPresent = [Bool](repeating: false, count: 256)
    for object in mask.objects { isPresent[Int(object)] = true }
    var numbers = [UInt8](repeating: 0, count: 256)
    for object in 1...255 where isPresent[object] {
        if names.count == 255 {
            leftOut += 1
            continue
        }
        names.append(named.name(of: object))
        numbers[object] = UInt8(names.count)
    }
    return numbers
}
