internal import Store

/// The columns by which points are coloured, filtered and described.
extension PageSet {
    /// Names of columns, which `PageMap.color` may have.
    public enum ColumnName {
        public static let label = "label"
        public static let cluster = "cluster"
        public static let kMeans = "kmeans"
        public static let predictedClass = "predicted_class"
        public static let object = "object"
    }

    /// Most names that a category may have: more are no help as colours.
    static let mostNames = 65_535

    /// Adds all columns that the map has.
    mutating func addColumns() {
        addCategories()
        addNumbers()
    }

    private mutating func addCategories() {
        typealias Name = ColumnName
        let reduction = map.reduction
        if let patches = reduction.rows.patches {
            addTexts(
                Name.object, "object", patches.map(\.object), without: ["", "background"],
                none: "background")
        }
        if reduction.labels.contains(where: { $0 >= 0 }) {
            addCategory(
                Name.label, "label", reduction.labels, reduction.labelNames, none: "no label")
        }
        addClusters(
            Name.cluster, "cluster", reduction.clusters?.assignments,
            reduction.clusters?.rows ?? [], "cluster")
        addClusters(
            Name.kMeans, "k-means cluster", reduction.clusters?.kMeans?.assignments,
            reduction.clusters?.kMeans?.rows ?? [], "k-means")
        if let names = reduction.rows.names {
            addTexts("name", "name by words", names.map(\.name), without: [""], none: "no name")
        }
        if let predictions = reduction.rows.predictions {
            addTexts(
                Name.predictedClass, "predicted class", predictions.map(\.shortClass),
                without: [""], none: "no prediction")
        }
        if let splits = reduction.rows.splits {
            addTexts("split", "split", splits, without: [""], none: "no split")
        }
        if let placed = reduction.map?.placed {
            addTexts(
                "placed", "position", placed.map { $0 ? "placed" : "" }, without: [""],
                none: "by t-SNE")
        }
    }

    private mutating func addNumbers() {
        let reduction = map.reduction
        let count = reduction.rows.count
        if let recall = reduction.map?.recall {
            addNumber("recall", "recall of neighbours", recall)
        }
        if let agreement = reduction.rows.agreement {
            addNumber("agreement", "neighbours in common", agreement.map { Float($0) })
        }
        if let novelty = reduction.novelty {
            addNumber("novelty", "novelty", novelty.map { Float($0.novelty) })
            addNumber(
                "neighbor_distance", "distance to the 5 nearest rows of the map",
                novelty.map { Float($0.neighborDistance) })
            addNumber(
                "nearest_distance", "distance to the nearest row of the map",
                novelty.map { Float($0.nearestDistance) })
        }
        if let labels = reduction.findings?.labels {
            addNumber(
                "doubt", "doubt of the label",
                byRow(labels.rows.map { ($0.row, $0.confidence) }, count: count))
        }
        if let outliers = reduction.findings?.outliers {
            addNumber(
                "outlier_percentile", "outlier percentile",
                byRow(outliers.rows.map { ($0.row, $0.percentile) }, count: count))
            addNumber(
                "outlier_distance", "distance to the 10th neighbour",
                byRow(outliers.rows.map { ($0.row, $0.distance) }, count: count))
        }
        if let predictions = reduction.rows.predictions {
            addNumber(
                "predicted_probability", "probability of the predicted class",
                predictions.map { Float($0.predictedProbability) })
        }
        if let names = reduction.rows.names {
            addNumber("name_cosine", "cosine of the name", names.map { Float($0.cosine) })
        }
        if let patches = reduction.rows.patches {
            addNumber("attention", "attention", patches.map { Float($0.attention) })
        }
    }

    /// The values of a table by row; NaN for rows that it does not have.
    private func byRow(_ values: [(row: Int, value: Double)], count: Int) -> [Float] {
        var numbers = [Float](repeating: .nan, count: count)
        for (row, value) in values where numbers.indices.contains(row) {
            numbers[row] = Float(value)
        }
        return numbers
    }

    /// Adds a column of numbers; one without a number is left out.
    private mutating func addNumber(_ name: String, _ title: String, _ numbers: [Float]) {
        let known = numbers.lazy.filter(\.isFinite)
        guard let low = known.min(), let high = known.max() else { return }
        let chunk = add("column/\(name)") {
            littleEndian(numbers.map { $0.isFinite ? $0 : .nan })
        }
        add(
            ColumnDescription(
                name: name, title: title, kind: "number", chunk: chunk, type: "f32",
                low: shortest(low), high: shortest(high))
        ) { numbers[$0].isFinite ? shortest(numbers[$0]) : nil }
    }

    /// Adds a category with its names; one with too many is left out with a line.
    private mutating func addCategory(
        _ name: String, _ title: String, _ codes: [Int32], _ names: [String], none: String
    ) {
        guard names.count <= Self.mostNames else {
            note(
                "\(map.name): the page does not have the column \(name), which has "
                    + "\(names.count) names (at most \(Self.mostNames))")
            return
        }
        let chunk = add("column/\(name)") { littleEndian(codes) }
        add(
            ColumnDescription(
                name: name, title: title, kind: "category", chunk: chunk, type: "i32",
                names: names, none: none)
        ) { Double(codes[$0]) }
    }

    /// Adds the distinct texts as a category; one without a text is left out.
    private mutating func addTexts(
        _ name: String, _ title: String, _ texts: [String], without: Set<String>, none: String
    ) {
        let names = Set(texts).subtracting(without).sorted()
        if names.isEmpty { return }
        let places = Dictionary(uniqueKeysWithValues: names.enumerated().map { ($1, Int32($0)) })
        addCategory(name, title, texts.map { places[$0] ?? -1 }, names, none: none)
    }

    /// Adds the numbers of clusters as a category.
    private mutating func addClusters(
        _ name: String, _ title: String, _ numbers: [Int32]?, _ rows: [ClusterRow],
        _ noun: String
    ) {
        guard let numbers, let most = numbers.max(), most >= 0 else { return }
        let names = most < Self.mostNames ? rows.titles(to: most, noun) : []
        guard !names.isEmpty else {
            note(
                "\(map.name): the page does not have the column \(name), which has "
                    + "\(Int(most) + 1) names (at most \(Self.mostNames))")
            return
        }
        addCategory(name, title, numbers, names, none: "in no cluster")
    }
}
