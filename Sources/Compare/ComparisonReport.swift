internal import Foundation
internal import Store

/// The result of a comparison in a few lines, and which model and layer to take.
struct ComparisonReport {
    private let comparison: ModelComparison

    init(_ comparison: ModelComparison) { self.comparison = comparison }

    /// A line per file, one per pair, and the advice.
    var lines: [String] {
        let width = comparison.models.map(\.name.count).max() ?? 0
        func padded(_ name: String) -> String {
            name + String(repeating: " ", count: width - name.count)
        }
        let models = comparison.models.map { model in
            padded(model.name) + "  \(model.model), \(phrase(model)), width \(model.width)"
                + (model.accuracy.isFinite
                    ? ": 20-NN accuracy \(number(model.accuracy)) ± "
                        + "\(number(model.accuracyMargin)) on \(model.judged) images" : "")
        }
        let pairs = comparison.pairs.map { pair in
            guard pair.cka.isFinite else {
                return "\(pair.first) and \(pair.second): all rows of one of them are equal"
            }
            return "\(pair.first) and \(pair.second): \(number(100 * pair.overlap, 0)) % of the "
                + "nearest neighbours in common (\(number(100 * pair.chance, 0)) % by chance), CKA "
                + "\(number(pair.cka, 2)), clusters ARI "
                + number(pair.ari, 2)
        }
        return models + pairs + [Self.advice(comparison)]
    }

    /// One sentence: which model and layer, and how sure that is.
    static func advice(_ comparison: ModelComparison) -> String {
        let ranked = comparison.models.filter { $0.accuracy.isFinite }
            .sorted { $0.accuracy > $1.accuracy }
        guard let best = ranked.first, ranked.count > 1 else {
            return "no two labels with enough images (15 in each half), so nothing is said about "
                + "which model suits the images better"
        }
        let other = ranked[1]
        let report = Self(comparison)
        guard let (pair, gain) = report.pair(best, other) else { return "" }
        let interval = "\(report.number(gain)) ± \(report.number(pair.gainMargin))"
        let test =
            "McNemar p "
            + (pair.probability < 0.001 ? "< 0.001" : "= \(report.number(pair.probability))")
        let facts =
            "accuracy \(report.number(best.accuracy)) against \(report.number(other.accuracy)) of "
            + "\(other.name), difference \(interval), \(test), on "
            + "\(pair.judged) images"
        if report.isBetter(best, other) {
            return "take \(best.name), \(report.phrase(best)): \(facts)"
        }
        let others = ranked.dropFirst(2).filter { report.isBetter(best, $0) }.map(\.name)
        let worse =
            others.isEmpty ? "" : "; worse than \(best.name): \(others.joined(separator: ", "))"
        let cheaper =
            best.gigaflops.isFinite && other.gigaflops.isFinite
                && best.gigaflops != other.gigaflops
            ? best.gigaflops < other.gigaflops ? best : other : nil
        return "the labels do not separate \(best.name) and \(other.name): \(facts)"
            + (cheaper.map { "; \($0.name) is cheaper" } ?? "") + worse
    }

    /// The row of two files, and how much better the first is in it; nil without one.
    private func pair(
        _ first: ComparedModelRow, _ second: ComparedModelRow
    ) -> (ModelPairRow, gain: Double)? {
        comparison.pairs.first { Set([$0.first, $0.second]) == Set([first.name, second.name]) }
            .map { ($0, $0.first == first.name ? $0.gain : -$0.gain) }
    }

    /// Whether the labels show that one file is better than another.
    private func isBetter(_ first: ComparedModelRow, _ second: ComparedModelRow) -> Bool {
        guard let (pair, gain) = pair(first, second) else { return false }
        return gain > pair.gainMargin && pair.probability < 0.05
    }

    /// "layer 9, class token" or "vectors".
    private func phrase(_ model: ComparedModelRow) -> String {
        let layer = Reduction.phrase(ofLayer: model.layer)
        return layer.isEmpty ? "vectors" : "\(layer), \(model.token) token"
    }

    private func number(_ value: Double, _ decimals: Int = 3) -> String {
        String(format: "%.\(decimals)f", value)
    }
}
