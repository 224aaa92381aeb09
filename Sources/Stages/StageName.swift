/// The stages of a reduction that is cut into pieces, in the order in which they run.
public enum StageName: String, CaseIterable, Codable, Sendable {
    /// Mean and second moment of the rows, and the principal components that follow from them.
    case moments
    /// The rows with the smallest hash of their number, with their vectors.
    case sample
    /// k-means of the sample: the centroids of the cells.
    case centroids
    /// The cell of each row, and the vectors in the order of the cells, piece by piece.
    case assign
    /// The vectors of all pieces in the order of the cells.
    case lists
    /// The nearest rows of each row among those of its cell and the cells around.
    case graph
    /// t-SNE of rows of the sample.
    case layout
    /// The position of every row on that map, and its novelty.
    case map

    /// The stages whose joined results this one reads.
    public var inputs: [StageName] {
        switch self {
        case .moments, .sample: []
        case .centroids: [.sample]
        case .assign: [.sample, .centroids]
        case .lists: [.assign]
        case .graph: [.assign, .lists]
        case .layout: [.moments, .sample]
        case .map: [.moments, .assign, .layout]
        }
    }

    /// Whether the stage is cut into pieces; otherwise `--join` computes it.
    public var hasPieces: Bool { pieces != nil }

    /// What a piece is; nil for a stage that one process computes as a whole by `--join`.
    var pieces: PieceKind? {
        switch self {
        case .moments, .sample, .assign, .map: .rows
        case .centroids, .layout: nil
        case .lists, .graph: .cells
        }
    }

    /// What a stage is cut into.
    enum PieceKind {
        /// Consecutive rows of the store.
        case rows
        /// Consecutive cells.
        case cells
    }
}
