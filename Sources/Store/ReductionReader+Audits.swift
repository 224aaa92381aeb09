internal import Dense
internal import HDF5

extension ReductionReader {
    /// Reads what `ReductionWriter` wrote of the audits; what is not there stays nil.
    static func readAudits(_ own: Group, into reduction: inout Reduction) throws {
        let names = Schema.Reduction.self
        if own.contains(names.classNames) {
            reduction.classNames = try own.dataset(names.classNames).readStrings()
        }
        if own.contains(names.headDistances) {
            let group = try own.group(names.headDistances)
            reduction.headDistances = HeadDistances(
                mean: try group.doubles("mean"), low: try group.doubles("low"),
                high: try group.doubles("high"), images: try group.integer("images"))
        }
        if own.contains(names.layerMeasures) {
            let group = try own.group(names.layerMeasures)
            reduction.layerMeasures = LayerMeasureTable(
                names: try group.dataset("names").readStrings(),
                layers: try group.dataset("layers").readStrings(),
                rows: try group.dataset("rows").read(), values: try group.dataset("values").read(),
                mean: try group.doubles("mean"), low: try group.doubles("low"),
                high: try group.doubles("high"), skipped: try group.integer("skipped"))
        }
        if own.contains(names.tokenNorms) {
            reduction.tokenNorms = try readNorms(try own.group(names.tokenNorms))
        }
        if own.contains(names.patchColors) {
            let group = try own.group(names.patchColors)
            reduction.patchColors = PatchColors(
                layer: try group.dataset("layer").readStrings().first ?? "",
                colors: try group.byPlace("colors"),
                ratios: try group.dataset("variance_ratio").read())
        }
    }

    private static func readNorms(_ group: Group) throws -> TokenNorms {
        let layers = try group.dataset("layers").readStrings()
        return TokenNorms(
            layers: layers, edges: try group.dataset("edges").read(),
            counts: try group.doubles("counts"), median: try group.dataset("median").read(),
            outlierFactor: try group.dataset("outlier_factor").read(as: Double.self)[0],
            outlierShare: try group.dataset("outlier_share").read(),
            classNorm: try group.dataset("class_norm").read(),
            extraNorms: group.contains("extra_norms")
                ? try group.doubles("extra_norms")
                : Matrix(rows: layers.count, columns: 0, elements: []),
            images: try group.integer("images"), explained: try group.byPlace("explained"))
    }
}

extension Group {
    fileprivate func doubles(_ name: String) throws -> Matrix<Double> {
        let dataset = try dataset(name)
        let elements: [Double] = try dataset.read()
        return Matrix(
            rows: dataset.shape[0], columns: dataset.shape[1], elements: elements)
    }

    fileprivate func integer(_ name: String) throws -> Int {
        Int(try dataset(name).read(as: Int64.self)[0])
    }

    fileprivate func byPlace(_ name: String) throws -> [Int: Matrix<Float>] {
        let group = try group(name)
        var found: [Int: Matrix<Float>] = [:]
        for name in try group.names() {
            guard let place = Int(name) else { continue }
            let dataset = try group.dataset(name)
            found[place] = Matrix(
                rows: dataset.shape[0], columns: dataset.shape[1], elements: try dataset.read())
        }
        return found
    }
}
