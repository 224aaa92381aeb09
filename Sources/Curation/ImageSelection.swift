internal import Console

/// The lists of `--only` and `--except`, read.
public struct ImageSelection {
    private let only: ImageNameList?
    private let except: ImageNameList?

    /// Reads the lists; both nil without the options.
    ///
    /// - Throws: `Failure` for a file that cannot be read or names nothing.
    init(only: String?, except: String?) throws {
        self.only = try only.map { try ImageNameList($0, option: "--only", decision: .keep) }
        self.except = try except.map { try ImageNameList($0, option: "--except", decision: .drop) }
    }

    /// Whether there is no list.
    public var isEmpty: Bool { only == nil && except == nil }
    /// Whether a list names images by their SHA-256.
    public var hasDigests: Bool { only?.hasDigests == true || except?.hasDigests == true }
    /// SHA-256 of the file of `--only`, hexadecimal.
    public var onlySHA256: String? { only?.digest }
    /// SHA-256 of the file of `--except`, hexadecimal.
    public var exceptSHA256: String? { except?.digest }

    /// What the lists leave of the images.
    public struct Choice {
        /// Whether each image is used, `[images]`.
        public internal(set) var keeps: [Bool]
        /// Number of images that `--only` names; nil without it.
        public internal(set) var onlyCount: Int?
        /// Number of images that `--except` names; nil without it.
        public internal(set) var exceptCount: Int?
        /// A line on each list for the user: "--only keep.txt: 120 of 300 images".
        public internal(set) var lines: [String] = []
    }

    /// Chooses the images that `--only` names and `--except` does not.
    ///
    /// - Throws: `Failure` for a list that names none of the images, and if none is left.
    public func choice(of images: CuratedImages) throws -> Choice {
        var choice = Choice(keeps: [Bool](repeating: true, count: images.count))
        func line(_ list: ImageNameList, _ matching: EntryMatching, _ verb: String) -> String {
            "\(list.source): \(matching.matched) of \(counted(images.count, images))\(verb)"
                + matching.remarks(list.entries, images)
        }
        if let only {
            let matching = try only.matched(with: images)
            choice.keeps = matching.entries.map { $0 >= 0 }
            choice.onlyCount = matching.matched
            choice.lines.append(line(only, matching, ""))
        }
        if let except {
            let matching = try except.matched(with: images)
            for (image, entry) in matching.entries.enumerated() where entry >= 0 {
                choice.keeps[image] = false
            }
            choice.exceptCount = matching.matched
            choice.lines.append(line(except, matching, " left out"))
        }
        guard choice.keeps.contains(true) else {
            let sources = [only?.source, except?.source].compactMap { $0 }
            throw Failure(
                Exit.nothing,
                "\(sources.joined(separator: " and ")): expected lists that leave some of the "
                    + "\(counted(images.count, images)), found none left.")
        }
        return choice
    }
}

/// A number of images: "1 image", "300 images".
func counted(_ count: Int, _ images: CuratedImages) -> String {
    counted(count, String(images.noun.dropLast()), images.noun)
}
