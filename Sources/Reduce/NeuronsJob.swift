internal import Console
internal import Dense
internal import Foundation
internal import Neurons
internal import Store

/// What the units of a model tell about the images of a file: the table `neurons`.
///
/// The labels are those of the images and, with masks, the names of their objects. Selectivity and
/// correlations are of the sample's largest values (`extract --neurons-sample`).
struct NeuronsJob {
    /// The file of embeddings.
    let reader: EmbeddingReader
    /// Words for the units; nil without `--names`.
    let names: (job: NamesJob, named: NamesJob.Named)?
    /// Threads, seed and output of the run.
    let run: RunOptions

    /// Fewest images of the sample that have a label, and that lack it, for it to be told.
    static let fewestImages = 5
    /// Images whose values are correlated.
    private static let correlatedImages = 1024
    /// Correlated units that are listed.
    private static let correlatedUnits = 3

    /// A label or object, and which images of the sample have it.
    private struct Target {
        let name: String
        let members: [Bool]
    }

    /// One row per unit, in the order of the blocks; nil for a file without statistics of units,
    /// and for a part of a file, whose units are those of all images.
    func table() throws -> [NeuronRow]? {
        guard let table = try reader.neurons() else { return nil }
        guard reader.keptRows == nil else {
            if !run.quiet {
                printMessage(
                    "skipped  units, whose statistics are those of all images and not of the "
                        + "chosen ones")
            }
            return nil
        }
        let targets = try self.targets(table)
        let model = reader.model
        var rows: [NeuronRow] = []
        var values: [[Float]] = []
        var progress = Progress(total: model.depth, unit: "blocks of units", quiet: run.quiet)
        defer { progress.end() }
        for layer in 0..<model.depth {
            if let code = Interruption.exitCode {
                throw Failure(code, "interrupted at the units; nothing was written.")
            }
            let block = try reader.neurons(block: layer, of: table)
            let sample = Self.transposed(block.sample, images: table.sampleRows.count)
            let told = tell(sample, targets, units: model.depth * block.units)
            let images = min(Self.correlatedImages, table.sampleRows.count)
            values += sample.map { Array($0.prefix(images)) }
            rows += (0..<block.units).map { unit in
                var row = Self.row(block, unit, layer: layer, heads: model.heads, table)
                if !told.isEmpty {
                    row.label = targets[told[unit].label].name
                    row.auroc = told[unit].auroc
                    row.aurocLow = told[unit].interval.lowerBound
                    row.aurocHigh = told[unit].interval.upperBound
                }
                return row
            }
            progress.update(done: layer + 1)
        }
        try addObjectShares(to: &rows)
        addCorrelations(values, to: &rows)
        if let names {
            let words = try names.job.unitNames(names.named, rows.map { $0.patches.map(\.row) })
            for index in rows.indices { rows[index].words = words[index] }
        }
        return rows
    }

    /// What does not need the sample.
    private static func row(
        _ block: NeuronTable.Block, _ unit: Int, layer: Int, heads: Int, _ table: NeuronTable
    ) -> NeuronRow {
        let hidden = block.units - 2 * heads
        let kind: NeuronRow.Kind =
            unit < hidden ? .hidden : unit < hidden + heads ? .attention : .value
        let number = kind == .hidden ? unit : (unit - hidden) % heads
        let mean = block.mean[unit]
        let places = unit * table.kept..<(unit + 1) * table.kept
        return NeuronRow(
            layer: layer, unit: number, kind: kind, active: Double(block.active[unit]),
            mean: mean, deviation: max(0, block.secondMoment[unit] - mean * mean).squareRoot(),
            patches: places.filter { block.rows[$0] >= 0 }.map {
                NeuronRow.Patch(row: Int(block.rows[$0]), patch: Int(block.topPatches[$0]))
            })
    }

    /// Halves `[images, units]` as numbers `[units][images]`.
    private static func transposed(_ halves: [HalfBits], images: Int) -> [[Float]] {
        guard images > 0 else { return [] }
        let values = fromHalf(halves)
        let units = values.count / images
        return (0..<units).map { unit in (0..<images).map { values[$0 * units + unit] } }
    }

    /// The labels of the sample's images, and the names of their objects.
    private func targets(_ table: NeuronTable) throws -> [Target] {
        let names = try reader.labelNames()
        let labels = try reader.labels()
        var members: [String: Set<Int>] = [:]
        for (image, row) in table.sampleRows.enumerated() {
            let label = labels[Int(row)]
            if label >= 0 { members[names[Int(label)], default: []].insert(image) }
        }
        let ofLabels = Set(members.keys)
        for (image, row) in table.sampleRows.enumerated() {
            for name in try reader.objects(row: Int(row))?.names ?? []
            where !ofLabels.contains(name) {
                members[name, default: []].insert(image)
            }
        }
        let count = table.sampleRows.count
        return members.filter {
            $0.value.count >= Self.fewestImages
                && count - $0.value.count >= Self.fewestImages
        }.sorted { $0.key < $1.key }.map { name, images in
            Target(name: name, members: (0..<count).map(images.contains))
        }
    }

    /// The label that each unit tells best, in parallel; empty without labels.
    private func tell(
        _ sample: [[Float]], _ targets: [Target], units: Int
    ) -> [Selectivity] {
        if targets.isEmpty || sample.isEmpty { return [] }
        let labels = targets.map(\.members)
        let step = 64
        let parts = parallelMap((sample.count + step - 1) / step) { part in
            selectivity(
                Array(sample[part * step..<min(sample.count, (part + 1) * step)]), labels: labels,
                comparisons: units * targets.count)
        }
        return Array(parts.joined())
    }

    /// The share of each unit's strongest patches that lie on an object.
    private func addObjectShares(to rows: inout [NeuronRow]) throws {
        // By image, so that one mask is in memory at a time.
        var places: [Int: [(unit: Int, patch: Int)]] = [:]
        for (unit, row) in rows.enumerated() {
            for patch in row.patches { places[patch.row, default: []].append((unit, patch.patch)) }
        }
        var counts = [Int](repeating: 0, count: rows.count)
        for (row, own) in places.sorted(by: { $0.key < $1.key }) {
            guard let objects = try reader.objects(row: row)?.patches else { return }
            for place in own where objects[place.patch] != 0 { counts[place.unit] += 1 }
        }
        for index in rows.indices where !rows[index].patches.isEmpty {
            rows[index].objectShare = Double(counts[index]) / Double(rows[index].patches.count)
        }
    }

    /// The units that each correlates with.
    private func addCorrelations(_ values: [[Float]], to rows: inout [NeuronRow]) {
        guard values.count == rows.count else { return }
        let names = rows.map(\.name)
        let found = mostCorrelated(values, count: Self.correlatedUnits)
        for (index, units) in found.enumerated() {
            rows[index].correlated = units.map {
                "\(names[$0.unit]) \(String(format: "%.2f", $0.correlation))"
            }.joined(separator: "; ")
        }
    }
}
