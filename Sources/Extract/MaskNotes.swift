internal import Images

/// What the user should know of masks before a recipe that crops is applied to them.
struct MaskNotes {
    let plan: Plan
    let recipe: Recipe
    /// Pixels a side of a patch.
    let patch: Int

    /// Images whose masks are looked at.
    private static let sampleSize = 64

    /// A line each; none where nothing is wrong.
    func lines() throws -> [String] {
        guard let masks = plan.masks, case .folder = masks.source, plan.mosaic == 1,
            recipe.kind == .crop
        else { return [] }
        var looked = 0
        var ofModelSize = 0
        var objects = 0
        var lost = 0
        for image in try plan.list.images(0..<min(Self.sampleSize, plan.list.count)) {
            // A mask that cannot be used rejects its image, with its own sentence.
            guard let drawn = try? masks.drawn(for: image, recipe: recipe, patch: patch) else {
                continue
            }
            looked += 1
            let mask = drawn.mask
            if mask.width == recipe.size && mask.height == recipe.size { ofModelSize += 1 }
            let before = Set(mask.objects).subtracting([0])
            let after = Set(recipe.apply(to: mask).objects)
            objects += before.count
            lost += before.subtracting(after).count
        }
        let remedy = "--recipe squash keeps whole pictures and masks"
        var lines: [String] = []
        if looked > 0 && ofModelSize == looked && recipe.cropRatio < 1 {
            let share = (1 - recipe.cropRatio * recipe.cropRatio) * 100
            lines.append(
                "the masks are \(recipe.size) x \(recipe.size) pixels, exactly the model's input, "
                    + "but the recipe crops \(Int(share.rounded())) % of them away; \(remedy)")
        }
        if lost > 0 {
            lines.append(
                "the crop loses \(lost) of \(objects) objects in the first \(looked) masks; "
                    + remedy)
        }
        return lines
    }
}
