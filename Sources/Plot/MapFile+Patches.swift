internal import Dense
internal import Foundation
internal import Store
internal import Views

/// The patches that figures show by default.
extension MapFile {
    /// The patch of a figure with one patch: of the largest object (or the whole image without
    /// objects), among the quarter of the patches with the highest attention rollout, the one with
    /// the largest variance. Ties go to the lower index.
    func defaultPatch(of image: ExplainedImage) -> Int {
        let sizes = image.objects.filter { $0 != 0 }
            .reduce(into: [UInt8: Int]()) { $0[$1, default: 0] += 1 }
        var candidates = Array(0..<model.patches)
        if let largest = sizes.max(by: { ($0.value, $1.key) < ($1.value, $0.key) })?.key {
            candidates = image.objects.indices.filter { image.objects[$0] == largest }
        }
        if !image.joint.isEmpty {
            let weights = model.imageRollout(image.joint, afterBlocks: model.depth)
            let attended = candidates.sorted { (weights[$1], $0) < (weights[$0], $1) }
            candidates = Array(attended.prefix(max(1, (candidates.count + 3) / 4)))
        }
        let rows = patchRows(normalized(image), grid)
        let variances = candidates.map { patch in
            let values = Array(rows.row(patch))
            let mean = values.reduce(0, +) / Float(max(1, values.count))
            return values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        }
        let best = variances.indices.max {
            (variances[$0], candidates[$1]) < (variances[$1], candidates[$0])
        }
        return best.map { candidates[$0] } ?? 0
    }

    /// The patch of an object that is nearest to the centre of the object; nil for an object
    /// without patches.
    private func middlePatch(of object: UInt8, in image: ExplainedImage) -> Int? {
        let members = image.objects.indices.filter { image.objects[$0] == object }
        let row = members.reduce(0.0) { $0 + Double($1 / model.grid) } / Double(members.count)
        let column = members.reduce(0.0) { $0 + Double($1 % model.grid) } / Double(members.count)
        func distance(_ patch: Int) -> Double {
            let dy = Double(patch / model.grid) - row
            let dx = Double(patch % model.grid) - column
            return dy * dy + dx * dx
        }
        return members.min { distance($0) < distance($1) }
    }

    /// The patches of a figure with several patches: the first background patch, and the central
    /// patch of each of the first two objects.
    func defaultPatches(of image: ExplainedImage) -> [Int] {
        guard image.objects.contains(where: { $0 != 0 }) else {
            return Set([defaultPatch(of: image), model.patches / 2 + model.grid / 2]).sorted()
        }
        let objects = Set(image.objects).subtracting([0]).sorted().prefix(2)
        return (image.objects.firstIndex(of: 0).map { [$0] } ?? [])
            + objects.compactMap { middlePatch(of: $0, in: image) }
    }
}
