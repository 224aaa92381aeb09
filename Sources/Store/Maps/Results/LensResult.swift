public import Dense

/// The classification head applied to every layer.
public struct LensResult: Sendable, Equatable {
    /// What it reads in one explained image.
    public struct Image: Sendable, Equatable {
        /// The class that the model predicts.
        public var predicted: Int32
        /// Probability of that class at each patch, `[layers, patches]`; without rows where the
        /// file has no patch tokens.
        public var probabilities: Matrix<Float>
        /// The likeliest class of the image's token, `[layers]`; -1 where it was not read.
        public var tokenClasses: [Int32]
        /// Probability of that class, `[layers]`; NaN where it was not read.
        public var tokenProbabilities: [Float]

        public init(
            predicted: Int32, probabilities: Matrix<Float>, tokenClasses: [Int32],
            tokenProbabilities: [Float]
        ) {
            self.predicted = predicted
            self.probabilities = probabilities
            self.tokenClasses = tokenClasses
            self.tokenProbabilities = tokenProbabilities
        }
    }

    /// One row per layer, in the order of the model.
    public var rows: [LensRow]
    /// Explained images, by index into `Reduction.explained`.
    public var images: [Int: Image]

    public init(rows: [LensRow], images: [Int: Image]) {
        self.rows = rows
        self.images = images
    }
}
