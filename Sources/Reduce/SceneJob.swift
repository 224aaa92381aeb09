internal import Console
internal import Dense
internal import Neighbors
internal import PCA
internal import Store
internal import TSNE
internal import Tokens

/// t-SNE of the tokens of single images, layer by layer.
///
/// All tokens of an image take part, the class token and registers included, without normalisation
/// and without PCA. The layout is stored for the patches only.
struct SceneJob {
    /// The file of embeddings.
    let reader: EmbeddingReader
    /// Value of `--scenes`: a number, names separated by commas, or "none".
    let wanted: String
    /// Options of t-SNE.
    let layout: LayoutOptions
    /// Threads, seed and output of the run.
    let run: RunOptions

    /// Blocks whose tokens are laid out: those of `Scene.plainBlocks` and `Scene.attentionBlocks`.
    /// For 12 blocks 0, 4, 6, 8 and 11.
    static func layers(depth: Int) -> [LayerName] {
        Set(Scene.plainBlocks(depth: depth) + Scene.attentionBlocks(depth: depth)).sorted().map {
            .block($0)
        }
    }

    /// Largest number of scenes for a value of `--scenes`.
    static func count(_ wanted: String) -> Int {
        if wanted == "none" { return 0 }
        return Int(wanted).map { max(0, $0) } ?? wanted.split(separator: ",").count
    }

    /// Computes the scenes, at most the number of images stored in full.
    ///
    /// A line is printed if the file lacks the tokens for them.
    ///
    /// - Throws: `Failure` for a name that no image stored in full has.
    func scenes() throws -> [Scene] {
        if wanted == "none" || !reader.model.isPlain { return [] }
        let images = try chosen()
        if images.isEmpty { return [] }
        let layers = Self.layers(depth: reader.model.depth).filter {
            reader.holdsAllTokens($0)
        }
        guard !layers.isEmpty else {
            printMessage(
                "\(reader.path): no scenes: the file lacks patch or class tokens of layers "
                    + Self.layers(depth: reader.model.depth).map(\.text).joined(separator: ", ")
                    + "; run extract with --tokens \(reader.model.imageTokenList),patches to have "
                    + "them.")
            return []
        }
        return try images.map { image in
            let rollout = try reader.rollout(row: image.row)
            let fitted = try layers.map { try fit($0, row: image.row, image.picture) }
            return Scene(
                path: displayPath(image.path), row: image.row, pixels: image.pixels,
                picture: image.picture,
                objects: image.objects.isEmpty
                    ? [UInt8](repeating: 0, count: reader.model.patches) : image.objects,
                objectNames: image.objectNames, layers: fitted,
                attention: rollout?.elements ?? [])
        }
    }

    /// The requested images. Only images stored in full have pixels.
    ///
    /// - Throws: `Failure` for a name that none of them has.
    private func chosen() throws -> [ExplainedImage] {
        let explained = try reader.explained()
        let images = explained.rowPlaces.map { explained[$0] }
        if let count = Int(wanted) { return Array(images.prefix(max(0, count))) }
        return try wanted.split(separator: ",").map { name in
            let match = images.first { isNamed(displayPath($0.path), String(name)) }
            guard let match else {
                throw Failure(
                    Exit.usage,
                    "--scenes: expected an image that \(reader.path) stores in full ("
                        + images.map { displayPath($0.path) }.joined(separator: ", ")
                        + "), found \"\(name)\"; add it with extract --explain.")
            }
            return match
        }
    }

    /// The layout of one image at one layer, `[patches, 2]`, by the patches of the picture; those
    /// of a border stand at the origin. The perplexity is at most (n - 1) / 3 of its n different
    /// tokens; fewer than 4 of them all lie at the origin.
    private func fit(
        _ layer: LayerName, row: Int, _ picture: PictureArea?
    ) throws -> SceneLayer {
        let classToken =
            reader.model.hasClassToken
            ? try reader.tokens(layer, .classToken, rows: row..<row + 1).elements : []
        let all = try reader.tokens(layer, .patches, rows: row..<row + 1)
        let shown = picture.map { $0.indices(in: reader.model.grid) }
        let patches = shown.map { all.rows($0) } ?? all
        /// Places of the shown patches among all patches.
        func spread(_ layout: Matrix<Float>) -> Matrix<Float> {
            guard let shown else { return layout }
            var whole = Matrix<Float>(rows: all.rows, columns: 2, repeating: 0)
            for (place, patch) in shown.enumerated() {
                for axis in 0..<2 { whole[patch, axis] = layout[place, axis] }
            }
            return whole
        }
        let extra =
            reader.model.registers > 0 && reader.holds(layer, .extra)
            ? try reader.tokens(layer, .extra, rows: row..<row + 1).elements : []
        let prefix = classToken + extra
        let tokens = Matrix(
            rows: patches.rows + prefix.count / patches.columns, columns: patches.columns,
            elements: prefix + patches.elements)
        let unique = UniqueRows(tokens)
        let points = unique.isTrivial ? tokens : tokens.rows(unique.first)
        let n = points.rows
        guard n >= 4 else {
            // The patches of an image of one colour may all be equal.
            return SceneLayer(
                layer: layer.text, layout: Matrix(rows: all.rows, columns: 2, repeating: 0),
                klDivergence: 0)
        }
        var options = layout.settings(points: n, seed: run.seed)
        options.perplexity = min(options.perplexity, LayoutOptions.defaultPerplexity(points: n))
        let count = min(n - 1, neighborCount(perplexity: options.perplexity))
        let affinities = Affinities.fit(
            neighbors: exactNeighbors(of: points, count: count), perplexity: options.perplexity)
        let initial: Matrix<Double>
        if options.initialization == .pca {
            var moments = MomentAccumulator(columns: points.columns)
            moments.add(points)
            let pca = try PrincipalComponents.fit(
                moments.finish(), components: min(2, n - 1, points.columns))
            initial = initialLayout(fromPrincipalScores: pca.transform(points), seed: run.seed)
        } else {
            initial = randomLayout(count: n, seed: run.seed)
        }
        let result = tsne(affinities: affinities, initial: initial, options: options)
        let tokenLayout = unique.isTrivial ? result.layout : unique.spread(result.layout)
        let first = tokenLayout.rows - patches.rows
        return SceneLayer(
            layer: layer.text,
            layout: spread(tokenLayout.rows(Array(first..<tokenLayout.rows))),
            klDivergence: result.klDivergence)
    }
}
