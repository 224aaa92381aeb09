internal import Console

/// The assignment of the entries of a list or review to images: first by SHA-256, then by path.
///
/// An entry with a SHA-256 and a path names the image with both; if no image has both, the only one
/// with the SHA-256, or else the one at the path. A SHA-256 alone names all images with it.
struct EntryMatching {
    /// Index of each image's entry, -1 without one, `[images]`.
    let entries: [Int32]
    /// Entries that name no image, ascending.
    let unmatched: [Int]
    /// Number of images that were found by SHA-256.
    private(set) var byDigest = 0
    /// Number of images that were found by path, in the order of `PathRule.allCases`.
    let byRule: [Int]
    /// Number of entries that repeat an earlier one.
    let repeated: Int

    /// - Parameters:
    ///   - agree: whether two entries mean the same for an image.
    ///   - contradiction: the failure for two entries of one image that do not agree.
    init(
        _ given: [ListEntry], _ images: CuratedImages, agree: @escaping (Int, Int) -> Bool,
        contradiction: @escaping (Int, Int) -> Failure
    ) throws {
        var found = [Int32](repeating: -1, count: images.count)
        var isByPath = [Bool](repeating: true, count: given.count)
        var unclear: [Int] = []
        var repeated = 0
        let byDigest = try images.images(with: Set(given.compactMap(\.digest)))
        let paths = try Self.paths(of: byDigest.values.filter { $0.count > 1 }, images)
        for (index, entry) in given.enumerated() {
            guard let digest = entry.digest, var named = byDigest[digest] else { continue }
            isByPath[index] = false
            if !entry.isDigestOnly && named.count > 1 {
                let path = unprinted(entry.path)
                named = named.filter { paths[$0] == entry.path || paths[$0] == path }
            }
            if named.isEmpty { unclear.append(index) }
            var isRepeated = false
            for image in named {
                let known = Int(found[image])
                if known < 0 {
                    found[image] = Int32(index)
                    self.byDigest += 1
                } else if agree(known, index) {
                    isRepeated = true
                } else {
                    throw contradiction(known, index)
                }
            }
            if isRepeated { repeated += 1 }
        }
        let matching = try PathMatching(
            PathMatching.Lines(
                paths: given.map(\.path), agree: agree, contradiction: contradiction,
                // An entry with another SHA-256 is about other bytes.
                mayRepeat: { given[$0].digest == nil }),
            images, isUsed: isByPath, assigned: found)
        entries = matching.lines
        byRule = matching.byRule
        self.repeated = repeated + matching.repeated
        unmatched = (unclear + given.indices.filter { matching.isFree[$0] }).sorted()
    }

    /// Number of images with an entry.
    var matched: Int { entries.count { $0 >= 0 } }

    /// The paths of images with equal bytes.
    private static func paths(of groups: [[Int]], _ images: CuratedImages) throws -> [Int: [UInt8]]
    {
        let wanted = Set(groups.joined())
        if wanted.isEmpty { return [:] }
        var paths: [Int: [UInt8]] = [:]
        try images.forEachPath { if wanted.contains($0) { paths[$0] = $1 } }
        return paths
    }

    /// What was not matched, repeated or matched in another way than by the path as written, each
    /// with "; " before it.
    func remarks(_ given: [ListEntry], _ images: CuratedImages) -> String {
        var text = ""
        if !unmatched.isEmpty {
            let count = unmatched.count
            let some = unmatched.prefix(3).map { "\(given[$0].text) in line \(given[$0].line)" }
            text +=
                "; \(count) \(count == 1 ? "line names" : "lines name") none of the "
                + "\(images.noun) (\(some.joined(separator: ", "))"
                + "\(count > 3 ? ", ..." : ""))"
        }
        if repeated > 0 {
            text +=
                "; \(repeated) \(repeated == 1 ? "line repeats" : "lines repeat") an earlier one"
        }
        if byDigest > 0 { text += "; \(byDigest) found by SHA-256" }
        return text + (PathRule.text(byRule).map { "; " + $0 } ?? "")
    }
}
