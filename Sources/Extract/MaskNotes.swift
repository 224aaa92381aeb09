internal import Images

/// Notes on masks that a cropping recipe damages: masks of the model's input size, and objects
/// outside of the crop. The first 64 images are examined.
struct MaskNotes {
    /// The plan, which has the masks.
    let plan: Plan
    /// The preprocessing; only a crop removes pixels.
    let recipe: Recipe
    /// Side of a patch in pixels.
    let patch: Int

    /// Number of images whose masks are examined.
    private static let sampleSize = 64

    /// One line per note; empty for recipes without crop and for mosaics.
    func lines() throws -> [String] {
        guard let masks = plan.masks, plan.mosaic == 1, recipe.isCropping else { return [] }
        if case .ranges = masks.source { return [] }
        var examined = 0
        /// Sides of the square masks; 0 for others.
        var sides: Set<Int> = []
        var areas = (before: 0, after: 0)
        var objects = 0
        var lost = 0
        for image in try plan.list.images(0..<min(Self.sampleSize, plan.list.count)) {
            // A mask that cannot be used rejects its image, with its own sentence.
            guard let drawn = try? masks.drawn(for: image, recipe: recipe, patch: patch) else {
                continue
            }
            examined += 1
            let mask = drawn.mask
            if mask.width == mask.height { sides.insert(mask.width) } else { sides.insert(0) }
            let before = Set(mask.objects).subtracting([0])
            let after = Set(recipe.apply(to: mask).objects)
            areas.before += mask.objects.count { $0 != 0 }
            areas.after += keptPixels(of: mask)
            objects += before.count
            lost += before.subtracting(after).count
        }
        let remedy = "--recipe squash keeps whole images and masks"
        var lines: [String] = []
        let isSquare =
            examined > 0 && recipe.height == recipe.width
            && sides.allSatisfy { $0 > 0 && $0 % recipe.height == 0 }
        if isSquare && recipe.cropRatio < 1 {
            let share = (1 - recipe.cropRatio * recipe.cropRatio) * 100
            let objects = 100 * (1 - Double(areas.after) / Double(max(1, areas.before)))
            let size = sides.count == 1 ? sides.map { "\($0) x \($0)" }.joined() : "square"
            lines.append(
                "the masks are \(size)\(sides.count == 1 ? " pixels" : ""), which fits the model's "
                    + "input of \(recipe.height) x \(recipe.width), but the recipe crops away "
                    + "\(Int(share.rounded())) % of them and \(Int(objects.rounded())) % of the "
                    + "objects' area; \(remedy)")
        }
        if lost > 0 {
            lines.append(
                "the crop removes \(lost) of \(objects) objects in the first \(examined) masks; "
                    + remedy)
        }
        return lines
    }

    /// Number of object pixels with their centre in the part that the recipe keeps.
    private func keptPixels(of mask: ObjectMask) -> Int {
        let kept = recipe.keptShares(width: mask.width, height: mask.height)
        func isKept(_ place: Int, of side: Int, _ shares: Range<Double>) -> Bool {
            shares.contains((Double(place) + 0.5) / Double(side))
        }
        return mask.objects.indices.count { index in
            mask.objects[index] != 0 && isKept(index % mask.width, of: mask.width, kept.columns)
                && isKept(index / mask.width, of: mask.height, kept.rows)
        }
    }
}
