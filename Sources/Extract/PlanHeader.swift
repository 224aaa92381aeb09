internal import Console
internal import Digest
internal import FileSystem
internal import Foundation
internal import Store

/// All that a plan says beside its list of images; kept in `OUT.parts/plan` and in the finished
/// file, as JSON.
struct PlanHeader: Codable, Sendable {
    var format = "vitrine-plan"
    /// That of `out.h5`: segments of two versions are never joined.
    var version = Schema.Embeddings.version
    var createdUTC: String
    /// Of the file that the run will end in.
    var uuid: String
    var commandLine: [String]
    /// The folder that paths start from.
    var root: String
    /// Images in the list.
    var imageCount: Int
    /// Records behind the images: what was rejected while the source was listed and has no row.
    /// Nil in older plans.
    var listedRejects: Int?
    /// Rows, if no image is rejected.
    var rowCount: Int
    /// Pictures a side of each mosaic; 1 without mosaics.
    var mosaic: Int
    var labelNames: [String]
    var columns: [String]
    var hasSplits: Bool
    /// Places of the images that are kept in full, ascending.
    var explained: [Int]
    /// What is done to every picture, "original" for nothing.
    var variant: String
    /// What else is done to the images kept in full.
    var variants: [String]
    /// Items of one segment.
    var segmentItems: Int
    /// What of the source was left out, rejected or listed twice, a line each.
    var leftOut: String?
    /// The pictures among it, of formats that are not read: "3 .heic".
    var unread: String?
    /// How far a table of labels covers the images; nil without such.
    var labelCounts: LabelCounts?
    /// What decides about the results.
    var settings = RunSettings()
    /// Where the weights were, absolute, and how the command named them; nil for the demo model and
    /// in plans of earlier versions.
    var weightsPath: String?
    /// The folder that paths start from, and the masks, absolute; nil in earlier versions.
    var rootPath: String?
    var masksPath: String?
    var weightsGiven: String?
    /// Of the machine that made the plan, as in `RunDescription`.
    var instructionSet = ""
    /// SHA-256 of the list's bytes, hexadecimal.
    var listSHA256 = ""
    /// Of a run that tries rejects again: the items to try, ascending, the place of each image of
    /// the list, and the uuid of the finished file.
    var retry: Retry?

    struct Retry: Codable, Sendable {
        var items: [Int]
        var places: [Int]
        var uuid: String
    }

    /// `leftOut`, line by line.
    var notes: [String] { (leftOut ?? "").split(separator: "\n").map(String.init) }

    /// Records in the list: a run that tries rejects again has those of its images only.
    var recordCount: Int { imageCount + (retry == nil ? listedRejects ?? 0 : 0) }

    /// The header as it is written and hashed.
    func json() throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
        return [UInt8](try encoder.encode(self))
    }

    /// - Parameter versions: of a run under way only the present one; what a finished file keeps
    ///   of its plan may be older.
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
            retry != nil || rowCount <= imageCount, (0..<1 << 40).contains(listedRejects ?? 0)
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
}

/// A plan's file: the header's JSON, a line end, a NUL, and the records of the list.
enum PlanFile {
    static func write(_ header: PlanHeader, _ list: ImageList, to path: String) throws -> String {
        let descriptor = openFile(path, O_WRONLY | O_CREAT | O_TRUNC)
        guard descriptor >= 0 else {
            throw Failure(Exit.inputOutput, "\(path): \(systemText()).")
        }
        defer { close(descriptor) }
        let json = try header.json()
        try writeBytes(descriptor, json + [0x0A, 0], path)
        try list.copy { try writeBytes(descriptor, $0, path) }
        return hexadecimal(SHA256.digest(json))
    }

    /// The header, its hash, and the list; the list is checked against the header's hash of it.
    static func read(_ path: String) throws -> (PlanHeader, hash: String, ImageList) {
        let descriptor = openFile(path, O_RDONLY)
        guard descriptor >= 0 else {
            throw Failure(Exit.inputOutput, "\(path): \(systemText()).")
        }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var end: Int?
        while end == nil {
            let piece = try readBytes(descriptor, at: bytes.count, count: 1 << 20, path)
            if piece.isEmpty { break }
            let from = bytes.count
            bytes += piece
            end = bytes[from...].firstIndex(of: 0)
        }
        guard let end, end > 0 else {
            throw Failure(
                Exit.inputOutput,
                "\(path): not a plan file (\(counted(bytes.count, "byte"))); remove the folder to "
                    + "start over.")
        }
        let json = Array(bytes[..<(end - 1)])
        let header = try PlanHeader(json: json, file: path)
        let list = try ImageList(
            path: path, offset: end + 1, count: header.recordCount, columns: header.columns.count)
        let hash = SHA256()
        try list.copy { hash.update($0) }
        guard hexadecimal(hash.finish()) == header.listSHA256 else {
            throw Failure(
                Exit.inputOutput,
                "\(path): the list of images does not match the SHA-256 in the plan; the file is "
                    + "damaged, so remove the folder to start over.")
        }
        return (header, hexadecimal(SHA256.digest(json)), list)
    }
}
