internal import Console

/// The assignment of the lines of a list or table to images by their paths.
///
/// Lines are assigned rule by rule, each to the whole list, so that a looser rule never changes a
/// more literal match. A rule that is not certain counts only where one line and one image agree.
struct PathMatching {
    /// Index of each image's line, -1 without one, `[images]`.
    private(set) var lines: [Int32]
    /// Number of images by the rule that found their line, in the order of `PathRule.allCases`.
    private(set) var byRule = [Int](repeating: 0, count: PathRule.allCases.count)
    /// Whether each line has no image.
    private(set) var isFree: [Bool]
    /// Lines that repeat the image of an earlier one and agree with it.
    private(set) var repeated = 0

    /// The paths of the lines, and what to do about two lines of one image.
    struct Lines {
        /// The path of each line.
        let paths: [[UInt8]]
        /// Whether two lines mean the same for an image.
        let agree: (Int, Int) -> Bool
        /// The failure for two lines of one image that do not agree.
        let contradiction: (Int, Int) -> Failure
        /// Whether a line may repeat one that was assigned before by something else than paths.
        var mayRepeat: (Int) -> Bool = { _ in true }
    }

    /// - Parameters:
    ///   - isUsed: whether a line takes part, for each line.
    ///   - assigned: lines that images have already, -1 without one, `[images]`.
    /// - Throws: `Lines.contradiction` for two lines of one image that do not agree.
    init(
        _ given: Lines, _ images: CuratedImages, isUsed: [Bool]? = nil,
        assigned: [Int32]? = nil
    ) throws {
        lines = assigned ?? [Int32](repeating: -1, count: images.count)
        isFree = isUsed ?? [Bool](repeating: true, count: given.paths.count)
        let keys = PathKeys(root: images.root)
        for rule in PathRule.allCases {
            var candidates: [[UInt8]: [Int]] = [:]
            for (index, path) in given.paths.enumerated() where isFree[index] {
                // Most lists have no escapes, and need no pass over all images for them.
                if rule == .printed && unprinted(path) == path { continue }
                candidates[keys.key(path, rule), default: []].append(index)
            }
            if candidates.isEmpty { break }
            for line in try match(given, images, candidates, keys, rule, assigned) {
                isFree[line] = false
            }
        }
    }

    /// The images that one line matches by the present rule.
    private struct Claim {
        /// Path of the first image that the line matches.
        let path: [UInt8]
        var images: [Int]
        /// Lines with other spellings of the path that agree.
        let repeated: ArraySlice<Int>
        /// Whether images with different paths match the line.
        var isContested = false
    }

    /// Applies one rule to all images.
    ///
    /// - Parameter candidates: indices of unassigned lines by their keys.
    /// - Returns: the lines that are assigned or repeat an assigned one.
    private mutating func match(
        _ given: Lines, _ images: CuratedImages, _ candidates: [[UInt8]: [Int]],
        _ keys: PathKeys, _ rule: PathRule, _ assigned: [Int32]?
    ) throws -> Set<Int> {
        var claims: [Int: Claim] = [:]
        var repeated: Set<Int> = []
        try images.forEachPath { index, path in
            // The images' own paths have no escapes.
            let key = keys.key(path, rule == .printed ? .rootName : rule)
            guard var candidates = candidates[key] else { return }
            if let assigned, assigned[index] >= 0 {
                candidates = candidates.filter(given.mayRepeat)
                if candidates.isEmpty { return }
            }
            let isTaken = lines[index] >= 0
            let known = isTaken ? Int(lines[index]) : candidates[0]
            if let other = candidates.first(where: { !given.agree($0, known) }) {
                guard rule.isCertain else { return }
                throw given.contradiction(known, other)
            }
            if isTaken {
                if rule.isCertain { repeated.formUnion(candidates) }
                return
            }
            guard var claim = claims[known] else {
                claims[known] = Claim(
                    path: path, images: [index], repeated: candidates.dropFirst())
                return
            }
            claim.images.append(index)
            claim.isContested = claim.isContested || !rule.isCertain && claim.path != path
            claims[known] = claim
        }
        var finished = repeated
        for (line, claim) in claims where !claim.isContested {
            for image in claim.images { lines[image] = Int32(line) }
            byRule[rule.rawValue] += claim.images.count
            finished.insert(line)
            finished.formUnion(claim.repeated)
            repeated.formUnion(claim.repeated)
        }
        self.repeated += repeated.count
        return finished
    }
}

/// The name of a file: the bytes of its path behind the last slash.
func fileName(_ path: [UInt8]) -> [UInt8] {
    Array(path[(path.lastIndex(of: UInt8(ascii: "/")).map { $0 + 1 } ?? 0)...])
}
