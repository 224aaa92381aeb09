internal import Console
internal import Dense
internal import Profiles
internal import Store
internal import Tokens

/// Applies the stored classification head to the tokens of every layer: at which layer the class
/// appears that the model predicts, and at which patches.
///
/// The head reads the class token or, in models whose head reads the mean of the patches, that
/// mean. In a model that averages a second head (of the distillation token) this is the class
/// token's.
struct LensJob {
    /// The file of embeddings.
    let reader: EmbeddingReader
    /// Largest number of images whose token is read; nil for all.
    let limit: Int?
    /// Threads and output of the run.
    let run: RunOptions

    /// Largest number of images whose patches are read.
    static let patchImages = 100
    /// Images whose tokens are read together. It does not depend on the number of threads.
    private static let blockImages = 256

    /// Sums over the images of one layer.
    private struct Sums {
        var images = 0
        var agreeing = 0
        var probability = 0.0
        var appearing = 0
        var patchImages = 0
        /// Patches, and those that have the class: of all, of objects, of the background.
        var patches = [(count: Int, agreeing: Int)](repeating: (0, 0), count: 3)

        func row(_ layer: LayerName, hasToken: Bool) -> LensRow {
            func share(_ part: Int, _ all: Int) -> Double {
                all > 0 ? Double(part) / Double(all) : .nan
            }
            return LensRow(
                layer: layer.text, images: images, agreement: share(agreeing, images),
                probability: images > 0 ? probability / Double(images) : .nan,
                appears: hasToken ? share(appearing, images) : .nan, patchImages: patchImages,
                patches: share(patches[0].agreeing, patches[0].count),
                objectPatches: share(patches[1].agreeing, patches[1].count),
                backgroundPatches: share(patches[2].agreeing, patches[2].count))
        }
    }

    /// Applies the head to the measured images and to the explained ones.
    ///
    /// - Returns: nil without a stored head, or without the predictions of the images.
    func lens(of explained: [ExplainedImage]) throws -> LensResult? {
        guard limit != 0, let head = try reader.classificationHead(),
            let predicted = try reader.likeliestClasses()?.labels
        else { return nil }
        let lens = LogitLens(
            weight: head.weight, bias: head.bias, closingNorm: head.closingNorm,
            meanNorm: head.meanNorm, eps: Float(reader.model.eps))
        guard predicted.allSatisfy({ (0..<Int32(lens.classes)).contains($0) }) else { return nil }
        let token: TokenKind = reader.model.headInput == "mean" ? .mean : .classToken
        let layers = reader.layers.filter {
            reader.holds($0, token) || reader.holds($0, .patches)
        }
        guard !layers.isEmpty else { return nil }
        var sums = [Sums](repeating: Sums(), count: layers.count)
        let read = TokenLens(
            reader: reader, lens: lens, token: token, layers: layers,
            tokenLayers: layers.indices.filter {
                hasTokenLens(layers[$0], token, hasClosingNorm: head.closingNorm.rows > 0)
            })
        let rows = evenlySpaced(limit, of: reader.imageCount)
        for start in stride(from: 0, to: rows.count, by: Self.blockImages) {
            try addTokens(
                Array(rows[start..<min(rows.count, start + Self.blockImages)]), read, predicted,
                &sums)
        }
        let patchImages = min(Self.patchImages, limit ?? .max)
        for row in evenlySpaced(patchImages, of: reader.imageCount) {
            try stopIfInterrupted()
            try addPatches(row, read, Int(predicted[row]), &sums)
        }
        var images: [Int: LensResult.Image] = [:]
        for place in explained.rowPlaces {
            let row = explained[place].row
            images[place] = try image(row, read, Int(predicted[row]))
        }
        return LensResult(
            rows: layers.indices.map { index in
                sums[index].row(layers[index], hasToken: read.tokenLayers.contains(index))
            }, images: images)
    }

    /// What is read.
    private struct TokenLens {
        let reader: EmbeddingReader
        let lens: LogitLens
        /// The token that the head reads.
        let token: TokenKind
        let layers: [LayerName]
        /// Indices of the layers at which the token is read.
        let tokenLayers: [Int]

