/// The top-1 prediction of the classification head for an image (columns of `obs`).
public struct PredictionRow: TableRow {
    /// Name of the class, or "class 281" if the names are not known.
    public var predictedClass: String
    /// Softmax probability of that class, 0...1.
    public var predictedProbability: Double

    public init(predictedClass: String = "", predictedProbability: Double = .nan) {
        self.predictedClass = predictedClass
        self.predictedProbability = predictedProbability
    }

    /// Short name of an ImageNet class: "Saluki" for "n02091831 Saluki, gazelle hound".
    public var shortClass: String {
        var words = predictedClass.split(separator: " ")
        if words.count > 1, let first = words.first, first.count == 9, first.first == "n",
            first.dropFirst().allSatisfy({ $0.isASCII && $0.isNumber })
        {
            words.removeFirst()
        }
        let names = words.joined(separator: " ")
        return names.split(separator: ",").first.map(String.init) ?? predictedClass
    }

    public static var unknown: Self { Self() }
    public static var columns: [TableColumn<Self>] {
        [
            .texts("predicted_class", \.predictedClass),
            .reals("predicted_probability", \.predictedProbability).when(.mayBeMissing),
        ]
    }
}
