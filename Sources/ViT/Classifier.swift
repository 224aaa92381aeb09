public import Dense

/// The linear classifier of a model with the norms before it, in single precision.
public struct Classifier: Sendable {
    /// Weights as in PyTorch, `[classes, width]`.
    public let weight: Matrix<Float>
    /// Bias, `[classes]`.
    public let bias: [Float]
    /// Scale and shift of the closing norm, `[2, width]`; without rows in a model without one.
    public let closingNorm: Matrix<Float>
    /// Scale and shift of the norm of the mean of the patches, `[2, width]`; without rows in a
    /// model without one.
    public let meanNorm: Matrix<Float>
}

extension VisionTransformer {
    /// The classifier of a class token or of the mean of the patches; nil without one, or where it
    /// reads a pooled token, which single tokens are not like.
    public var classifier: Classifier? {
        guard configuration.headInput != .pooledToken, let head = heads.head else { return nil }
        let width = configuration.width
        func rows(_ norm: Norm?) -> Matrix<Float> {
            Matrix(
                rows: norm == nil ? 0 : 2, columns: width,
                elements: norm.map { $0.scale + $0.shift } ?? [])
        }
        return Classifier(
            weight: head.weight, bias: head.bias, closingNorm: rows(norm),
            meanNorm: rows(heads.meanNorm))
    }
}
