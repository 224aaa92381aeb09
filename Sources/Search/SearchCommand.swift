public import ArgumentParser
internal import Console
internal import Curation
internal import Dense
internal import Figures
internal import FileSystem
internal import Foundation
internal import ModelLoading
public import Retrieval
internal import Store
internal import Tokens

extension IndexKind: ExpressibleByArgument {}

/// The command `search`: opens the store, reads the query, opens or builds the index, and prints
/// the nearest rows.
///
/// `QueryReader` finds the token of the query, `IndexBuilder` the index, `Searcher` the rows;
/// `Answer` is the table and `Sheet` the contact sheet.
@main
struct SearchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "search",
        abstract: "Find the images, or the patches, that are nearest to an image or to words.",
        discussion: """
            Reads a file written by extract, prints the nearest rows as a table and draws them as \
            a contact sheet. An index is kept in the folder STORE.search and rebuilt when the \
            store changes; Documentation/Search.md describes it.

            Examples: search out.h5 photos/cat/cat-01.jpg -k 10, and for a store of CLIP or SigLIP \
            search out.h5 --text "a red car at night" --not snow
            """,
        version: toolVersion)

    @Argument(help: "A file written by extract.")
    var store: String

    @Argument(
        help: ArgumentHelp(
            "The path or name of an image in the store, or an image file, which is embedded by the "
                + "store's model. It may be left out with --text."))
    var query: String?

    @Option(
        parsing: .singleValue,
        help: ArgumentHelp(
            "Words to search for, in the space that images and texts share (CLIP, SigLIP); with "
                + "QUERY and further --text the directions are added.", valueName: "WORDS"))
    var text: [String] = []

    @Option(
        name: .customLong("not"), parsing: .singleValue,
        help: ArgumentHelp(
            "Words whose direction is taken away from the query.", valueName: "WORDS"))
    var unwanted: [String] = []

    /// Nil to look beside the checkpoint.
    @Option(
        help: ArgumentHelp(
            "The vocabulary of the text tower: merges.txt or tokenizer.json of CLIP, spiece.model "
                + "or tokenizer.model of SigLIP. Default: beside the checkpoint.",
            valueName: "FILE"))
    var vocabulary: String?

    /// A block number, `embedding` or `final`.
    @Option(
        name: [.long, .customLong("layers")],
        help: ArgumentHelp("The layer to search: embedding, 0, 1, ..., final.", valueName: "L"))
    var layer = "final"

    /// The token of each image; nil for that of the model. It excludes `--patch`, which searches
    /// patch tokens.
    @Option(
        help: ArgumentHelp(
            "The token that represents an image: class or mean. Default: class; mean for a model "
                + "without a class token."))
    var token: ImageToken?

    /// Row and column as given; `place()` parses them and `patchIndex` checks them against the
    /// grid.
    @Option(
        help: ArgumentHelp(
            "Search patches: the query is the patch at row R, column C of the grid, from 0.",
            valueName: "R,C"))
    var patch: String?

    /// Only the nearest patch of each image counts, also among the `k` results.
    @Flag(help: "With --patch: keep only the nearest patch of each image.")
    var onePerImage = false

    /// What `output` shows.
    enum Drawing: String, CaseIterable, ExpressibleByArgument {
        case sheet, similarity, correspondences
    }

    @Option(
        help: ArgumentHelp(
            "What to draw: the contact sheet; with --patch also the cosine of every patch of the "
                + "query and of the nearest images to the query's patch, or the mutual nearest "
                + "patches of the query and the nearest other image, by layer; both imply "
                + "--one-per-image."))
    var draw: Drawing = .sheet

    @OptionGroup var lists: ListOptions

    /// Range: 1 or more, at most the number of rows; nil for 20, or all if there are fewer.
    @Option(
        name: .customShort("k"),
        help: ArgumentHelp("Number of results. Default: 20.", valueName: "K"))
    var count: Int?

    /// Path of the sheet; its extension is the format.
    @Option(
        name: [.customShort("o"), .long],
        help: ArgumentHelp(
            "The contact sheet to write: .png, .svg or .pdf, or none.", valueName: "SHEET"))
    var output = "search.png"

    /// Default (nil): the checkpoint is found by its SHA-256 (`StoreWeights`). Only an image file
    /// needs it.
    @Option(
        help: ArgumentHelp(
            "The store's checkpoint, needed for an image file: a file, an address or a published "
                + "name. Default: the recorded path, or the download cache.",
            valueName: "FILE|URL|NAME"))
    var weights: String?

    @OptionGroup var downloads: DownloadOptions

    @Option(
        help: ArgumentHelp(
            "exact searches all rows; lists searches the nearest k-means lists and prints the "
                + "recall; auto uses lists only where exact search would be slow."))
    var index: IndexKind = .auto

    @Flag(help: "Replace an existing file that search did not write.")
    var overwrite = false

    @Flag(help: "Print the table as CSV, with cosines in full precision.")
    var csv = false

    @Flag(help: "Print only results and errors.")
    var quiet = false

    @Option(help: "Threads; results do not depend on it. Default: one per processor.")
    var threads: Int?

    static func main() {
        if ModelOptions.answersListOfWeights(CommandLine.arguments) { return }
        runProgram(Self.self, answers: true)
    }

    func validate() throws {
        if LayerName(layer) == nil {
            throw ValidationError(
                "--layer: expected a block's number, embedding or final, found \"\(layer)\".")
        }
        try checkNumber("-k", count, in: 1...Int.max)
        try checkThreads(threads)
        if patch != nil && token != nil {
            throw ValidationError("--patch and --token: expected one of them, found both.")
        }
        if query == nil && text.isEmpty {
            throw ValidationError("expected an image as QUERY or words as --text, found neither.")
        }
        if hasWords && (patch != nil || token != nil || layer != "final") {
            throw ValidationError(
                "--text and --not: expected without --patch, --token and --layer, since words are "
                    + "compared with whole images in a space of their own.")
        }
        if vocabulary != nil && !hasWords {
            throw ValidationError("--vocabulary requires --text or --not.")
        }
        if draw != .sheet && patch == nil {
            throw ValidationError("--draw \(draw.rawValue) requires --patch.")
        }
        if onePerImage && patch == nil {
            throw ValidationError("--one-per-image requires --patch.")
        }
        _ = try place()
        _ = try format()
    }

    /// Whether only the nearest patch of each image counts.
    private var groupsPatches: Bool { onePerImage || draw != .sheet }

    /// Whether the query has words.
    private var hasWords: Bool { !text.isEmpty || !unwanted.isEmpty }

    /// Row and column of the query's patch.
    private func place() throws -> (row: Int, column: Int)? {
        guard let patch else { return nil }
        let parts = patch.split(separator: ",", omittingEmptySubsequences: false)
        let numbers = parts.compactMap { Int($0) }
        guard parts.count == 2, numbers.count == 2 else {
            throw ValidationError(
                "--patch: expected a row and a column such as 3,5, found \"\(patch)\".")
        }
        return (numbers[0], numbers[1])
    }

    /// The file format of the contact sheet; nil for `none`.
    ///
    /// - Throws: `ValidationError` for another extension.
    private func format() throws -> FigureFormat? {
        if output == "none" { return nil }
        guard
            let format = FigureFormat(
                rawValue: (output as NSString).pathExtension.lowercased())
        else {
            throw ValidationError(
                "--output: expected a name that ends in .png, .svg or .pdf, or none, found "
                    + "\"\(output)\".")
        }
        return format
    }

    func run() throws {
        guard let layer = LayerName(layer) else { return }
        endWhenInterrupted("search", Unfinished.removeAll)
        useSingleThreadedBLAS()
        Parallelism.threads = threads ?? Machine.processors
        try Machine.checkAddressSpace(threads: Parallelism.threads)
        do {
            try checkFiles()
            try answer(layer)
        } catch let error as StoreError {
            throw Failure(Exit.nothing, error.description)
        }
    }

    /// Refuses inputs that cannot be read and an output that may not be replaced.
    private func checkFiles() throws {
        let inputs = [store] + [query, weights, vocabulary].compactMap { $0 } + lists.files
        // The query may be a row's name, whatever its bytes are.
        for path in inputs where path != query { try checkReadable(path) }
        if let query, FileKind(query) != .missing { try checkReadable(query) }
        if try format() == nil { return }
        let read = weights.map(checkpointInputs) ?? []
        try OutputRule(inputs: inputs + read, overwrite: overwrite).check(file: output) {
            isOwnFigure($0) ? nil : "a file that search did not write"
        }
    }

    /// Searches a layer and prints the answer.
    private func answer(_ layer: LayerName) throws {
        let reader = try EmbeddingReader(store)
        let kind: TokenKind =
            hasWords ? .joint : patch != nil ? .patches : token?.kind ?? reader.model.imageToken
        let rows = try searchedRows(reader, layer, kind)
        let patch = try patchIndex(reader)
        let allowed = try allowedImages(reader)
        let k = try resultCount(rows, allowed)
        let note = reader.model.note.isEmpty ? "" : " (\(reader.model.note))"
        printProgress(
            "read     \(store): \(rows.count) \(kind == .patches ? "patches" : "images"), "
                + (kind == .joint
                    ? "embeddings in the space of words"
                    : "layer \(layer.text), \(kind == .patches ? "patch" : kind.rawValue) tokens")
                + " of \(rows.columns) numbers, model \(reader.model.name)\(note)")
        let query = try read(rows, patch)
        for remark in query.remarks { printProgress("note     \(remark)") }
        let built = try IndexBuilder(rows: rows, kind: index).index()
        printProgress("index    \(built.line)")
        let start = ContinuousClock.now
        // A query that the lists leave out is no answer.
        let queryRow = query.image.flatMap {
            allowed?[$0] ?? true ? $0 * rows.rowsPerImage + (patch ?? 0) : nil
        }
        let hits = try Searcher(
            rows: rows, index: built.index, groupRows: groupsPatches ? rows.rowsPerImage : 1,
            allowedImages: allowed
        ).search(query.vector, count: k, queryRow: queryRow)
        let seconds = (ContinuousClock.now - start) / .seconds(1)
        printProgress("search   \(rounded(seconds * 1000)) ms")
        let answer = try Answer(hits, rows)
        if csv {
            printResult(bytes: answer.commaSeparated)
        } else {
            for line in answer.table { printResult(line) }
        }
        guard let format = try format() else { return }
        let sheet = Sheet(
            query: query, queryPatch: patch, answer: answer, rows: rows,
            images: allowed?.count { $0 })
        do {
            try AtomicFile.write(
                try draw == .sheet
                    ? encode(sheet.figure(), format: format, dpi: 150)
                    : sheet.encodeComparison(draw, format: format), to: output)
        } catch let error as Failure {
            throw error
        } catch let error as StoreError {
            throw Failure(Exit.inputOutput, error.description)
        } catch {
            throw Failure(Exit.inputOutput, "\(output): \(error)")
        }
        printProgress("wrote    \(output): \(sheet.description(of: draw))")
        if let first = answer.lines.first, reader.hasRollout {
            printProgress(
                "next     extract explain \(shellText(store)) "
                    + "\(shellText(displayPath(first.path))) stores its attention maps")
        }
    }

    /// The query: an image, words, or both.
    private func read(_ rows: SearchedRows, _ patch: Int?) throws -> Query {
        let image = try self.query.map {
            try QueryReader(
                rows: rows, patch: patch, weights: weights, downloads: downloads, quiet: quiet
            ).read($0)
        }
        if let image, !hasWords { return image }
        let encoder = try TextEncoder(
            of: rows.reader, weights: weights, vocabulary: vocabulary, downloads: downloads,
            quiet: quiet)
        return try WordQuery(wanted: text, unwanted: unwanted).query(with: image, encoder)
    }

    /// Prints a line to standard error unless `--quiet` was given.
    private func printProgress(_ line: String) {
        if !quiet { printMessage(line) }
    }

    /// The rows to search.
    ///
    /// - Throws: `Failure` or `StoreError` for a layer or a token that the store does not have.
    private func searchedRows(
        _ reader: EmbeddingReader, _ layer: LayerName, _ kind: TokenKind
    ) throws -> SearchedRows {
        if case .block(let number) = layer, number >= reader.model.depth {
            throw Failure(
                Exit.usage,
                "--layer: expected a layer of \(store), which has blocks "
                    + "0...\(reader.model.depth - 1), embedding and final, found \(number).")
        }
        if kind == .joint && reader.model.jointWidth == 0 {
            throw Failure(
                Exit.usage,
                "\(store): expected embeddings in the space of words (/joint), found a store of "
                    + "\(reader.model.name) without; run extract of this version with a whole "
                    + "checkpoint of CLIP or SigLIP, such as --weights clip-b16.")
        }
        try reader.model.require(kind, of: store)
        let rows = SearchedRows(reader, layer, kind, quiet: quiet)
        guard rows.count > 0 else {
            throw Failure(Exit.nothing, "\(store): expected images, found none.")
        }
        // Throws when the store has no such tokens, before a model is loaded.
        _ = try rows.isHalf()
        return rows
    }

    /// Index of the query's patch, row by row on the grid; nil without `--patch`.
    ///
    /// - Throws: `Failure` for a place outside of the grid.
    private func patchIndex(_ reader: EmbeddingReader) throws -> Int? {
        guard let place = try place() else { return nil }
        let grid = reader.model.grid
        guard (0..<grid.rows).contains(place.row) && (0..<grid.columns).contains(place.column)
        else {
            throw Failure(
                Exit.usage,
                "--patch: expected a row in 0...\(grid.rows - 1) and a column in "
                    + "0...\(grid.columns - 1) of the grid of \(grid.countInWords) patches, found "
                    + "\(place.row),\(place.column).")
        }
        return place.row * grid.columns + place.column
    }

    /// Whether each image may be an answer by `--only` and `--except`; nil without lists.
    private func allowedImages(_ reader: EmbeddingReader) throws -> [Bool]? {
        let selection = try lists.selection()
        if selection.isEmpty { return nil }
        let run = try reader.run()
        let choice = try selection.choice(
            of: CuratedImages(
                paths: try reader.paths(), root: run.rootPath ?? run.root,
                digests: { try reader.digests() }))
        for line in choice.lines { printProgress("lists    \(line)") }
        return choice.keeps
    }

    /// The number of results: `-k`, or 20, at most all that may be an answer.
    private func resultCount(_ rows: SearchedRows, _ allowed: [Bool]?) throws -> Int {
        let images = allowed?.count { $0 } ?? rows.reader.imageCount
        let most = groupsPatches ? images : images * rows.rowsPerImage
        if let count, count > most {
            throw Failure(
                Exit.usage,
                "-k: expected a number in 1...\(most), the number of "
                    + "\(rows.kind == .patches && !groupsPatches ? "patches" : "images") in "
                    + "\(store)\(allowed == nil ? "" : " that the lists leave"), found \(count).")
        }
        return min(count ?? 20, most)
    }
}
