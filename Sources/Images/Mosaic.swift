/// Joins `grid` x `grid` images into one of `height` x `width` pixels, with the objects of all.
///
/// Each image is squashed to its cell, as by `resample`, its mask by nearest neighbour. The edges
/// of the cells lie at `i * height / grid` and `i * width / grid`, rounded down, so that every
/// pixel belongs to a cell. Objects with a pixel in their cell are renumbered 1, 2, ... cell by
/// cell, in a cell by index, and keep their names. Those beyond 255 become background and are
/// counted in `leftOutCount`.
///
/// - Parameters:
///   - cells: `[grid * grid]`, row-major; objects are nil for a cell without a mask, which becomes
///     background.
///   - grid: cells on a side, 1 to the lesser of `height` and `width`.
/// - Returns: an image `[height, width, 3]` and a mask `[height, width]`; nil objects when no cell
///   has a mask.
public func mosaic(
    _ cells: [(image: RGBImage, objects: NamedMask?)], grid: Int, height: Int, width: Int,
    interpolation: Interpolation
) -> (image: RGBImage, objects: NamedMask?) {
    precondition(
        grid > 0 && grid <= min(height, width) && cells.count == grid * grid,
        "\(cells.count) images for \(grid) x \(grid) cells in \(height) x \(width) pixels")
    var pixels = [UInt8](repeating: 0, count: height * width * 3)
    var objects = [UInt8](repeating: 0, count: height * width)
    var names: [String] = []
    var leftOut = 0
    for (index, cell) in cells.enumerated() {
        let (row, column) = (index / grid, index % grid)
        let (top, left) = (row * height / grid, column * width / grid)
        let tall = (row + 1) * height / grid - top
        let wide = (column + 1) * width / grid - left
        let small = resample(
            cell.image, width: wide, height: tall, interpolation: interpolation)
        for y in 0..<tall {
            let to = ((top + y) * width + left) * 3
            for place in 0..<(wide * 3) {
                pixels[to + place] = small.pixels[y * wide * 3 + place]
            }
        }
        guard let named = cell.objects else { continue }
        leftOut += named.leftOutCount
        let mask = named.mask.resized(width: wide, height: tall)
        let numbers = renumbered(mask, named, &names, &leftOut)
        for y in 0..<tall {
            let to = (top + y) * width + left
            for x in 0..<wide { objects[to + x] = numbers[Int(mask.objects[y * wide + x])] }
        }
    }
    let hasMask = cells.contains { $0.objects != nil }
    let mask = ObjectMask(width: width, height: height, objects: objects)
    return (
        RGBImage(width: width, height: height, pixels: pixels),
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
