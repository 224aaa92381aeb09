internal import Store

/// Which rows and variants a file stores in full.
struct StoredExplanations {
    /// Variants in full of each row.
    private let variants: [Int: Set<String>]
    /// Rows that are stored as they were embedded, not only as variants.
    private let rows: Set<Int>

    /// Reads which images the file has in full.
    ///
    /// - Throws: `StoreError` for a damaged file.
    init(_ store: EmbeddingReader) throws {
        let explained = try store.explained()
        rows = Set(explained.filter { $0.place == $0.item }.map(\.row))
        variants = Dictionary(grouping: explained, by: \.row).mapValues {
            Set($0.map(\.variant))
        }
    }

    /// Whether the file has this variant of a row.
    func holds(row: Int, variant: String) -> Bool { variants[row]?.contains(variant) ?? false }

    /// Whether the file has the row itself and all variants in full.
    func holdsAll(row: Int, variants: [String]) -> Bool {
        rows.contains(row) && variants.allSatisfy { holds(row: row, variant: $0) }
    }
}
