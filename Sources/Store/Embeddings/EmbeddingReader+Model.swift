public import Dense
internal import HDF5

/// The arrays of the model that embedded the images.
extension EmbeddingReader {
    /// The patch kernel `[patch * patch * 3, width]`.
    public func patchKernel() throws -> Matrix<Float> {
        let name = "\(Schema.Embeddings.model)/\(Schema.Embeddings.patchKernel)"
        return Matrix(
            rows: model.patch * model.patch * 3, columns: model.width,
            elements: try modelNumbers(
                name, shape: [model.patch, model.patch, 3, model.width]))
    }

    /// The position table `[tokens, width]`.
    public func position() throws -> Matrix<Float> {
        let name = "\(Schema.Embeddings.model)/\(Schema.Embeddings.position)"
        return Matrix(
            rows: model.tokens, columns: model.width,
            elements: try modelNumbers(name, shape: [model.tokens, model.width]))
    }

    /// Numbers of the model, held against their checksum (`CheckedGroup` reads maps, which have one
    /// as a whole), and no larger than a map may hold them.
    private func modelNumbers(_ name: String, shape: [Int]) throws -> [Float] {
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
