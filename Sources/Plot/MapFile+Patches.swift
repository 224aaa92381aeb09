internal import Dense
internal import Foundation
internal import Store
internal import Tokens
internal import Views

/// The patches that figures show by default.
extension MapFile {
    /// The patch of a figure with one patch: of the largest object (or the whole image without
    /// objects), among the quarter of the patches with the highest attention rollout, the one with
    /// the largest variance. Ties go to the lower index.
    func defaultPatch(of image: ExplainedImage) -> Int {
        let sizes = objects(of: image).filter { $0 != 0 }
            .reduce(into: [UInt8: Int]()) { $0[$1, default: 0] += 1 }
        let area = picture(of: image)
        var candidates = area.indices(in: grid)
        if let largest = sizes.max(by: { ($0.value, $1.key) < ($1.value, $0.key) })?.key {
            candidates = candidates.filter { image.objects[$0] == largest }
        }
        if !image.joint.isEmpty {
            let weights = model.imageRollout(
                image.joint, afterBlocks: model.depth, picture: image.picture)
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

    /// The objects of the patches of the picture; empty without a mask.
    private func objects(of image: ExplainedImage) -> [UInt8] {
        image.objects.isEmpty ? [] : picture(of: image).pick(image.objects, in: grid)
    }

    /// The patch of an object that is nearest to the centre of the object; nil for an object
    /// without patches.
    private func middlePatch(of object: UInt8, in image: ExplainedImage) -> Int? {
        let members = picture(of: image).indices(in: grid).filter {
            image.objects[$0] == object
        }
        func mean(_ place: (Int) -> Int) -> Double {
            members.reduce(0.0) { $0 + Double(place($1)) } / Double(members.count)
        }
        let (row, column) = (mean(grid.row(of:)), mean(grid.column(of:)))
        func distance(_ patch: Int) -> Double {
            let dy = Double(grid.row(of: patch)) - row
            let dx = Double(grid.column(of: patch)) - column
            return dy * dy + dx * dx
        }
        return members.min { distance($0) < distance($1) }
    }

    /// The patch nearest to the centre of the largest object; without objects the default of a
    /// figure with one patch.
    func typicalPatch(of image: ExplainedImage) -> Int {
        let sizes = objects(of: image).filter { $0 != 0 }
            .reduce(into: [UInt8: Int]()) { $0[$1, default: 0] += 1 }
        let largest = sizes.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key
        return largest.flatMap { middlePatch(of: $0, in: image) } ?? defaultPatch(of: image)
    }

    /// The patches of a figure with several patches: the first background patch, and the central
    /// patch of each of the first two objects.
    func defaultPatches(of image: ExplainedImage) -> [Int] {
        guard image.objects.contains(where: { $0 != 0 }) else {
            let area = picture(of: image)
            let middle =
                (area.rows.lowerBound + area.rows.count / 2) * grid.columns
                + area.columns.lowerBound + area.columns.count / 2
            return Set([defaultPatch(of: image), middle]).sorted()
        }
        let patches = picture(of: image).indices(in: grid)
        let objects = Set(objects(of: image)).subtracting([0]).sorted().prefix(2)
        return (patches.first { image.objects[$0] == 0 }.map { [$0] } ?? [])
            + objects.compactMap { middlePatch(of: $0, in: image) }
    }
}
