internal import Console
internal import Digest
internal import FileSystem
internal import Foundation
internal import PCA
internal import Store

/// The frozen settings of a reduction in stages: what every task needs to know, and nothing that
/// depends on the machine or on the number of tasks. The hash of its JSON names all results.
public struct StagePlan: Codable, Sendable, Equatable {
    /// The rows that are reduced.
    public struct Input: Codable, Sendable, Equatable {
        /// Hash of the contents of a store; of vectors that of blocks spread over the file.
        public var contents: String
        /// Number of rows, and of numbers per row.
        public var rows: Int
        public var columns: Int
        /// "final", "11"; "vectors" for vectors.
        public var layer: String
        /// "class", "mean"; "rows" for vectors.
        public var token: String
        /// Whether the numbers are in half precision, otherwise in single.
        public var isHalf: Bool
    }

    /// What determines the results.
    public struct Settings: Codable, Sendable, Equatable {
        /// Rows of a piece, a multiple of 1,024.
        public var pieceRows: Int
        /// Rows of a group of cells, as far as whole cells allow it.
        public var groupRows: Int
        /// Rows of the sample.
        public var sample: Int
        /// Cells that k-means makes; splitting large ones adds some.
        public var cells: Int
        /// Nearest cells of a row, its own among them, whose rows are compared with it.
        public var probes: Int
        /// Neighbours of each row.
        public var neighbors: Int
        /// Rows whose neighbours are searched exactly, to measure the recall.
        public var checkRows: Int
        /// Principal components.
        public var components: Int
        /// Normalisation of the rows before PCA: "l2", "layernorm", "none".
        public var normalization: String
        /// Rows of the sample that make the map; the others are placed in it.
        public var mapRows: Int
        /// Perplexity of the map.
        public var perplexity: Double
        public var seed: UInt64

        public init(
            pieceRows: Int, groupRows: Int, sample: Int, cells: Int, probes: Int, neighbors: Int,
            checkRows: Int, components: Int, normalization: String, mapRows: Int,
            perplexity: Double, seed: UInt64
        ) {
            (self.pieceRows, self.groupRows) = (pieceRows, groupRows)
            (self.sample, self.cells) = (sample, cells)
            (self.probes, self.neighbors, self.checkRows) = (probes, neighbors, checkRows)
            (self.components, self.normalization) = (components, normalization)
            (self.mapRows, self.perplexity, self.seed) = (mapRows, perplexity, seed)
        }
    }

    /// Distinguishes the file from others.
    public var format = "vitrine-stage-plan"
    public var version = 1
    public var input: Input
    public var settings: Settings

    public init(input: Input, settings: Settings) {
        (self.input, self.settings) = (input, settings)
    }

    /// Rows that a cell has at most before it is split, as the sample estimates them.
    static let largestCell = 20_000
    /// The most pieces of a plan.
    public static let mostPieces = 4096

    /// Rows of a piece unless they are given: about 512 pieces of 4,096 to 262,144 rows, at most
    /// 4,096 pieces.
    public static func pieceRows(for rows: Int) -> Int {
        let wanted = max(4096, min(262_144, rows / 512), (rows + mostPieces - 1) / mostPieces)
        return (wanted + 1023) / 1024 * 1024
    }

    /// Rows of a group of cells unless they are given: eight pieces, but no more than 1 GiB in
    /// single precision. A cell is read once for each group that searches in it.
    public static func groupRows(pieceRows: Int, columns: Int) -> Int {
        max(1024, min(8 * pieceRows, (1 << 28) / columns))
    }

    /// Cells unless they are given: a thousandth of the rows, 100 to 100,000, but no more than the
    /// sample can have.
    public static func cells(for rows: Int, sample: Int) -> Int {
        max(1, min(max(100, min(100_000, rows / 1000)), min(rows, sample) / 10))
    }

    /// Number of pieces.
    public var pieces: Int {
        (input.rows + settings.pieceRows - 1) / settings.pieceRows
    }

    /// Rows of a piece.
    func rows(ofPiece piece: Int) -> Range<Int> {
        let start = piece * settings.pieceRows
        return start..<min(input.rows, start + settings.pieceRows)
    }

    /// The normalisation before PCA.
    var normalization: RowNormalization {
        RowNormalization(rawValue: settings.normalization) ?? .l2
    }

    // MARK: - The file

    /// The JSON of the plan.
    var json: [UInt8] {
        get throws {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes, .prettyPrinted]
            return [UInt8](try encoder.encode(self)) + [UInt8(ascii: "\n")]
        }
    }

    /// SHA-256 of the JSON, in hexadecimal.
    public var hash: String {
        get throws { hexadecimal(SHA256.digest(try json)) }
    }

    /// Reads a plan.
    ///
    /// - Throws: `Failure` for a missing, foreign or changed file.
    public static func read(_ path: String) throws -> StagePlan {
        guard let bytes = wholeFile(path) else {
            throw Failure(
                Exit.data, "\(path): expected the plan of reduce plan, found none; run it first.")
        }
        guard let plan = try? JSONDecoder().decode(StagePlan.self, from: Data(bytes)),
            plan.format == "vitrine-stage-plan", plan.version == 1, plan.isSound
        else {
            throw Failure(
                Exit.data,
                "\(path): expected a plan that reduce plan of this version wrote, found another "
                    + "file; use another folder with --work.")
        }
        return plan
    }

    /// Whether all numbers are in their ranges.
    private var isSound: Bool {
        let s = settings
        return (1...Int(UInt32.max) - 1).contains(input.rows)
            && (1...1 << 20).contains(input.columns) && (1024...1 << 30).contains(s.pieceRows)
            && (1...1 << 30).contains(s.groupRows) && s.pieceRows % 1024 == 0
            && pieces <= Self.mostPieces
            && s.sample >= 1
            && (1...input.rows).contains(s.cells) && (1...1 << 20).contains(s.probes)
            && (1...1024).contains(s.neighbors) && (1...1 << 20).contains(s.checkRows)
            && (1...1 << 20).contains(s.components) && (1...input.rows).contains(s.mapRows)
            && s.perplexity >= 1 && s.perplexity <= 10_000
            && RowNormalization(rawValue: s.normalization) != nil
    }
}