        /// Logits of tokens of ascending images, `[rows.count * tokens, classes]`.
        func logits(_ layer: Int, _ kind: TokenKind, _ rows: [Int]) throws -> Matrix<Float> {
            lens.logits(
                try reader.tokens(layers[layer], kind, images: rows).matrix,
                isFinal: layers[layer] == .final)
        }
    }

    /// Whether the head can read the image's token of a layer. A mean of patches that are normed
    /// one by one is not the norm of their mean, and the stored mean of a picture with a border is
    /// not that of all patches, which the head reads.
    private func hasTokenLens(
        _ layer: LayerName, _ token: TokenKind, hasClosingNorm: Bool
    ) -> Bool {
        guard reader.holds(layer, token) else { return false }
        return token == .classToken
            || !reader.model.hasBorder && (layer == .final || !hasClosingNorm)
    }

    private func stopIfInterrupted() throws {
        if let code = Interruption.exitCode {
            throw Failure(code, "interrupted at the logit lens; nothing was written.")
        }
    }

    /// Adds the tokens of ascending images.
    private func addTokens(
        _ rows: [Int], _ read: TokenLens, _ predicted: [Int32], _ sums: inout [Sums]
    ) throws {
        try stopIfInterrupted()
        let wanted = rows.map { Int(predicted[$0]) }
        var found = [[Int]](repeating: [], count: rows.count)
        for layer in read.tokenLayers {
            let logits = try read.logits(layer, read.token, rows)
            let classes = likeliest(logits)
            sums[layer].images += rows.count
            sums[layer].probability += probabilities(logits, of: wanted).reduce(0, +)
            for index in wanted.indices {
                if classes[index] == wanted[index] { sums[layer].agreeing += 1 }
                found[index].append(classes[index])
            }
        }
        for (index, classes) in found.enumerated() {
            if let place = appearance(of: wanted[index], classes) {
                sums[read.tokenLayers[place]].appearing += 1
            }
        }
    }

    /// Adds the patches of an image.
    private func addPatches(
        _ row: Int, _ read: TokenLens, _ wanted: Int, _ sums: inout [Sums]
    ) throws {
        let grid = reader.model.grid
        let shown = try reader.picture(row: row).indices(in: grid)
        let objects = try reader.objects(row: row)?.patches
        let hasObjects = objects?.contains { $0 > 0 } ?? false
        for layer in read.layers.indices where reader.holds(read.layers[layer], .patches) {
            let classes = likeliest(try read.logits(layer, .patches, [row]))
            sums[layer].patchImages += 1
            for patch in shown {
                let agrees = classes[patch] == wanted ? 1 : 0
                sums[layer].patches[0].count += 1
                sums[layer].patches[0].agreeing += agrees
                guard hasObjects, let objects else { continue }
                let side = objects[patch] > 0 ? 1 : 2
                sums[layer].patches[side].count += 1
                sums[layer].patches[side].agreeing += agrees
            }
        }
    }

    /// What the head reads in an explained image.
    private func image(_ row: Int, _ read: TokenLens, _ wanted: Int) throws -> LensResult.Image {
        let hasPatches = read.layers.allSatisfy { reader.holds($0, .patches) }
        var maps: [Float] = []
        var (classes, shares): ([Int32], [Float]) = ([], [])
        for layer in read.layers.indices {
            if hasPatches {
                let logits = try read.logits(layer, .patches, [row])
                maps += probabilities(
                    logits, of: [Int](repeating: wanted, count: logits.rows)
                ).map { Float($0) }
            }
            guard read.tokenLayers.contains(layer) else {
                classes.append(-1)
                shares.append(.nan)
                continue
            }
            let logits = try read.logits(layer, read.token, [row])
            let best = likeliest(logits)
            classes.append(Int32(best[0]))
            shares.append(Float(probabilities(logits, of: best)[0]))
        }
        return LensResult.Image(
            predicted: Int32(wanted),
            probabilities: Matrix(
                rows: hasPatches ? read.layers.count : 0, columns: reader.model.patches,
                elements: maps),
            tokenClasses: classes, tokenProbabilities: shares)
    }
}
