internal import Dense
internal import HDF5
internal import Tokens

extension ReductionReader {
    /// The measurements that `ReductionWriter` wrote; those that the file lacks are nil.
    ///
    /// - Parameter explained: Number of images stored in full, to which some measurements refer.
    static func readAudits(
        _ vitrine: CheckedGroup, _ model: ModelDescription, explained: Int
    ) throws -> AuditResult {
        let names = Schema.Reduction.self
        var audits = AuditResult()
        if vitrine.contains(names.headDistances) {
            let group = try vitrine.group(names.headDistances)
            func distances(_ name: String) throws -> Matrix<Double> {
                try group.matrix(
                    name, rows: model.depth, columns: model.heads, allowsNaN: true, minimum: 0)
            }
            audits.headDistances = HeadDistances(
                mean: try distances("mean"), low: try distances("low"),
                high: try distances("high"), images: try group.integer("images", in: counts))
            try requireOrder(audits.headDistances, group)
        }
        if vitrine.contains(names.layerMeasures) {
            audits.layerMeasures = try readMeasures(
                try vitrine.group(names.layerMeasures), depth: model.depth)
        }
        if vitrine.contains(names.tokenNorms) {
            audits.tokenNorms = try readNorms(
                try vitrine.group(names.tokenNorms), model, explained: explained)
        }
        if vitrine.contains(names.patchColors) {
            audits.patchColors = try readColors(
                try vitrine.group(names.patchColors), model, explained: explained)
        }
        if vitrine.contains(names.segmentation) {
            audits.segmentation = try readSegmentation(
                try vitrine.group(names.segmentation), model)
        }
        if vitrine.contains(names.logitLens) {
            audits.lens = try readLens(
                try vitrine.group(names.logitLens), model, explained: explained)
        }
        return audits
    }

    /// What the logit lens reads in the explained images; its rows are a table.
    private static func readLens(
        _ group: CheckedGroup, _ model: ModelDescription, explained: Int
    ) throws -> LensResult {
        var images: [Int: LensResult.Image] = [:]
        let all = try group.group("images")
        for name in try all.group.names() {
            guard let place = Int(name), (0..<explained).contains(place) else {
                throw all.malformed(name, "the number of an explained image", "\"\(name)\"")
            }
            let one = try all.group(name)
            let layers = try one.shape("token_class", dimensions: 1)[0]
            images[place] = LensResult.Image(
                predicted: Int32(try one.integer("predicted", in: 0...Int64(Int32.max))),
                probabilities: try probabilities(one, layers, model),
                tokenClasses: try one.smallIntegers(
                    "token_class", shape: [layers], in: -1...(.max)),
                tokenProbabilities: try one.reals(
                    "token_probability", shape: [layers], allowsNaN: true, maximum: 1.001
                ).map { Float($0) })
        }
        return LensResult(rows: [], images: images)
    }

    /// Probabilities of a class at the patches, `[layers, patches]`; without rows where there are
    /// none.
    private static func probabilities(
        _ group: CheckedGroup, _ layers: Int, _ model: ModelDescription
    ) throws -> Matrix<Float> {
        guard group.contains("probability") else {
            return Matrix(rows: 0, columns: model.patches, elements: [])
        }
        let all = try group.floatMatrix("probability", rows: layers, columns: model.patches)
        guard all.elements.allSatisfy({ (0...1.001).contains($0) }) else {
            throw group.malformed("probability", "numbers from 0 to 1", "others")
        }
        return all
    }

    /// Colours of the patches, layer by layer; files of earlier versions have those of one layer.
    private static func readColors(
        _ group: CheckedGroup, _ model: ModelDescription, explained: Int
    ) throws -> [PatchColors] {
        func components(_ group: CheckedGroup) throws -> PatchColors.Components {
            PatchColors.Components(
                colors: try readByPlace(
                    try group.group("colors"), rows: model.patches, columns: 3, places: explained),
                ratios: try group.reals(
                    "variance_ratio", shape: [3], allowsNaN: true, maximum: 1.001))
        }
        func layer(_ group: CheckedGroup) throws -> String {
            let name = try group.text("layer")
            try requireLayers([name], group, depth: model.depth)
            return name
        }
        guard group.contains(Schema.Reduction.layers) else {
            return [PatchColors(layer: try layer(group), all: try components(group))]
        }
        let layers = try group.group(Schema.Reduction.layers)
        return try layers.group.names().sorted { (Int($0) ?? 0) < (Int($1) ?? 0) }.map { name in
            let one = try layers.group(name)
            let all = try components(try one.group("all"))
            let shares = try one.group("is_foreground")
            var isForeground: [Int: [Bool]] = [:]
            for place in all.colors.keys {
                isForeground[place] = try shares.smallIntegers(
                    String(place), shape: [model.patches], in: 0...1
                ).map { $0 == 1 }
            }
            return PatchColors(
                layer: try layer(one), all: all,
                foreground: one.contains("foreground")
                    ? try components(try one.group("foreground")) : nil,
                isForeground: isForeground, masked: try one.integer("masked", in: counts),
                outliers: try one.integer("outliers", in: counts))
        }
    }

