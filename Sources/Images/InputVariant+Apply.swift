public import Tokens

extension InputVariant {
    /// Changes the model's input `[height, width, 3]` and its mask `[height, width]` together.
    ///
    /// Black patches become background in the mask. The names of objects stay, even those of
    /// objects that are gone. Each image has a generator of its own, so that the patches of one
    /// image do not depend on another's.
    ///
    /// - Parameters:
    ///   - objects: the image's mask; nil where it has none.
    ///   - grid: the patches; the image may have further pixels at the right and at the bottom.
    ///   - picture: the patches that shares are of; nil for all.
    ///   - generator: read by the shares and by `shuffled` only.
    /// - Throws: `RejectedImage` with the cause `mask` when the variant needs a mask, or an
    ///   object's name, that is not there.
    public func apply(
        to image: inout RGBImage, objects: inout NamedMask?, _ grid: PatchGrid,
        picture: PictureArea? = nil, using generator: inout some RandomNumberGenerator
    ) throws(RejectedImage) {
        if case .shuffled(let blocks) = self {
            let order = randomPermutation(blocks * blocks, using: &generator)
            image = image.withBlocks(of: blocks, inOrder: order)
            if let mask = objects?.mask {
                objects?.mask = mask.withBlocks(of: blocks, inOrder: order)
            }
            return
        }
        let patches = try droppedPatches(
            of: objects, grid, picture: picture, using: &generator)
        image.blackOut(patches, grid)
        objects?.mask.blackOut(patches, grid)
    }

    /// The patches that become black, row-major from 0 and ascending; none for `original` and
    /// `shuffled`.
    ///
    /// The drawn patches are the first `Int(share * count)` of a Fisher-Yates shuffle of the
    /// ascending candidates: for `i = 0, 1, ...` candidate `i` changes places with `i + below(count
    /// - i)`, where `below(n)` is the high half of the generator's next number times `n`.
    ///
    /// - Parameters:
    ///   - objects: a mask of the grid's size, or nil where the variant needs none.
    ///   - picture: the patches that shares are of; nil for all.
    /// - Throws: as `apply`.
    public func droppedPatches(
        of objects: NamedMask?, _ grid: PatchGrid, picture: PictureArea? = nil,
        using generator: inout some RandomNumberGenerator
    ) throws(RejectedImage) -> [Int] {
        let all = (picture ?? PictureArea(all: grid)).indices(in: grid)
        let candidates: [Int]
        let share: Double
        switch self {
        case .original, .shuffled: return []
        case .patches(let patches): return patches
        case .random(let value): (candidates, share) = (all, value)
        case .salient(let value):
            let isObject = salientPatches(try mask(objects), grid)
            (candidates, share) = (all.filter { isObject[$0] }, value)
        case .background(let value):
            let isObject = salientPatches(try mask(objects), grid)
            (candidates, share) = (all.filter { !isObject[$0] }, value)
        case .object(let name, let value):
            let mask = try mask(objects)
            let names = objects?.names ?? []
            guard names.contains(name) else {
                throw RejectedImage(
                    .mask,
                    "The variant \"\(self)\" needs an object named \"\(name)\"; "
                        + (names.isEmpty
                            ? "the mask has no objects."
                            : "the mask has \(Set(names).sorted().joined(separator: ", "))."))
            }
            var counted = [Bool](repeating: false, count: 256)
            for (index, other) in names.enumerated() where other == name && index < 255 {
                counted[index + 1] = true
            }
            let isObject = coveredPatches(mask, grid, counted: counted)
            (candidates, share) = (all.filter { isObject[$0] }, value)
        }
        let count = Int(share * Double(candidates.count))
        return draw(count, of: candidates, using: &generator).sorted()
    }

    /// The mask that this variant needs.
    ///
    /// - Throws: `RejectedImage` with the variant in its sentence, where there is none.
    private func mask(_ objects: NamedMask?) throws(RejectedImage) -> ObjectMask {
        guard let objects else {
            throw RejectedImage(
                .mask, "The variant \"\(self)\" needs a mask, and the image has none.")
        }
        return objects.mask
    }
}

