internal import Console
internal import Store

/// The images that all compared files have.
struct MatchedRows {
    /// For each file the row of each image, `[files][images]`, in the order of the first file
    /// that has names.
    private(set) var rows: [[Int]]
    /// How many images were found by SHA-256, by path, and by the number of their row.
    private(set) var bySHA256 = 0
    private(set) var byPath = 0
    private(set) var byRow = 0

    /// Fewest images that are compared.
    static let fewest = 10

    /// Matches the rows of all files with those of the first one that has names.
    ///
    /// An image is matched by its SHA-256, of several copies the one with the same path before the
    /// others; then by its path. Vectors without names are matched row by row if there are as many.
    ///
    /// - Throws: `Failure` for fewer than ten images.
    init(_ files: [ComparedFile]) throws {
        let reference = files.firstIndex { $0.names != nil } ?? 0
        let first = files[reference]
        var found = [[Int?]](
            repeating: [Int?](repeating: nil, count: first.count), count: files.count)
        found[reference] = (0..<first.count).map(\.self)
        var ways = [Way?](repeating: nil, count: first.count)
        for (index, file) in files.enumerated() where index != reference {
            let matched = try Self.match(first, file)
            for row in 0..<first.count {
                found[index][row] = matched[row]?.row
                if let way = matched[row]?.way { ways[row] = max(ways[row] ?? way, way) }
            }
        }
        let common = (0..<first.count).filter { row in found.allSatisfy { $0[row] != nil } }
        guard common.count >= Self.fewest else {
            let counts = files.map { "\($0.name) \($0.count)" }.joined(separator: ", ")
            throw Failure(
                Exit.nothing,
                "expected at least \(Self.fewest) images that all files have, by SHA-256 or path, "
                    + "found \(common.count) (rows: \(counts)).")
        }
        rows = found.map { rows in common.compactMap { rows[$0] } }
        bySHA256 = common.count { ways[$0] == .digest }
        byPath = common.count { ways[$0] == .path }
        byRow = common.count { ways[$0] == .row }
    }

    /// Number of images.
    var count: Int { rows[0].count }

    /// How an image was found, the surest first.
    private enum Way: Int, Comparable {
        case digest, path, row

        static func < (a: Way, b: Way) -> Bool { a.rawValue < b.rawValue }
    }

    /// For each row of the first file that of another, and how it was found.
    private static func match(
        _ first: ComparedFile, _ other: ComparedFile
    ) throws -> [(row: Int, way: Way)?] {
        var result = [(row: Int, way: Way)?](repeating: nil, count: first.count)
        guard let names = first.names, let otherNames = other.names else {
            guard first.count == other.count else {
                throw Failure(
                    Exit.nothing,
                    "\(other.path): expected names of its rows, or as many rows as "
                        + "\(first.path) (\(first.count)), found \(other.count) rows without "
                        + "names.")
            }
            return (0..<first.count).map { ($0, .row) }
        }
        var taken = Set<Int>()
        func take(_ row: Int, _ its: Int, _ way: Way) {
            guard result[row] == nil, taken.insert(its).inserted else { return }
            result[row] = (its, way)
        }
        let byName = Dictionary(zip(otherNames, 0...), uniquingKeysWith: { first, _ in first })
        if let mine = first.digests, let its = other.digests {
            for row in 0..<first.count {
                if let same = byName[names[row]], its[same] == mine[row] {
                    take(row, same, .digest)
                }
            }
            let byDigest = Dictionary(grouping: 0..<other.count) { its[$0] }
            for row in 0..<first.count where result[row] == nil {
                let free = byDigest[mine[row]]?.first { !taken.contains($0) }
                if let free { take(row, free, .digest) }
            }
        }
        for row in 0..<first.count where result[row] == nil {
            if let same = byName[names[row]] { take(row, same, .path) }
        }
        return result
    }

    /// At most `limit` of the images, evenly spaced.
    func sample(_ limit: Int) -> MatchedRows {
        guard count > limit else { return self }
        var sample = self
        let places = (0..<limit).map { $0 * count / limit }
        sample.rows = rows.map { rows in places.map { rows[$0] } }
        return sample
    }

    /// "300 images: 298 by SHA-256, 2 by path".
    var text: String {
        let parts = [(bySHA256, "SHA-256"), (byPath, "path"), (byRow, "the number of their row")]
            .filter { $0.0 > 0 }.map { "\($0.0) by \($0.1)" }
        return "\(counted(bySHA256 + byPath + byRow, "image")): " + parts.joined(separator: ", ")
    }
}
