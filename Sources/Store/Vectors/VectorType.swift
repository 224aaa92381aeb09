/// Precision of stored vectors: half, single or double.
public enum VectorType: String, Sendable {
    case f16, f32, f64

    /// Bytes per number.
    var size: Int {
        switch self {
        case .f16: 2
        case .f32: 4
        case .f64: 8
        }
    }
}
