internal import Console
internal import Dense
internal import Foundation
internal import ModelLoading
internal import Page
internal import Retrieval
internal import Store
internal import Tokens

/// Searches the images of the store by an image of the map or by an image file.
///
/// The rows are the tokens that the map was made from; the index is that of `search`. It is opened,
/// or built, at the first query.
actor StoreSearch: QueueActor {
    nonisolated let executor = QueueExecutor("search")

    /// The rows that are searched.
    private let rows: SearchedRows
    /// Whether each image may be a hit; nil if all may.
    private let allowedImages: [Bool]?
    /// Finds the token of a query.
    private let queries: QueryReader
    /// Searches; nil before the first query.
    private var searcher: Searcher?
    /// Prints a line about the index.
    private let progress: @Sendable (String) -> Void

    /// An image of the store and its cosine with the query.
    struct Hit: Sendable {
        /// Row of the store.
        let storeRow: Int
        let cosine: Double
    }

    /// Prepares the search of a store; nil if it does not have the tokens.
    ///
    /// - Parameters:
    ///   - reduction: The map, whose layer and token are searched.
    ///   - path: The path of the store.
    ///   - weights: The checkpoint; nil to find it by its SHA-256.
    ///   - progress: Prints a line about the index.
    init?(
        _ reduction: Reduction, store path: String, weights: String?, downloads: DownloadOptions,
        progress: @escaping @Sendable (String) -> Void
    ) throws {
        let store = try EmbeddingReader(path)
        guard let layer = LayerName(reduction.layer) else { return nil }
        let kind = Self.token(of: reduction)
        guard store.holds(layer, kind), store.imageCount > 0 else { return nil }
        rows = SearchedRows(store, layer, kind, quiet: true)
        // Images that the map does not show are no hits.
        let shown = reduction.rows.patches.map { patches in
            Set(patches.map { reduction.parentRow(ofImage: $0.image) }).sorted()
        }
        allowedImages = (shown ?? reduction.parentRows).map { kept in
            var allowed = [Bool](repeating: false, count: store.imageCount)
            for row in kept where allowed.indices.contains(row) { allowed[row] = true }
            return allowed
        }
        self.progress = progress
        queries = QueryReader(rows: rows, weights: weights, downloads: downloads, quiet: true)
    }

    /// What is compared: "cosine of class tokens, layer 11".
    nonisolated static func space(of reduction: Reduction) -> String {
        "cosine of \(token(of: reduction).rawValue) tokens, "
            + Reduction.phrase(ofLayer: reduction.layer)
    }

    /// The token of the images that is compared; for a map of patches that of the model.
    private nonisolated static func token(of reduction: Reduction) -> TokenKind {
        let own = ImageToken(rawValue: reduction.token)?.kind
        return own ?? reduction.model.imageToken
    }

    /// The images nearest to one of the store, itself first.
    func nearest(toStoreRow row: Int, count: Int) throws -> [Hit] {
        let vector = try rows.stored([row]).matrix.elements
        guard vector.contains(where: { $0 != 0 }) else {
            throw Failure(
                Exit.nothing, "The token of the image is zero, so it has no cosine with others.")
        }
        return try search(vector, count: count, queryRow: row)
    }

    /// The images nearest to an image file.
    ///
    /// - Throws: `Failure` for bytes that are not an image, and without the store's checkpoint.
    func nearest(toFile bytes: [UInt8], count: Int) throws -> [Hit] {
        let query = try queries.query(bytes: bytes, name: "The file")
        return try search(query.vector, count: count, queryRow: query.image)
    }

    private func search(_ vector: [Float], count: Int, queryRow: Int?) throws -> [Hit] {
        let most = allowedImages?.count { $0 } ?? rows.count
        let found = try openSearcher().search(
            vector, count: min(count, most), queryRow: queryRow)
        return found.map { Hit(storeRow: $0.row, cosine: $0.cosine) }
    }

    /// The searcher; the first call opens or builds the index.
    private func openSearcher() throws -> Searcher {
        if let searcher { return searcher }
        let (index, line) = try IndexBuilder(rows: rows, kind: .auto).index()
        progress("index    \(line)")
        let made = try Searcher(rows: rows, index: index, allowedImages: allowedImages)
        searcher = made
        return made
    }
}
