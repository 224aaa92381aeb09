public import Dense

/// Weights of the model that figures are drawn from. They are empty for vectors of another program.
public struct ModelArrays: Sendable {
    /// Kernel of the patch embedding, `[patch * patch * 3, width]`, rows in the order (row, column,
    /// colour).
    public var patchKernel: Matrix<Float>
    /// Position embeddings, `[tokens, width]`, the class token first; nil if the file does not have
    /// them.
    public var position: Matrix<Float>?
    /// Principal components of the filters, `[k, patch * patch * 3]` with k at most 28; nil if
    /// there are none.
    public var filterComponents: Matrix<Float>?
    /// Names of the classes of the classification head; may be empty.
    public var classNames: [String]

    public init(
        patchKernel: Matrix<Float>, position: Matrix<Float>? = nil,
        filterComponents: Matrix<Float>? = nil, classNames: [String] = []
    ) {
        self.patchKernel = patchKernel
        self.position = position
        self.filterComponents = filterComponents
        self.classNames = classNames
    }
}