/// The first `count` numbers of a Fisher-Yates shuffle of `list`, in the order in which they are
/// drawn.
///
/// Costs `count` random numbers and a copy of the list. A count above the list's is a programming
/// error.
func draw(
    _ count: Int, of list: [Int], using generator: inout some RandomNumberGenerator
) -> [Int] {
    precondition(count <= list.count, "\(count) of \(list.count)")
    var list = list
    for i in 0..<count {
        let below = generator.next().multipliedFullWidth(by: UInt64(list.count - i)).high
        list.swapAt(i, i + Int(below))
    }
    return Array(list[..<count])
}

/// The numbers `0 ..< count` in random order, by the shuffle of `droppedPatches`. Every order is
/// equally likely, up to the rounding of 64-bit random numbers.
public func randomPermutation(
    _ count: Int, using generator: inout some RandomNumberGenerator
) -> [Int] {
    draw(count, of: Array(0..<count), using: &generator)
}

extension RGBImage {
    /// Sets patches of an image to black.
    ///
    /// - Parameters:
    ///   - patches: numbers of patches, row-major from 0; one beyond the grid is a programming
    ///     error.
    ///   - grid: pixels beyond the last whole patch stay as they are.
    public mutating func blackOut(_ patches: [Int], _ grid: PatchGrid) {
        clear(&pixels, width: width, channels: 3, patches, grid)
        if var values = exact {
            clear(&values, width: width, channels: 3, patches, grid)
            exact = values
        }
    }

    /// The image whose block `i`, row-major among `grid` x `grid` blocks, is block
    /// `order[i]` of this one.
    ///
    /// Blocks have `height / grid` x `width / grid` whole pixels, as in the notebook of Nguyen et
    /// al. 2022. What is left of a size that `grid` does not divide, at the right and at the
    /// bottom, becomes black.
    ///
    /// - Parameter order: `[grid * grid]`, numbers of blocks, row-major from 0; usually a
    ///   permutation.
    public func withBlocks(of grid: Int, inOrder order: [Int]) -> RGBImage {
        var moved = RGBImage(
            width: width, height: height,
            pixels: reordered(
                pixels, height: height, width: width, channels: 3, grid: grid, order: order))
        moved.exact = exact.map {
            reordered($0, height: height, width: width, channels: 3, grid: grid, order: order)
        }
        return moved
    }
}

extension ObjectMask {
    /// Sets patches of a mask to background; the parameters are those of the image's `blackOut`.
    public mutating func blackOut(_ patches: [Int], _ grid: PatchGrid) {
        clear(&objects, width: width, channels: 1, patches, grid)
    }

    /// The mask of `RGBImage.withBlocks`; pixels beyond the blocks become background.
    public func withBlocks(of grid: Int, inOrder order: [Int]) -> ObjectMask {
        let moved = reordered(
            objects, height: height, width: width, channels: 1, grid: grid, order: order)
        return ObjectMask(width: width, height: height, objects: moved)
    }
}

/// Sets patches of `values` `[height, width, channels]` to 0.
private func clear<Value: Numeric>(
    _ values: inout [Value], width: Int, channels: Int, _ patches: [Int], _ grid: PatchGrid
) {
    for number in patches {
        precondition(
            number >= 0 && number < grid.count, "patch \(number) of \(grid.countInWords)")
        for y in 0..<grid.patch {
            let row = grid.top(of: number) + y
            let start = (row * width + grid.left(of: number)) * channels
            for place in start..<(start + grid.patch * channels) { values[place] = 0 }
        }
    }
}

/// Moves the blocks of `values` `[height, width, channels]`; the result has the same shape and is 0
/// where no block lies.
private func reordered<Value: Numeric>(
    _ values: [Value], height: Int, width: Int, channels: Int, grid: Int, order: [Int]
) -> [Value] {
    precondition(
        grid > 0 && grid <= min(height, width) && order.count == grid * grid,
        "\(order.count) blocks of \(grid) x \(grid) in \(height) x \(width) pixels")
    let (tall, wide) = (height / grid, width / grid)
    var result = [Value](repeating: 0, count: values.count)
    for (target, source) in order.enumerated() {
        for y in 0..<tall {
            let from = ((source / grid * tall + y) * width + source % grid * wide) * channels
            let to = ((target / grid * tall + y) * width + target % grid * wide) * channels
            for place in 0..<(wide * channels) { result[to + place] = values[from + place] }
        }
    }
    return result
}
