internal import Dense
internal import Foundation
internal import PCA
internal import Store
internal import Tokens

/// Principal components of the patch tokens of the explained images, as colours: of all patches,
/// and of the foreground alone, as DINOv2 shows them (Oquab et al. 2024, arXiv 2304.07193).
///
/// Outlier tokens, whose norm is above `AuditJob.outlierFactor` times the median of the layer, have
/// no part in a basis: a few of them would take the first component. The foreground of an image
/// with masks is its objects. For the others it is one side of Otsu's threshold on the first
/// component of all images: the side that is rarer at the edges of the images.
struct PatchColorsJob {
    /// The file of embeddings.
    let reader: EmbeddingReader
    /// The layer of the map.
    let layer: LayerName

    /// Patches that a basis needs at least.
    private static let fewestPatches = 4

    /// The layer of the map, then some blocks and the closing norm, as far as they have patch
    /// tokens.
    private var layers: [LayerName] {
        var layers = [layer]
        for other in SceneJob.layers(depth: reader.model.depth) + [.final]
        where !layers.contains(other) {
            layers.append(other)
        }
        return layers.filter { reader.holds($0, .patches) }
    }

    /// The patches of the images in one matrix.
    private struct Patches {
        /// Indices of the images in the list of explained ones.
        let places: [Int]
        /// Patches of an image.
        let perImage: Int
        /// Whether each patch shows the picture, not its border, `[images * patches]`.
        let isShown: [Bool]
        /// Whether each patch is at the edge of its picture.
        let isEdge: [Bool]
        /// Whether each patch is of an object; nil for the patches of images without masks.
        let isObject: [Bool?]
    }

    /// Colours of each layer, that of the map first.
    ///
    /// - Parameter explained: The images stored in full, with their variants.
    /// - Returns: Empty without patch tokens, or without an image in full.
    func colors(of explained: [ExplainedImage]) throws -> [PatchColors] {
        let places = explained.rowPlaces
        guard !places.isEmpty, reader.model.isPlain, reader.model.width >= 3 else { return [] }
        let grid = reader.model.grid
        var (isShown, isEdge, isObject): ([Bool], [Bool], [Bool?]) = ([], [], [])
        for place in places {
            let image = explained[place]
            let area = image.picture ?? PictureArea(all: grid)
            // A mask without an object says nothing about the foreground.
            let hasObjects = image.objects.contains { $0 > 0 }
            for patch in 0..<grid.count {
                let (row, column) = (grid.row(of: patch), grid.column(of: patch))
                isShown.append(area.contains(patch, in: grid))
                isEdge.append(
                    row == area.rows.lowerBound || row == area.rows.upperBound - 1
                        || column == area.columns.lowerBound
                        || column == area.columns.upperBound - 1)
                isObject.append(hasObjects ? image.objects[patch] > 0 : nil)
            }
        }
        let patches = Patches(
            places: places, perImage: grid.count, isShown: isShown, isEdge: isEdge,
            isObject: isObject)
        return try layers.compactMap { name in
            var elements: [Float] = []
            for place in places {
                let row = explained[place].row
                elements += try reader.tokens(name, .patches, rows: row..<row + 1).elements
            }
            return try colors(
                name, patches,
                Matrix(
                    rows: places.count * grid.count, columns: reader.model.width,
                    elements: elements))
        }
    }

    /// Colours of one layer from the tokens `[images * patches, width]`; nil with fewer tokens than
    /// a basis needs.
    private func colors(
        _ layer: LayerName, _ patches: Patches, _ tokens: Matrix<Float>
    ) throws -> PatchColors? {
        let norms = (0..<tokens.rows).map { row in
            tokens.row(row).reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot()
        }
        let shown = norms.indices.filter { patches.isShown[$0] }
        let sorted = shown.map { norms[$0] }.sorted()
        guard let middle = sorted.isEmpty ? nil : sorted[sorted.count / 2] else { return nil }
        let usual = shown.filter { norms[$0] <= AuditJob.outlierFactor * middle }
        guard let all = try components(tokens, basis: usual, patches) else { return nil }
        let isForeground = foreground(first: all.scores, usual, patches)
        let front = try components(tokens, basis: usual.filter { isForeground[$0] }, patches)
        return PatchColors(
            layer: layer.text, all: all.components, foreground: front?.components,
            isForeground: byPlace(patches) { Array(isForeground[$0]) },
            masked: patches.places.indices.count { patches.isObject[$0 * patches.perImage] != nil },
            outliers: shown.count - usual.count)
    }

