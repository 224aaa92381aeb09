/// Learning rate of the t-SNE optimisation.
public enum LearningRate: Sendable, Equatable, Codable, ParameterConvertible {
    /// n / exaggeration in each phase, for n rows (Belkina et al. 2019,
    /// doi:10.1038/s41467-019-13055-y).
    case automatic
    /// The same rate in both phases, above 0.
    case fixed(Double)

    /// Text of `automatic` in the file.
    private static let automaticText = "n / exaggeration"

    var parameterValue: ParameterValue {
        switch self {
        case .automatic: .text(Self.automaticText)
        case .fixed(let rate): .real(rate)
        }
    }

    init?(_ value: ParameterValue) {
        switch value {
        case .text(Self.automaticText): self = .automatic
        case .text: return nil
        case .real(let rate): self = .fixed(rate)
        case .integer(let rate): self = .fixed(Double(rate))
        }
    }
}
