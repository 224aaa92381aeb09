internal import Store

/// Which rows and variants a file stores in full.
struct StoredExplanations {
    /// Variants in full of each row.
    private let variants: [Int: Set<String>]
    /// Rows that are stored as they were embedded, not only as variants.
    private let rows: Set<Int>

    /// Units whose values are there for a row and all its variants.
    private let units: [Int: Set<String>]
    /// Row and variant of each image in full.
    private let places: [(row: Int, variant: String)]

    /// Reads which images the file has in full.
    ///
    /// - Throws: `StoreError` for a damaged file.
    init(_ store: EmbeddingReader) throws {
        let explained = try store.explained()
        rows = Set(explained.filter { $0.place == $0.item }.map(\.row))
        units = Dictionary(grouping: explained, by: \.row).mapValues { images in
            images.dropFirst().reduce(Set(images[0].units.keys)) { $0.intersection($1.units.keys) }
        }
        places = explained.map { ($0.row, $0.variant) }
        variants = Dictionary(grouping: explained, by: \.row).mapValues {
            Set($0.map(\.variant))
        }
    }

    /// Whether the file has this variant of a row.
    func holds(row: Int, variant: String) -> Bool { variants[row]?.contains(variant) ?? false }

    /// Whether the values of some units are there for a row and all its variants.
    func holds(units names: Set<String>, ofRow row: Int) -> Bool {
        names.isSubset(of: units[row] ?? [])
    }

    /// Where the file has a variant of a row, among the images in full; nil without it.
    func place(row: Int, variant: String) -> Int? {
        places.firstIndex { $0.row == row && $0.variant == variant }
    }

    /// Whether the file has the row itself and all variants in full.
    func holdsAll(row: Int, variants: [String]) -> Bool {
        rows.contains(row) && variants.allSatisfy { holds(row: row, variant: $0) }
    }
}
