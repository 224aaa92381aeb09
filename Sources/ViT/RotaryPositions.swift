internal import Dense
internal import Foundation
internal import Tokens

/// Positions that turn the queries and keys of patches in every block (Su et al. 2021,
/// arXiv 2104.09864), along both axes of the image. Class token and registers are not turned.
///
/// They leave no tensors in a checkpoint: the family determines which a model has.
public enum RotaryPositions: Sendable, Equatable {
    /// DINOv3 (Siméoni et al. 2025, arXiv 2508.10104): the centres of the patches in -1...1 along
    /// each axis, whatever the grid, and periods from 1 up to 100 of these units.
    case dinov3
    /// EVA-02 (Fang et al. 2023, arXiv 2303.11331): rows and columns counted from 0, as if there
    /// were 16 along each axis, and periods up to 10,000. Its pairs are neighbours; `paired` brings
    /// their kernels into the order of the others.
    case eva02
    /// The Perception Encoder (Bolya et al. 2025, arXiv 2504.13181): as EVA-02, with columns before
    /// rows, as if there were `cells` along each axis, those of its position table. In models with
    /// a class token the first row and column have the number 1.
    case perception(cells: Int, first: Int)

    /// Whether a pair are numbers 2i and 2i + 1 of a head, in place of i and i + D / 2.
    var hasNeighbourPairs: Bool { self != .dinov3 }

    /// The angles of each patch, `[patches, headWidth / 2]`: first those of its row, then those
    /// of its column, in the Perception Encoder the other way round. `headWidth` is a multiple of
    /// 4.
    ///
    /// - Parameter periods: those of a checkpoint, `[headWidth / 4]`; nil for exact ones.
    func angles(grid: PatchGrid, headWidth: Int, periods: [Float]?) -> Matrix<Double> {
        precondition(
            headWidth.isMultiple(of: 4), "heads of \(headWidth) numbers cannot be turned")
        let count = headWidth / 4
        let base = self == .dinov3 ? 100.0 : 10_000
        let exact = (0..<count).map { pow(base, Double($0) / Double(count)) }
        let periods = periods.map { $0.map { Double($0) } } ?? exact
        precondition(periods.count == count, "\(periods.count) periods for \(count)")
        func turns(_ cells: Int) -> [[Double]] {
            (0..<cells).map { cell in periods.map { place(cell, of: cells) / $0 } }
        }
        let (down, across) = (turns(grid.rows), turns(grid.columns))
        return Matrix(
            rows: grid.count, columns: 2 * count,
            elements: down.flatMap { y in across.flatMap { x in hasRowsFirst ? y + x : x + y } })
    }

    private var hasRowsFirst: Bool {
        if case .perception = self { false } else { true }
    }

    /// Where a cell stands among the `cells` along an axis.
    private func place(_ cell: Int, of cells: Int) -> Double {
        switch self {
        case .dinov3: 2 * Double.pi * (2 * (Double(cell) + 0.5) / Double(cells) - 1)
        case .eva02: Double(cell) / Double(cells) * 16
        case .perception(let own, let first): Double(cell + first) / Double(cells) * Double(own)
        }
    }
}

/// The cosines and sines of a model's rotary positions, each `[patches, headWidth / 2]`.
struct RotaryTable: Sendable {
    let cosines: Matrix<Float>
    let sines: Matrix<Float>

    /// The table of a configuration; nil for a model without rotary positions.
    ///
    /// - Parameter periods: those of the checkpoint; nil where it has none.
    init?(_ c: Configuration, periods: [Float]?) {
        guard let rotary = c.rotary else { return nil }
        let angles = rotary.angles(grid: c.grid, headWidth: c.headWidth, periods: periods)
        func table(_ function: (Double) -> Double) -> Matrix<Float> {
            Matrix(
                rows: angles.rows, columns: angles.columns,
                elements: angles.elements.map { Float(function($0)) })
        }
        cosines = table { cos($0) }
        sines = table { sin($0) }
    }
}
