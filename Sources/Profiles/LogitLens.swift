public import Dense
internal import Foundation

/// The classification head of a model, applied to the tokens of any layer: what would the model
/// answer if it ended there? (nostalgebraist 2020, "interpreting GPT: the logit lens")
public struct LogitLens: Sendable {
    /// Weights of the classifier, `[classes, width]`.
    private let weight: Matrix<Float>
    /// Its bias, `[classes]`.
    private let bias: [Float]
    /// Scale and shift of the closing norm, `[2, width]`; without rows for none.
    private let closingNorm: Matrix<Float>
    /// Scale and shift of the norm of the mean, `[2, width]`; without rows for none.
    private let meanNorm: Matrix<Float>
    /// Summand of the variance in the norm.
    private let eps: Float

    /// Number of classes.
    public var classes: Int { weight.rows }

    /// A lens; shapes that do not fit are a programming error.
    public init(
        weight: Matrix<Float>, bias: [Float], closingNorm: Matrix<Float>, meanNorm: Matrix<Float>,
        eps: Float
    ) {
        precondition(
            bias.count == weight.rows
                && [closingNorm, meanNorm].allSatisfy {
                    [0, 2].contains($0.rows) && $0.columns == weight.columns
                },
            "\(weight.rows) x \(weight.columns), \(bias.count)")
        self.weight = weight
        self.bias = bias
        self.closingNorm = closingNorm
        self.meanNorm = meanNorm
        self.eps = eps
    }

    /// Logits of tokens `[n, width]`, `[n, classes]`.
    ///
    /// - Parameter isFinal: Whether the tokens are of the layer `final`, after the closing norm.
    public func logits(_ tokens: Matrix<Float>, isFinal: Bool) -> Matrix<Float> {
        var rows = tokens.elements
        for norm in (isFinal ? [] : [closingNorm]) + [meanNorm] where norm.rows == 2 {
            let source = rows
            layerNorm(
                source, into: &rows, rows: tokens.rows, scale: Array(norm.row(0)),
                shift: Array(norm.row(1)), eps: eps)
        }
        var result = [Float](repeating: 0, count: tokens.rows * classes)
        multiply(
            MatrixView(rows, rows: tokens.rows, columns: weight.columns),
            MatrixView(weight).transposed, into: &result)
        addBias(bias, to: &result, rows: tokens.rows)
        return Matrix(rows: tokens.rows, columns: classes, elements: result)
    }
}

/// The likeliest class of each row of logits `[n, classes]`, the lowest of equal ones, `[n]`.
public func likeliest(_ logits: Matrix<Float>) -> [Int] {
    (0..<logits.rows).map { row in
        let values = logits.row(row)
        var best = values.startIndex
        for index in values.indices where values[index] > values[best] { best = index }
        return best - values.startIndex
    }
}

/// Softmax probability of one class in each row of logits `[n, classes]`, `[n]`.
public func probabilities(_ logits: Matrix<Float>, of classes: [Int]) -> [Double] {
    precondition(classes.count == logits.rows, "\(classes.count) classes, \(logits.rows) rows")
    return (0..<logits.rows).map { row in
        let values = logits.row(row)
        let largest = Double(values.max() ?? 0)
        let sum = values.reduce(0.0) { $0 + exp(Double($1) - largest) }
        return exp(Double(logits[row, classes[row]]) - largest) / sum
    }
}

/// The first layer from which on a class is the likeliest one up to the last layer; nil if it is
/// not in the last.
///
/// - Parameter classes: The likeliest class by layer.
public func appearance(of wanted: Int, _ classes: [Int]) -> Int? {
    let after = classes.lastIndex { $0 != wanted }.map { $0 + 1 } ?? 0
    return after < classes.count ? after : nil
}
