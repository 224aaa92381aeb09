/// Factor of the gradient of t-SNE.
public enum LearningRate: Sendable, Equatable, Codable, ParameterConvertible {
    /// Rows over the exaggeration (Belkina et al. 2019).
    case automatic
    case fixed(Double)

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
