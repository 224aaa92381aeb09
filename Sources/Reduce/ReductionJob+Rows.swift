internal import Console
internal import Store

/// Names, labels and predictions, as the input has them.
extension ReductionJob {
    /// Names, labels and predictions of the rows.
    func rows(of source: ReductionRows) throws -> MapRows {
        switch source.origin {
        case .vectors(let reader): return try rows(of: reader)
        case .images(let reader, _):
            return MapRows(
                paths: try reader.paths().map(displayPath), labels: try reader.labels(),
                labelNames: try reader.labelNames(), predictions: try predictions(reader),
                splits: try reader.splits(), digests: try reader.digests())
        case .patches(let reader, let places):
            let patches = try PatchRows(reader: reader, places: places)
            return MapRows(
                paths: patches.names, labels: patches.labels,
                labelNames: try reader.labelNames(), patches: patches.patches)
        }
    }

    /// Top-1 prediction of each image; nil if the model has no classification head.
    private func predictions(_ reader: EmbeddingReader) throws -> [PredictionRow]? {
        guard let classes = try reader.likeliestClasses() else { return nil }
        let names = try reader.classNames()
        return zip(classes.labels, classes.probabilities).map { label, probability in
            PredictionRow(
                predictedClass: names.indices.contains(Int(label))
                    ? names[Int(label)] : "class \(label)",
                predictedProbability: Double(probability))
        }
    }

    /// A line about names that occur more than once; nil if there are none.
    private static func repeatedNames(_ names: [String], _ file: String) -> String? {
        var seen: Set<String> = []
        let repeated = names.filter { !seen.insert($0).inserted }
        guard let first = repeated.first else { return nil }
        return
            "names    \(file): \(repeated.count) of \(counted(names.count, "name")) "
            + (repeated.count == 1 ? "repeats" : "repeat")
            + " an earlier one (first: \(first)); all are kept"
    }

    /// Names and labels of vectors.
    private func rows(of reader: VectorReader) throws -> MapRows {
        let n = reader.rowCount
        let names: [String]
        if let ids = map.ids {
            names = try reader.names(lines: ids)
        } else {
            names = try reader.names() ?? (reader.keptRows ?? Array(0..<n)).map(String.init)
        }
        let labels = try reader.labels(column: map.labelColumn)
        if !run.quiet, let note = Self.repeatedNames(names, map.ids ?? reader.path) {
            printMessage(note)
        }
        return MapRows(
            paths: names, labels: labels?.indices ?? names.map { _ in -1 },
            labelNames: labels?.names ?? [])
    }
}