    /// The values of each image, by its index in the list of explained ones.
    private func byPlace<Value>(
        _ patches: Patches, _ values: (Range<Int>) -> Value
    ) -> [Int: Value] {
        var result: [Int: Value] = [:]
        for (index, place) in patches.places.enumerated() {
            result[place] = values(index * patches.perImage..<(index + 1) * patches.perImage)
        }
        return result
    }

    /// Three components of the patches of a basis, for all patches.
    ///
    /// - Parameter basis: Rows of the tokens that determine the components and their ranges.
    /// - Returns: The components, and the first one before it is scaled; nil for too few patches.
    private func components(
        _ tokens: Matrix<Float>, basis: [Int], _ patches: Patches
    ) throws -> (components: PatchColors.Components, scores: [Float])? {
        guard basis.count >= Self.fewestPatches else { return nil }
        var moments = MomentAccumulator(columns: tokens.columns)
        moments.add(basis.count == tokens.rows ? tokens : tokens.rows(basis))
        let fit = try PrincipalComponents.fit(moments.finish(), components: 3)
        var scores = fit.transform(tokens)
        let first = (0..<scores.rows).map { scores[$0, 0] }
        for column in 0..<3 {
            let values = basis.map { scores[$0, column] }
            let (low, high) = (values.min() ?? 0, values.max() ?? 0)
            for row in 0..<scores.rows {
                let share = high > low ? (scores[row, column] - low) / (high - low) : 0.5
                scores[row, column] = min(1, max(0, share))
            }
        }
        let colors = byPlace(patches) { scores.rows(Array($0)) }
        return (PatchColors.Components(colors: colors, ratios: fit.ratios), first)
    }

    /// Whether each patch is foreground, by masks or by the first component `scores`.
    private func foreground(
        first scores: [Float], _ usual: [Int], _ patches: Patches
    ) -> [Bool] {
        let open = usual.filter { patches.isObject[$0] == nil }
        let threshold = otsuThreshold(open.map { scores[$0] })
        let (above, below) = (
            open.filter { scores[$0] > threshold }, open.filter { scores[$0] <= threshold }
        )
        func edgeShare(_ side: [Int]) -> Double {
            side.isEmpty
                ? 1 : Double(side.count { patches.isEdge[$0] }) / Double(side.count)
        }
        let isAbove = edgeShare(above) <= edgeShare(below)
        let usual = Set(usual)
        return scores.indices.map { row in
            guard patches.isShown[row] else { return false }
            if let isObject = patches.isObject[row] { return isObject }
            // Outliers lie on plain background.
            return usual.contains(row) && (scores[row] > threshold) == isAbove
        }
    }
}

/// The threshold that separates numbers into two groups with the smallest variance within them
/// (Otsu 1979, doi:10.1109/TSMC.1979.4310076), between two consecutive numbers; 0 for fewer than
/// two different numbers.
func otsuThreshold(_ values: [Float]) -> Float {
    let sorted = values.sorted()
    let total = sorted.reduce(0.0) { $0 + Double($1) }
    var (best, threshold): (Double, Float) = (0, 0)
    var sum = 0.0
    for index in sorted.indices.dropLast() {
        sum += Double(sorted[index])
        guard sorted[index] < sorted[index + 1] else { continue }
        let (n, m) = (Double(index + 1), Double(sorted.count - index - 1))
        let gap = sum / n - (total - sum) / m
        let between = n * m * gap * gap
        if between > best {
            (best, threshold) = (between, (sorted[index] + sorted[index + 1]) / 2)
        }
    }
    return threshold
}