    /// Throws if a lower limit is above its upper limit.
    private static func requireOrder(_ distances: HeadDistances?, _ group: CheckedGroup) throws {
        guard let distances else { return }
        try requireOrder(distances.low, distances.high, group)
    }

    private static func requireOrder(
        _ low: Matrix<Double>, _ high: Matrix<Double>, _ group: CheckedGroup
    ) throws {
        guard zip(low.elements, high.elements).allSatisfy({ !($0 > $1) }) else {
            throw group.malformed("high", "numbers that are not below those of low", "others")
        }
    }

    /// Range of the numbers of images.
    private static let counts: ClosedRange<Int64> = 0...1 << 48

    /// Names of layers that a model of `depth` blocks has, each once.
    static func readLayers(_ group: CheckedGroup, depth: Int) throws -> [String] {
        let layers = try group.texts("layers")
        try requireLayers(layers, group, depth: depth)
        guard Set(layers).count == layers.count else {
            throw group.malformed("layers", "each layer once", "one twice")
        }
        return layers
    }

    /// Checks that a model of `depth` blocks has the layers.
    private static func requireLayers(
        _ layers: [String], _ group: CheckedGroup, depth: Int
    ) throws {
        let wrong = layers.first { name in
            switch LayerName(name) {
            case .block(let index)?: index >= depth || name != String(index)
            case .embedding?, .final?: false
            case nil: true
            }
        }
        if let wrong {
            throw group.malformed("layers", "layers of a model of \(depth) blocks", "\"\(wrong)\"")
        }
    }

    /// The table of layer measures; its matrices must fit its names, layers and images.
    private static func readMeasures(
        _ group: CheckedGroup, depth: Int
    ) throws -> LayerMeasureTable {
        let names = try group.texts("names")
        let layers = try readLayers(group, depth: depth)
        let images = try group.shape("rows", dimensions: 1)[0]
        func means(_ name: String) throws -> Matrix<Double> {
            try group.matrix(name, rows: names.count, columns: layers.count, allowsNaN: true)
        }
        let (low, high) = (try means("low"), try means("high"))
        try requireOrder(low, high, group)
        return LayerMeasureTable(
            names: names, layers: layers,
            rows: try group.smallIntegers("rows", shape: [images], in: 0...(.max)),
            values: try group.reals(
                "values", shape: [names.count, images, layers.count], allowsNaN: true),
            mean: try means("mean"), low: low, high: high,
            skipped: try group.integer("skipped", in: counts))
    }

    /// The histogram of norms; the edges must ascend.
    private static func readNorms(
        _ group: CheckedGroup, _ model: ModelDescription, explained: Int
    ) throws -> TokenNorms {
        let layers = try readLayers(group, depth: model.depth)
        let bins = try group.shape("edges", dimensions: 1)[0] - 1
        guard bins > 0 else { throw group.malformed("edges", "two or more", "\(bins + 1)") }
        let edges = try group.reals("edges", shape: [bins + 1], maximum: 1e15)
        guard edges[0] > 0, zip(edges, edges.dropFirst()).allSatisfy({ $0 < $1 }) else {
            throw group.malformed("edges", "numbers above 0 that ascend", "others")
        }
        func perLayer(_ name: String, maximum: Double = 1e15) throws -> [Double] {
            try group.reals(
                name, shape: [layers.count], allowsNaN: name == "class_norm", maximum: maximum)
        }
        let counts = try group.matrix("counts", rows: layers.count, columns: bins)
        guard counts.elements.allSatisfy({ (0...1e15).contains($0) }) else {
            throw group.malformed("counts", "numbers from 0 to 1e15", "others")
        }
        let factor = try group.real("outlier_factor")
        guard factor > 0, factor <= 1e15 else {
            throw group.malformed("outlier_factor", "a number above 0", "\(factor)")
        }
        let extra =
            group.contains("extra_norms")
            ? try group.shape("extra_norms", dimensions: 2)[1] : 0
        return TokenNorms(
            layers: layers, edges: edges, counts: counts, median: try perLayer("median"),
            outlierFactor: factor, outlierShare: try perLayer("outlier_share", maximum: 1.001),
            classNorm: try perLayer("class_norm"),
            extraNorms: extra > 0
                ? try group.matrix(
                    "extra_norms", rows: layers.count, columns: extra, allowsNaN: true,
                    maximum: 1e15)
                : Matrix(rows: layers.count, columns: 0, elements: []),
            images: try group.integer("images", in: Self.counts),
            explained: try readByPlace(
                try group.group("explained"), rows: layers.count, columns: model.patches,
                places: explained))
    }

    /// Matrices `[rows, columns]` by index of the explained image.
    private static func readByPlace(
        _ group: CheckedGroup, rows: Int, columns: Int, places: Int
    ) throws -> [Int: Matrix<Float>] {
        var matrices: [Int: Matrix<Float>] = [:]
        for name in try group.group.names() {
            guard let place = Int(name), (0..<places).contains(place) else {
                throw group.malformed(name, "the number of an explained image", "\"\(name)\"")
            }
            matrices[place] = try group.floatMatrix(name, rows: rows, columns: columns)
        }
        return matrices
    }
}
