/// What can be wrong with a file of embeddings or a map, in full sentences.
public enum StoreError: Error, CustomStringConvertible, Sendable {
    case missing(file: String)
    case notHDF5(file: String, bytes: Int, reason: String)
    /// Some other kind of file, and what it is for.
    case foreign(file: String, found: String, advice: String)
    /// One of our files, of which another one was wanted.
    case otherFile(file: String, wanted: String, found: String, advice: String)
    case notOurs(file: String, found: String)
    /// A group, a data set or an attribute that is not as the format says.
    case malformed(file: String, what: String, expected: String, found: String)
    case unreadable(file: String, operation: String, reason: String)
    /// A map that does not have the checksum that stands in it.
    case broken(file: String)
    case newer(file: String, version: Int, known: Int)
    case incomplete(file: String)
    case otherSegment(file: String, version: Int, known: Int)
    case foreignSegment(file: String, index: Int)
    case noLayer(file: String, requested: String, present: String)
    case noTokens(file: String, what: String, option: String)
    case exists(file: String)
    case damaged(file: String, what: String, rows: Range<Int>)
    case lost(file: String, what: String)
    case unlinked(file: String, segment: String)
    case busy(file: String, by: String)
    case system(file: String, operation: String, reason: String)
    case notVectors(file: String, found: String, advice: String)
    case notFinite(file: String, what: String, row: Int)

    /// Whether the same command may work later, when another run has ended.
    public var isBusy: Bool {
        if case .busy = self { return true }
        return false
    }

    /// The file whose bytes are not as they were written, where that is what is wrong.
    public var damagedFile: String? {
        switch self {
        case .damaged(let file, _, _), .notHDF5(let file, _, _), .incomplete(let file),
            .foreign(let file, _, _), .malformed(let file, _, _, _):
            file
        default: nil
        }
    }

    public var description: String {
        switch self {
        case .missing(let file):
            "\(file): there is no such file."
        case .notHDF5(let file, let bytes, let reason):
            "\(file): expected a complete HDF5 file, found \(bytes) bytes that HDF5 refuses "
                + "(\(reason)); it is damaged or cut short, so run the command that wrote it again."
        case .foreign(let file, let found, let advice):
            "\(file): expected a file of `extract` or `reduce`, found \(found); \(advice)."
        case .otherFile(let file, let wanted, let found, let advice):
            "\(file): expected \(wanted), found \(found); \(advice)."
        case .malformed(let file, let what, let expected, let found):
            "\(file): expected \(expected) in \(what), found \(found); the file is damaged, or "
                + "another program changed it, so run the command that wrote it again."
        case .unreadable(let file, let operation, let reason):
            "\(file): \(operation) failed (\(reason)); the file is damaged, or another program "
                + "changed it, so run the command that wrote it again."
        case .broken(let file):
            "\(file): expected the SHA-256 that stands in its first 512 bytes for all that follow, "
                + "found another; the disk or a copy damaged it, or another program changed it in "
                + "place, so run `reduce` again, or restore it from a copy."
        case .notOurs(let file, let found):
            "\(file): expected a file written by Vitrine, found \(found); give the file that "
                + "`extract` (for reduce) or `reduce` (for plot) wrote."
        case .newer(let file, let version, let known):
            "\(file): expected format version \(known), found \(version); use a newer Vitrine."
        case .incomplete(let file):
            "\(file): the file says that it is not complete; run `extract` again."
        case .otherSegment(let file, let version, let known):
            "\(file): expected a segment of format version \(known), found version \(version); "
                + "finish the run with the Vitrine that began it, or remove the folder to begin "
                + "anew."
        case .foreignSegment(let file, let index):
            "\(file): expected a segment of this run, found segment \(index) of another plan; "
                + "remove that file, and the same command makes it again."
        case .noLayer(let file, let requested, let present):
            "\(file): expected layer \(requested), found \(present); choose one of those with --layer."
        case .noTokens(let file, let what, let option):
            "\(file): it holds no \(what); run `extract` with \(option) to have them."
        case .exists(let file):
            "\(file): the file exists already; give --overwrite to replace it or another name."
        case .damaged(let file, let what, let rows):
            "\(file): expected the checksum that stands in the file for \(what), rows "
                + "\(rows.lowerBound)...\(rows.upperBound - 1), found another; the disk or a copy "
                + "damaged it."
        case .lost(let file, let what):
            "\(file): read again after it was written, \(what) is not as it was written; the disk "
                + "failed without a word, or is full."
        case .unlinked(let file, let segment):
            "\(file): it is a view over segments beside it, of which \(segment) is missing or not "
                + "readable; put the folder back, or run `extract` again."
        case .busy(let file, let by):
            "\(file): another run is writing it (\(by)); wait for it, or end it first."
        case .system(let file, let operation, let reason):
            "\(file): \(operation) failed: \(reason)."
        case .notVectors(let file, let found, let advice):
            "\(file): expected vectors, a row each, of 2-, 4- or 8-byte floating-point numbers in "
                + "a .npy, .npz or .h5ad file, found \(found); \(advice)."
        case .notFinite(let file, let what, let row):
            "\(file): expected finite numbers within single precision's range, found another in "
                + "row \(row) (counted from 0) of \(what); leave that row out or mend it."
        }
    }
}
