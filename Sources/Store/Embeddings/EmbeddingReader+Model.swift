public import Dense
internal import HDF5

/// The arrays of the model that embedded the images.
extension EmbeddingReader {
    /// Kernel of the patch embedding, `[patch * patch * 3, width]`, rows in the order (row, column,
    /// colour); without rows in a file of another engine that found none.
    public func patchKernel() throws -> Matrix<Float> {
        let name = "\(Schema.Embeddings.model)/\(Schema.Embeddings.patchKernel)"
        if !model.engine.isEmpty && !root.contains(name) {
            return Matrix(rows: 0, columns: model.width, elements: [])
        }
        return Matrix(
            rows: model.patch * model.patch * 3, columns: model.width,
            elements: try modelNumbers(
                name, shape: [model.patch, model.patch, 3, model.width]))
    }

    /// Position embeddings, `[tokens, width]`, the class token first; nil for a model without a
    /// table.
    public func position() throws -> Matrix<Float>? {
        let name = "\(Schema.Embeddings.model)/\(Schema.Embeddings.position)"
        if model.hasNoPositionTable && !root.contains(name) { return nil }
        return Matrix(
            rows: model.tokens, columns: model.width,
            elements: try modelNumbers(name, shape: [model.tokens, model.width]))
    }

    /// Weights of the given shape, checked against their checksum and against the largest magnitude
    /// that a map may hold.
    func modelNumbers(_ name: String, shape: [Int]) throws -> [Float] {
        let numbers: [Float] = try root.read(name, shape: shape)
        let limit = Float(CheckedGroup.largestMagnitude)
        if let wrong = numbers.first(where: { !(abs($0) <= limit) }) {
            throw StoreError.malformed(
                file: path, what: name, expected: "numbers from -\(limit) to \(limit)",
                found: "\(wrong)")
        }
        return numbers
    }
}
