/// An error about a file of embeddings, a map, or a file of vectors. `description` is a full
/// sentence: the file, what was expected, what was found, and what to do.
public enum StoreError: Error, CustomStringConvertible, Sendable {
    /// The file does not exist.
    case missing(file: String)
    /// HDF5 cannot open the file, although it begins like one.
    case notHDF5(file: String, bytes: Int, reason: String)
    /// The file has another format, such as PNG.
    case foreign(file: String, found: String, advice: String)
    /// The file is of Vitrine, but of another kind than expected.
    case otherFile(file: String, wanted: String, found: String, advice: String)
    /// The file is HDF5 but does not follow Vitrine's format.
    case notOurs(file: String, found: String)
    /// A group, data set or attribute does not follow the format.
    case malformed(file: String, what: String, expected: String, found: String)
    /// An HDF5 operation failed.
    case unreadable(file: String, operation: String, reason: String)
    /// The checksum of a map does not match its contents.
    case broken(file: String)
    /// The format version is later than this program knows.
    case newer(file: String, version: Int, known: Int)
    /// The file was not completed by the run that wrote it.
    case incomplete(file: String)
    /// A segment has another format version than is written.
    case otherSegment(file: String, version: Int, known: Int)
    /// A segment belongs to another run.
    case foreignSegment(file: String, index: Int)
    /// The file does not have the requested layer.
    case noLayer(file: String, requested: String, present: String)
    /// The file does not have the requested kind of tokens.
    case noTokens(file: String, what: String, option: String)
    /// A file of this name exists and may not be replaced.
    case exists(file: String)
    /// The checksum of some rows does not match.
    case damaged(file: String, what: String, rows: Range<Int>)
    /// Data read back after writing differ from what was written.
    case lost(file: String, what: String)
    /// A segment that the file links to is missing.
    case unlinked(file: String, segment: String)
    /// Another run is writing the file.
    case busy(file: String, by: String)
    /// A system call failed.
    case system(file: String, operation: String, reason: String)
    /// The file does not contain vectors that can be read.
    case notVectors(file: String, found: String, advice: String)
    /// A row of vectors contains NaN or infinity.
    case notFinite(file: String, what: String, row: Int)

    /// Whether the same command may succeed later, after another run has ended.
    public var isBusy: Bool {
        if case .busy = self { return true }
        return false
    }

    /// The file whose bytes differ from what was written; nil for every other kind of error.
    public var damagedFile: String? {
        switch self {
        case .damaged(let file, _, _), .notHDF5(let file, _, _), .incomplete(let file),
            .foreign(let file, _, _), .malformed(let file, _, _, _):
            file
        default: nil
        }
    }

    /// The error as one sentence.
    public var description: String {
        switch self {
        case .missing(let file):
            "\(file): there is no such file."
        case .notHDF5(let file, let bytes, let reason):
            "\(file): expected a complete HDF5 file, found \(bytes) bytes that HDF5 cannot "
                + "open (\(reason)); it is damaged or truncated, so run the command that wrote it "
                + "again."
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
            "\(file): the SHA-256 in its first 512 bytes does not match the rest of the file; the "
                + "disk or a copy damaged it, or another program changed it in place, so run "
                + "`reduce` again, or restore it from a backup."
        case .notOurs(let file, let found):
            "\(file): expected a file written by Vitrine, found \(found); give the file that "
                + "`extract` (for reduce) or `reduce` (for plot) wrote."
        case .newer(let file, let version, let known):
            "\(file): expected format version \(known), found \(version); use a newer Vitrine."
        case .incomplete(let file):
            "\(file): the file is marked as incomplete; run `extract` again."
        case .otherSegment(let file, let version, let known):
            "\(file): expected a segment of format version \(known), found version \(version); "
                + "finish the run with the version that started it, or remove the folder to "
                + "start over."
        case .foreignSegment(let file, let index):
            "\(file): expected a segment of this run, found segment \(index) of another plan; "
                + "remove that file and repeat the command, which writes it again."
        case .noLayer(let file, let requested, let present):
            "\(file): expected layer \(requested), found \(present); choose one of those with "
                + "--layer."
        case .noTokens(let file, let what, let option):
            "\(file): no \(what) in this file; run `extract` with \(option)."
        case .exists(let file):
            "\(file): the file exists already; use --overwrite to replace it, or another name."
        case .damaged(let file, let what, let rows):
            "\(file): the checksum of \(what), rows \(rows.lowerBound)...\(rows.upperBound - 1), "
                + "does not match; the disk or a copy damaged the file."
        case .lost(let file, let what):
            "\(file): \(what) read back differs from what was written; the disk failed without an "
                + "error, or is full."
        case .unlinked(let file, let segment):
            "\(file): the file links to segments beside it, and \(segment) is missing or not "
                + "readable; restore the folder, or run `extract` again."
        case .busy(let file, let by):
            "\(file): another run is writing it (\(by)); wait for that run, or stop it."
        case .system(let file, let operation, let reason):
            "\(file): \(operation) failed: \(reason)."
        case .notVectors(let file, let found, let advice):
            "\(file): expected vectors, one per row, as 2-, 4- or 8-byte floating-point numbers "
                + "in a .npy, .npz or .h5ad file, found \(found); \(advice)."
        case .notFinite(let file, let what, let row):
            "\(file): expected finite numbers within single precision's range, found another in "
                + "row \(row) (counted from 0) of \(what); remove or correct that row."
        }
    }
}
