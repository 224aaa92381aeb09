internal import Dense
internal import HDF5
internal import Tokens

/// The audits of a map file: what figures beside the map are drawn from.
extension ReductionWriter {
    /// Writes the measurements that exist.
    static func writeAudits(_ reduction: Reduction, _ vitrine: Group) throws {
        let names = Schema.Reduction.self
        if !reduction.modelArrays.classNames.isEmpty {
            try vitrine.putStrings(names.classNames, reduction.modelArrays.classNames)
        }
        if let distances = reduction.audits.headDistances {
            let group = try vitrine.createDictionary(names.headDistances)
            try group.putMatrix("mean", distances.mean)
            try group.putMatrix("low", distances.low)
            try group.putMatrix("high", distances.high)
            try group.putNumber("images", Int64(distances.images))
        }
        if let measures = reduction.audits.layerMeasures {
            let group = try vitrine.createDictionary(names.layerMeasures)
            try group.putStrings("names", measures.names)
            try group.putStrings("layers", measures.layers)
            try group.putArray("rows", measures.rows)
            try group.putArray(
                "values", measures.values,
                shape: [measures.names.count, measures.rows.count, measures.layers.count])
            try group.putMatrix("mean", measures.mean)
            try group.putMatrix("low", measures.low)
            try group.putMatrix("high", measures.high)
            try group.putNumber("skipped", Int64(measures.skipped))
        }
        if let norms = reduction.audits.tokenNorms {
            try write(norms, try vitrine.createDictionary(names.tokenNorms))
        }
        if let segmentation = reduction.audits.segmentation {
            try write(segmentation, to: try vitrine.createDictionary(names.segmentation))
        }
        if let lens = reduction.audits.lens {
            try write(lens, to: try vitrine.createDictionary(names.logitLens))
        }
        if let first = reduction.audits.patchColors.first {
            let group = try vitrine.createDictionary(names.patchColors)
            // Earlier versions read these three, of the layer of the map.
            try group.putString("layer", first.layer)
            try write(first.all, to: group)
            let layers = try group.createDictionary(names.layers)
            for (index, colors) in reduction.audits.patchColors.enumerated() {
                try write(colors, to: try layers.createDictionary(String(index)))
            }
        }
    }

    /// Writes what the logit lens reads in the explained images; its rows are a table.
    private static func write(_ lens: LensResult, to group: Group) throws {
        let images = try group.createDictionary("images")
        for (place, image) in lens.images.sorted(by: { $0.key < $1.key }) {
            let one = try images.createDictionary(String(place))
            try one.putNumber("predicted", Int64(image.predicted))
            try one.putArray("token_class", image.tokenClasses)
            try one.putArray("token_probability", image.tokenProbabilities)
            if image.probabilities.rows > 0 {
                try one.putArray(
                    "probability", image.probabilities.elements,
                    shape: [image.probabilities.rows, image.probabilities.columns])
            }
        }
    }

    /// Writes the colours of one layer.
    private static func write(_ colors: PatchColors, to group: Group) throws {
        try group.putString("layer", colors.layer)
        try group.putNumber("masked", Int64(colors.masked))
        try group.putNumber("outliers", Int64(colors.outliers))
        try write(colors.all, to: try group.createDictionary("all"))
        if let foreground = colors.foreground {
            try write(foreground, to: try group.createDictionary("foreground"))
        }
        let shares = try group.createDictionary("is_foreground")
        for (place, patches) in colors.isForeground.sorted(by: { $0.key < $1.key }) {
            try shares.putArray(
                String(place), patches.map { UInt8($0 ? 1 : 0) }, shape: [patches.count])
        }
    }

    private static func write(_ components: PatchColors.Components, to group: Group) throws {
        try group.putArray("variance_ratio", components.ratios)
        try group.putByPlace("colors", components.colors)
    }

    /// Writes the histogram of norms.
    private static func write(_ norms: TokenNorms, _ group: Group) throws {
        try group.putStrings("layers", norms.layers)
        try group.putArray("edges", norms.edges)
        try group.putMatrix("counts", norms.counts)
        try group.putArray("median", norms.median)
        try group.putNumber("outlier_factor", norms.outlierFactor)
        try group.putArray("outlier_share", norms.outlierShare)
        try group.putArray("class_norm", norms.classNorm)
        if norms.extraNorms.columns > 0 { try group.putMatrix("extra_norms", norms.extraNorms) }
        try group.putNumber("images", Int64(norms.images))
        try group.putByPlace("explained", norms.explained)
    }
}

extension Group {
    /// Writes a matrix `[rows, columns]` in double precision.
    fileprivate func putMatrix(_ name: String, _ matrix: Matrix<Double>) throws {
        try putArray(name, matrix.elements, shape: [matrix.rows, matrix.columns])
    }

    /// Writes matrices under the indices of explained images.
    fileprivate func putByPlace(_ name: String, _ matrices: [Int: Matrix<Float>]) throws {
        let group = try createDictionary(name)
        for (place, matrix) in matrices.sorted(by: { $0.key < $1.key }) {
            try group.putArray(
                String(place), matrix.elements, shape: [matrix.rows, matrix.columns])
        }
    }
}
