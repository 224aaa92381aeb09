/// The class that the head of the checkpoint finds likeliest.
public struct PredictionRow: TableRow {
    public var predictedClass: String
    /// 0...1
    public var predictedProbability: Double

    public init(predictedClass: String = "", predictedProbability: Double = .nan) {
        self.predictedClass = predictedClass
        self.predictedProbability = predictedProbability
    }

    public static var unknown: Self { Self() }
    public static var columns: [TableColumn<Self>] {
        [
            .texts("predicted_class", \.predictedClass),
            .reals("predicted_probability", \.predictedProbability).when(.mayBeMissing),
        ]
    }
}
