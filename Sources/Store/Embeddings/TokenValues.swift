public import Dense

/// Tokens in the precision in which they are stored, row-major.
public enum TokenValues: Sendable, Equatable {
    /// IEEE half precision.
    case half([HalfBits])
    /// Single precision.
    case single([Float])

    /// Number of values.
    public var count: Int {
        switch self {
        case .half(let values): values.count
        case .single(let values): values.count
        }
    }
}

/// Precision of the tokens in a file; the raw value is the spelling of the option `--dtype`.
public enum TokenPrecision: String, Sendable, CaseIterable {
    case f16, f32
}
