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
        if let colors = reduction.audits.patchColors {
            let group = try vitrine.createDictionary(names.patchColors)
            try group.putString("layer", colors.layer)
            try group.putArray("variance_ratio", colors.ratios)
            try group.putByPlace("colors", colors.colors)
        }
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
