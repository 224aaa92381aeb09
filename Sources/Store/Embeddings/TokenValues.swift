public import Dense

/// Token numbers as they go into a file.
public enum TokenValues: Sendable, Equatable {
    case half([HalfBits])
    case single([Float])

    /// Numbers in it.
    public var count: Int {
        switch self {
        case .half(let values): values.count
        case .single(let values): values.count
        }
    }
}

/// The precision of the tokens in a file.
public enum TokenPrecision: String, Sendable, CaseIterable {
    case f16, f32
}
