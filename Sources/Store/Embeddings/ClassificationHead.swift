public import Dense
internal import HDF5

/// The linear classifier of a model, which a logit lens applies to the tokens of every layer.
public struct ClassificationHead: Sendable, Equatable {
    /// Weights as in PyTorch, `[classes, width]`.
    public var weight: Matrix<Float>
    /// Bias, `[classes]`.
    public var bias: [Float]
    /// Scale and shift of the closing norm, which makes the layer `final`, `[2, width]`; without
    /// rows in a model without one.
    public var closingNorm: Matrix<Float>
    /// Scale and shift of the norm of the mean of the patches, `[2, width]`; without rows in a
    /// model without one.
    public var meanNorm: Matrix<Float>

    public init(
        weight: Matrix<Float>, bias: [Float], closingNorm: Matrix<Float>, meanNorm: Matrix<Float>
    ) {
        self.weight = weight
        self.bias = bias
        self.closingNorm = closingNorm
        self.meanNorm = meanNorm
    }

    /// Classes above which a file does not have the classifier: 21,843 classes of ViT-L take 90 MB.
    public static let mostClasses = 5000
}

extension ClassificationHead {
    /// Writes the arrays below `/model`.
    func write(to group: Group) throws {
        try group.write(
            Schema.Embeddings.headWeight, weight.elements, shape: [weight.rows, weight.columns])
        try group.write(Schema.Embeddings.headBias, bias)
        let norms = [
            (Schema.Embeddings.closingNorm, closingNorm), (Schema.Embeddings.headNorm, meanNorm),
        ]
        for (name, norm) in norms where norm.rows > 0 {
            try group.write(name, norm.elements, shape: [norm.rows, norm.columns])
        }
    }
}

extension EmbeddingReader {
    /// The classifier of the model; nil without one, where it reads a pooled token, in files of
    /// earlier versions and of the torch engine.
    public func classificationHead() throws -> ClassificationHead? {
        let names = Schema.Embeddings.self
        func path(_ name: String) -> String { "\(names.model)/\(name)" }
        guard root.contains(path(names.headWeight)), model.isPlain else { return nil }
        let shape = try root.dataset(path(names.headWeight)).shape
        guard shape.count == 2, shape[1] == model.width,
            (1...ClassificationHead.mostClasses).contains(shape[0])
        else {
            throw StoreError.notOurs(
                file: self.path, found: "/\(path(names.headWeight)) of shape \(shape)")
        }
        func norm(_ name: String) throws -> Matrix<Float> {
            let isThere = root.contains(path(name))
            return Matrix(
                rows: isThere ? 2 : 0, columns: model.width,
                elements: isThere ? try modelNumbers(path(name), shape: [2, model.width]) : [])
        }
        return ClassificationHead(
            weight: Matrix(
                rows: shape[0], columns: shape[1],
                elements: try modelNumbers(path(names.headWeight), shape: shape)),
            bias: try modelNumbers(path(names.headBias), shape: [shape[0]]),
            closingNorm: try norm(names.closingNorm), meanNorm: try norm(names.headNorm))
    }
}
