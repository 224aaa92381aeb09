public import ArgumentParser
internal import Console
public import Figures
internal import Foundation
internal import Store

extension FigureFormat: ExpressibleByArgument {}

/// The command `plot`: reads map files, draws the figures of `--figure`, and writes the page.
///
/// A dot goes `ReductionReader.read` -> `MapFile` -> `ScatterArtist.scatter` -> `ScatterFigure` ->
/// `PlotFigure` -> `Drawing.draw` -> `encode` (in Figures). The artists choose what is drawn and
/// word it; the figures lay it out.
@main
struct PlotCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plot",
        abstract: "Draws the results of reduce: maps, scenes, filters, views, attention, curves.",
        discussion: """
            Without --figure, plot writes map.html, an interactive map of all files, draws every \
            figure that the files have data for, and writes index.html, a page with all of them. \
            The same files always give the same bytes.
            """,
        version: toolVersion)

    /// Paths of the map files; several are drawn under distinct names, or in one figure for kinds
    /// that join files.
    @Argument(help: "Map files written by reduce.")
    var maps: [String] = []

    @Option(name: [.customShort("o"), .long], help: "Folder for the figures.")
    var output = "figures"

    /// Kinds of figures, as given; `kinds()` parses it. nil draws all kinds that the files have
    /// data for, and writes `index.html`.
    @Option(
        help: ArgumentHelp(
            "Figures to draw: " + FigureKind.allCases.map(\.rawValue).joined(separator: ", ")
                + ". Default: all.",
            valueName: "LIST"))
    var figure: String?

    @Option(help: "File format of the figures.")
    var format: FigureFormat = .png

    /// Range: 20...2400; nil for `FigureKind.dpi`.
    @Option(help: "Pixels per inch. Default: 150, and 300 for filters.")
    var dpi: Double?

    @Option(help: "Side of the thumbnails of map.html in pixels.")
    var thumbnails: ThumbnailSide = .pixels64

    @OptionGroup(title: "What is shown") var choices: ChoiceOptions

    @Flag(help: "Replace files in the folder that plot did not write.")
    var overwrite = false

    @Flag(help: "Print errors only.")
    var quiet = false

    static func main() { runProgram(Self.self) }

    /// Checks the options that need no file.
    func validate() throws {
        try checkNumber("--dpi", dpi, in: 20...2400)
        _ = try kinds()
    }

    /// The requested kinds of figures, or all.
    ///
    /// - Throws: `ValidationError` for an unknown name, with similar names.
    private func kinds() throws -> [FigureKind] {
        guard let figure else { return FigureKind.allCases }
        let names = figure.split(separator: ",").map {
            $0.trimmingCharacters(in: .whitespaces)
        }
        let all = FigureKind.allCases.map(\.rawValue)
        guard !names.isEmpty else {
            throw ValidationError(
                "--figure: expected a list of \(all.joined(separator: ", ")), found "
                    + "\"\(figure)\".")
        }
        var kinds: [FigureKind] = []
        for name in names {
            guard let kind = FigureKind(rawValue: name) else {
                let near = FigureKind.nearest(to: name)
                throw ValidationError(
                    "--figure: there is no figure \"\(name)\"; "
                        + (near.isEmpty
                            ? "expected a list of \(all.joined(separator: ", "))."
                            : "did you mean \(near.joined(separator: " or "))?"))
            }
            if !kinds.contains(kind) { kinds.append(kind) }
        }
        return kinds
    }

    func run() throws {
        if maps.isEmpty {
            throw Failure(
                Exit.usage,
                "expected one or more maps that `reduce` wrote, found no file; plot --help lists "
                    + "the options.")
        }
        endWhenInterrupted("plot", Unfinished.removeAll)
        for path in maps { try checkReadable(path) }
        let folder = FigureFolder(path: output, inputs: maps, overwrite: overwrite)
        try folder.checkFolder()
        let files = try readMaps()
        try checkImageNames(files)
        if figure == nil && !quiet {
            for file in files where !file.hasModel {
                printMessage(
                    "\(file.path): no figures of a model or its images: "
                        + MapFile.withoutModel.reason)
            }
        }
        var report = Report(hasSeveralMaps: maps.count > 1)
        let page =
            try kinds().contains(.page)
            ? try MapPage(
                files, folder: output, thumbnails: thumbnails, report: &report,
                message: { if !quiet { printMessage($0) } }) : nil
        let drawing = Drawing(
            jobs: try jobs(files), format: format, dpi: dpi, isRequested: figure != nil,
            quiet: quiet, hasMap: page != nil)
        do {
            try folder.make()
            let lock = try OutputLock(folder: output)
            defer { lock.release() }
            try folder.checkFiles(
                format: format, scripts: page?.scriptNames ?? []
            ) { try drawing.names() }
            let (figures, finalReport) = try drawing.draw(into: output, report: report)
            try finish(figures, finalReport, files, drawing, page)
        } catch let error as StoreError {
            throw Failure(Exit.inputOutput, error)
        }
    }

    /// Reads the map files, each under a distinct name.
    ///
    /// - Throws: `Failure` with the sentence of the reader.
    private func readMaps() throws -> [MapFile] {
        let choices = try choices.parsed()
        return try zip(maps, distinctNames(of: maps)).map { path, name in
            do {
                let reduction = try ReductionReader.read(path)
                if !reduction.isVerified && !quiet {
                    printMessage("\(path): \(Reduction.unverifiedNote)")
                }
                return MapFile(path: path, name: name, reduction: reduction, choices: choices)
            } catch {
                throw Failure(Exit.nothing, "\(error)")
            }
        }
    }

    /// Checks the names of `--image` before anything is drawn.
    ///
    /// - Throws: `Failure` for a name that no file knows.
    private func checkImageNames(_ files: [MapFile]) throws {
        // These figures show any image of the file of embeddings, and report names themselves.
        if try figure != nil && kinds().contains(where: \.readsStore) { return }
        let wrong = files.compactMap(\.wrongImage)
        if let first = wrong.first, wrong.count == files.count {
            throw Failure(Exit.usage, "\(maps.joined(separator: ", ")): \(first)")
        }
    }

    /// Reports what is missing, writes the pages, and prints the last lines.
    ///
    /// - Throws: `Failure` if nothing was drawn.
    private func finish(
        _ figures: [DrawnFigure], _ report: Report, _ files: [MapFile], _ drawing: Drawing,
        _ page: MapPage?
    ) throws {
        let lines = report.lines
        if figures.isEmpty && page == nil {
            let code = report.hasWrongUse ? Exit.usage : Exit.nothing
            if lines.count == 1 { throw Failure(code, lines[0]) }
            for line in lines { printMessage(line) }
            throw Failure(
                code,
                "\(maps.joined(separator: ", ")): nothing to draw"
                    + (lines.isEmpty ? "." : "; see the lines above."))
        }
        // Figures that were requested by name are reported even with --quiet.
        if !quiet || figure != nil { for line in lines { printMessage(line) } }
        try page?.write(drawing)
        if figure == nil {
            let index = IndexPage(
                figures: figures, files: files, map: page == nil ? nil : MapPage.name,
                folder: output)
            try drawing.write(Array(index.html.utf8), to: "\(output)/index.html")
        }
        if quiet { return }
        let findings = files.lazy.compactMap { file in
            FindingsArtist(file: file).inWords.map { words in
                (source: maps.count == 1 ? "" : file.name, words: words)
            }
        }.first
        let ending = report.ending(
            output, figures: figures,
            pages: (page == nil ? [] : [MapPage.name]) + (figure == nil ? ["index.html"] : []),
            findings: findings)
        for line in ending { printMessage(line) }
    }

    /// The jobs in the order of the kinds: kinds that join files once, the others once per file.
    /// Nothing is drawn yet.
    private func jobs(_ files: [MapFile]) throws -> [Drawing.Job] {
        var jobs: [Drawing.Job] = []
        for kind in try kinds() where kind != .page {
            // Figures that vectors cannot have are reported only if they were requested by name.
            let drawable = files.filter {
                figure != nil || $0.hasModel || !kind.needsModel
            }
            let joined =
                kind.joinsFiles ? drawable.filter { $0.hasModel && $0.holds(kind) } : []
            if joined.count > 1 {
                jobs.append(
                    Drawing.Job(
                        kind: kind, path: joined.map(\.path).joined(separator: ", "), source: ""
                    ) {
                        try MapFile.join(kind, joined)
                    })
            }
            let isJoined = Set(joined.count > 1 ? joined.map(\.name) : [])
            for file in drawable where !isJoined.contains(file.name) {
                jobs.append(
                    Drawing.Job(
                        kind: kind, path: file.path,
                        source: maps.count == 1 ? "" : file.name
                    ) { try file.draw(kind) })
            }
        }
        return jobs
    }
}
