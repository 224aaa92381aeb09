internal import Console
internal import Digest
internal import FileSystem
internal import Images
internal import Text

/// The file of `--only` or `--except`: the images that it names.
///
/// A line is a path, a SHA-256 of 64 hexadecimal digits, or a line of `sha256sum`. Empty lines are
/// passed over, lines end with LF or CR LF, or with NUL as `find -print0` writes them, and a byte
/// order mark is dropped. A file whose name ends in `.csv` or `.tsv` has a column of paths, as
/// `extract` reads it. A review names the images with one of its decisions.
struct ImageNameList {
    /// The option and the path of the file, for messages: "--only keep.txt".
    let source: String
    let entries: [ListEntry]
    /// The review that the file is; nil for a list.
    private let review: ReviewTable?
    /// SHA-256 of the file, hexadecimal.
    let digest: String

    /// Reads a list.
    ///
    /// - Parameter decision: the decision of a review whose images count.
    /// - Throws: `Failure` for a file that cannot be read or names nothing.
    init(_ path: String, option: String, decision: ReviewTable.Decision) throws {
        source = "\(option) \(path)"
        guard let bytes = wholeFile(path) else {
            throw Failure(
                Exit.nothing,
                "\(source): expected a file with one path or SHA-256 per line, found none that can "
                    + "be read.")
        }
        digest = hexadecimal(SHA256.digest(bytes))
        if ReviewTable.isReview(bytes) {
            let review = try ReviewTable(bytes, source: source)
            self.review = review
            entries = review.entries(decision)
            guard !entries.isEmpty else {
                throw Failure(
                    Exit.usage,
                    "\(source): expected rows with the decision \(decision.rawValue), found "
                        + "\(counted(review.rows.count, "row")) with others; pass another list, or "
                        + "leave out \(option).")
            }
            return
        }
        review = nil
        let isTable = [".csv", ".tsv"].contains { path.lowercased().hasSuffix($0) }
        entries = isTable ? try Self.rows(path, source) : try Self.lines(bytes, source)
        guard !entries.isEmpty else {
            throw Failure(
                Exit.usage,
                "\(source): expected one path or SHA-256 per line, found no lines; pass another "
                    + "list, or leave out \(option).")
        }
    }

    /// The lines of a list that are not empty.
    private static func lines(_ bytes: [UInt8], _ source: String) throws -> [ListEntry] {
        if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
            throw Failure(
                Exit.data,
                "\(source): expected UTF-8 or other bytes, found UTF-16; save it as UTF-8.")
        }
        let text = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes[3...] : bytes[...]
        let end = text.contains(0) ? 0 : UInt8(ascii: "\n")
        var entries: [ListEntry] = []
        for (number, line) in text.split(separator: end, omittingEmptySubsequences: false)
            .enumerated()
        {
            let hasReturn = end != 0 && line.last == UInt8(ascii: "\r")
            let path = Array(hasReturn ? line.dropLast() : line)
            if path.isEmpty { continue }
            guard path.count <= 4096 else {
                throw Failure(
                    Exit.data,
                    "\(source), line \(number + 1): expected a path or a SHA-256, found "
                        + "\(path.count) bytes; give one per line.")
            }
            let digest = FileDigest(hexadecimal: path) ?? FileDigest(lineOfSHA256Sum: path)
            entries.append(
                ListEntry(
                    line: number + 1, path: path, digest: digest, isDigestOnly: digest != nil))
        }
        return entries
    }

    /// The rows of a table with a column of paths.
    private static func rows(_ path: String, _ source: String) throws -> [ListEntry] {
        do {
            var table = try ImageTable(path: path)
            var entries: [ListEntry] = []
            while let row = try table.next() {
                entries.append(
                    ListEntry(line: row.line, path: row.path, digest: nil, isDigestOnly: false))
            }
            return entries
        } catch {
            throw Failure(Exit.data, "\(source): \(error)")
        }
    }

    /// Whether a line is a SHA-256.
    var hasDigests: Bool { entries.contains { $0.digest != nil } }

    /// The assignment of the lines to images.
    ///
    /// - Throws: `Failure` for a list that names none of the images, with an example from both
    ///   sides, and for a review with two decisions about one image.
    func matched(with images: CuratedImages) throws -> EntryMatching {
        if let review { _ = try review.matched(with: images) }
        let matching = try EntryMatching(
            entries, images, agree: { _, _ in true },
            contradiction: { _, _ in preconditionFailure("all lines of a list agree") })
        guard matching.matched == 0 else { return matching }
        var first = ""
        try images.forEachPath { if $0 == 0 { first = displayText($1) } }
        let relative = images.root.map { "; paths are relative to \($0)" } ?? ""
        throw Failure(
            Exit.usage,
            "\(source): expected the paths or SHA-256 of \(images.noun), such as "
                + "\"\(first)\", found none in \(counted(entries.count, "line")) "
                + "(line \(entries[0].line) has \"\(entries[0].text)\")\(relative).")
    }
}
