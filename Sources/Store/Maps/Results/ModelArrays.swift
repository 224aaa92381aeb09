public import Dense

/// The model's filters and position embedding; empty of vectors.
public struct ModelArrays: Sendable {
    /// `[patch * patch * 3, width]`
    public var patchKernel: Matrix<Float>
    /// `[tokens, width]`, class token first; nil where the file does not hold it.
    public var position: Matrix<Float>?
    /// Principal components of the filters, `[k, patch * patch * 3]`.
    public var filterComponents: Matrix<Float>?
    /// Names of the classifier's outputs; may be empty.
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
