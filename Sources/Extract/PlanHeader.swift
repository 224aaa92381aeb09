internal import Console
internal import Curation
internal import Foundation
internal import Store

/// The settings and counts of a run, without its list of images; stored as JSON in `OUT.parts/plan`
/// and, as the attribute `settings`, in the finished file.
struct PlanHeader: Codable, Sendable {
    /// Marks the JSON as a plan.
    var format = "vitrine-plan"
    /// The format version of the output file: segments of two versions are never joined.
    var version = Schema.Embeddings.version
    /// When the plan was made, in UTC, as ISO 8601.
    var createdUTC: String
    /// Just before the images were listed, nanoseconds since 1970; nil in older plans.
    var listed: Int64?
    /// The `uuid` of the output file.
    var uuid: String
    /// The arguments of the program that made the plan.
    var commandLine: [String]
    /// The folder that the images' paths are relative to.
    var root: String
    /// Number of images in the list.
    var imageCount: Int
    /// Records behind the images: what was rejected while the source was listed and has no row.
    /// Nil in older plans.
    var listedRejects: Int?
    /// Number of rows, if no image is rejected.
    var rowCount: Int
    /// Images along each side of a mosaic; 1 without mosaics.
    var mosaic: Int
    /// Names of the labels, in byte order; empty for mosaics.
    var labelNames: [String]
    /// Names of the columns of each image besides path, label and split.
    var columns: [String]
    /// Whether the images have splits.
    var hasSplits: Bool
    /// Rows of the plan that are kept in full, ascending.
    var explained: [Int]
    /// The variant of all rows, such as "random:0.5"; "original" for none.
    var variant: String
    /// The further variants of the images kept in full.
    var variants: [String]
    /// Items per segment, 1...4096.
    var segmentItems: Int
    /// What of the source was skipped, rejected or listed twice, one line each; nil for nothing.
    var leftOut: String?
    /// Counts of images in formats that are not supported: "3 .heic"; nil for none.
    var unread: String?
    /// How many images the table of `--labels` covers; nil without a table.
    var labelCounts: LabelCounts?
    /// What lists, reviews and further label tables did, one line each; nil for nothing.
    var curation: [String]?
    /// Everything that the results depend on.
    var settings = RunSettings()
    /// Absolute path of the checkpoint; nil for the demo model and in early plans.
    var weightsPath: String?
    /// `root` as an absolute path; nil in early plans.
    var rootPath: String?
    /// Absolute path of the masks, or `Masks.inArchives`; nil without masks and in early plans.
    var masksPath: String?
    /// The value of `--weights`; nil for the demo model and in early plans.
    var weightsGiven: String?
    /// Instruction sets of the machine that made the plan, as in `RunDescription`.
    var instructionSet = ""
    /// SHA-256 of the bytes of the list, hexadecimal.
    var listSHA256 = ""
    /// What `--retry-rejects` embeds again; nil in other runs.
    var retry: Retry?
    /// What `--update` keeps; nil in other runs.
    var update: Update?

    /// What `--neurons` keeps; nil without it.
    var neurons: Neurons?

    /// The part of a finished file's plan that is embedded again.
    struct Retry: Codable, Sendable {
        /// Numbers of the items, ascending.
        var items: [Int]
        /// The row of each image in the list.
        var places: [Int]
        /// The `uuid` of the finished file.
        var uuid: String
    }

    /// What an update keeps of a finished file. Behind the list, the plan has the row of the
    /// finished file for each row of the plan (`PlanFile`).
    struct Update: Codable, Sendable {
        /// The `uuid` of the finished file.
        var uuid: String
        /// SHA-256 of the rows, hexadecimal.
        var rowsSHA256 = ""
        /// Rows by what becomes of them.
        var counts = UpdateCounts()
        /// The kinds of tokens of the finished file.
        var tokens: [String]
        /// The instruction sets of the finished file.
        var instructionSet: String
        /// Rows in full because `extract explain` had added them.
        var alsoExplained: [Int] = []
    }

    /// The lines of `leftOut`.
    var notes: [String] { (leftOut ?? "").split(separator: "\n").map(String.init) }

    /// Number of rows and variants: items from there on are rejects of the listing.
    var embeddedItems: Int { rowCount + explained.count * variants.count }

    /// The row that an item is, or is a variant of; the item is below `embeddedItems`.
    func place(ofItem item: Int) -> Int {
        item < rowCount ? item : explained[(item - rowCount) / variants.count]
    }

    /// Number of records in the list: the images and, but for a retry, the rejects of the listing.
    var recordCount: Int { imageCount + (retry == nil ? listedRejects ?? 0 : 0) }

    /// The header as JSON with sorted keys, as it is written and hashed.
    func json() throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
        return [UInt8](try encoder.encode(self))
    }

    /// Reads a header from JSON.
    ///
    /// - Parameters:
    ///   - file: the path for messages.
    ///   - versions: accepted format versions: for an unfinished run the present one only, which is
    ///     the default; a finished file may be older.
    /// - Throws: `Failure` for other JSON, another version or counts out of range.
    init(
        json: [UInt8], file: String,
        versions: ClosedRange<Int> = Schema.Embeddings.version...Schema.Embeddings.version
    ) throws {
        do {
            self = try JSONDecoder().decode(PlanHeader.self, from: Data(json))
        } catch {
            throw Failure(
                Exit.inputOutput,
                "\(file): not a plan written by extract (\(counted(json.count, "byte"))); remove "
                    + "the folder to start over.")
        }
        guard format == "vitrine-plan", versions.contains(version), imageCount >= 0,
            rowCount >= 0, mosaic >= 1,
            (1...4096).contains(segmentItems), imageCount < 1 << 40,
            retry != nil || rowCount <= imageCount,
            update == nil || retry == nil && mosaic == 1 && rowCount <= Int(Int32.max),
            (0..<1 << 40).contains(listedRejects ?? 0)
        else {
            throw Failure(
                Exit.inputOutput,
                "\(file): expected a plan of version \(versions.upperBound), found version "
                    + "\(version); finish the run with the Vitrine version that started it, or "
                    + "remove the folder to start over.")
        }
    }

    init(
        createdUTC: String, uuid: String, commandLine: [String], root: String, imageCount: Int,
        rowCount: Int, mosaic: Int, labelNames: [String], columns: [String], hasSplits: Bool,
        explained: [Int], variant: String, variants: [String], segmentItems: Int, leftOut: String?
    ) {
        self.createdUTC = createdUTC
        self.uuid = uuid
        self.commandLine = commandLine
        self.root = root
        self.imageCount = imageCount
        self.rowCount = rowCount
        self.mosaic = mosaic
        self.labelNames = labelNames
        self.columns = columns
        self.hasSplits = hasSplits
        self.explained = explained
        self.variant = variant
        self.variants = variants
        self.segmentItems = segmentItems
        self.leftOut = leftOut
    }

    /// The command that made the plan, as a shell reads it.
    var commandText: String { commandLine.map(shellText).joined(separator: " ") }

    /// The default of `--segment`: 256 items, or fewer where their rows exceed 256 MiB, and more
    /// where a run would have over 4,000 segments. Always a multiple of `batch` where that is at
    /// most 4,096, and at most 4,096.
    static func segmentItems(bytesPerImage: Int, items: Int, batch slots: Int) -> Int {
        let bySize = min(256, (256 << 20) / max(1, bytesPerImage))
        let byCount = (items + 3999) / 4000
        let wanted = min(4096, max(bySize, byCount, slots))
        return max(slots, wanted / slots * slots)
    }
}
