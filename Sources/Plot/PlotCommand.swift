public import ArgumentParser
internal import Console
public import Figures
internal import Foundation
internal import Store

extension FigureFormat: ExpressibleByArgument {}

@main
struct PlotCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plot",
        abstract: "Draws what reduce found: maps, scenes, filters, views, attention, curves.",
        discussion: """
            Without --figure everything that the file holds is drawn, and index.html shows it all. \
            Figures are a pure function of the file: the same file gives the same bytes.
            """,
        version: toolVersion)

    @Argument(help: "Files that reduce wrote.")
    var maps: [String] = []

    @Option(name: [.customShort("o"), .long], help: "The folder for the figures.")
    var output = "figures"

    @Option(
        help: ArgumentHelp(
            FigureKind.allCases.map(\.rawValue).joined(separator: ", ") + ". Default: all.",
            valueName: "LIST"))
    var figure: String?

    @Option(help: "png, svg or pdf.")
    var format: FigureFormat = .png

    @Option(help: "Pixels per inch. Default: 150, and 300 for filters.")
    var dpi: Double?

    @OptionGroup(title: "What is shown") var choices: ChoiceOptions

    @Flag(help: "Replace files in the folder that plot did not write.")
    var overwrite = false

    @Flag(help: "Only errors.")
    var quiet = false

    static func main() { runProgram(Self.self) }

    func validate() throws {
        try checkNumber("--dpi", dpi, in: 20...2400)
        _ = try kinds()
    }

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
                "expected one or more maps that `reduce` wrote, found none; plot --help lists the "
                    + "options.")
        }
        endWhenInterrupted("plot", Unfinished.removeAll)
        for path in maps { try checkReadable(path) }
        let folder = FigureFolder(path: output, inputs: maps, overwrite: overwrite)
        try folder.checkFolder()
        let choices = try choices.parsed()
        let names = distinctNames(of: maps)
        let files = try zip(maps, names).map { path, name in
            do {
                let reduction = try ReductionReader.read(path)
                if !reduction.isVerified && !quiet {
                    say("\(path): \(Reduction.unverifiedNote)")
                }
                return MapFile(
                    path: path, name: name, reduction: reduction, choices: choices)
            } catch {
                throw Failure(Exit.nothing, "\(error)")
            }
        }
        // A name that no file knows is an error before anything is drawn.
        let wrong = files.compactMap(\.wrongImage)
        if let first = wrong.first, wrong.count == files.count {
            throw Failure(Exit.usage, "\(maps.joined(separator: ", ")): \(first)")
        }
        if figure == nil && !quiet {
            for file in files where !file.hasModel {
                say(
                    "\(file.path): no figures of a model or its images: "
                        + MapFile.withoutModel.reason)
            }
        }
        let drawing = Drawing(
            jobs: try jobs(files), format: format, dpi: dpi, isRequested: figure != nil,
            quiet: quiet)
        do {
            try folder.make()
            let lock = try OutputLock(folder: output)
            defer { lock.release() }
            try folder.checkFiles(format: format) { try drawing.names() }
            let (sheet, report) = try drawing.draw(
                into: output, report: Report(hasSeveralMaps: maps.count > 1))
            let lines = report.lines
            if sheet.isEmpty {
                let code = report.hasWrongUse ? Exit.usage : Exit.nothing
                if lines.count == 1 { throw Failure(code, lines[0]) }
                for line in lines { say(line) }
                throw Failure(
                    code,
                    "\(maps.joined(separator: ", ")): there was nothing to draw"
                        + (lines.isEmpty ? "." : "; see the lines above."))
            }
            // What was asked for by name and is missing is an error.
            if !quiet || figure != nil { for line in lines { say(line) } }
            if figure == nil {
                let html = contactPage(of: sheet, files)
                try drawing.write(Array(html.utf8), to: "\(output)/index.html")
            }
            if quiet { return }
            let found = files.lazy.compactMap { file in
                FindingsArtist(file: file).inWords.map { words in
                    (source: maps.count == 1 ? "" : file.name, words: words)
                }
            }.first
            let ending = report.ending(
                output, figures: sheet, hasPage: figure == nil, findings: found)
            for line in ending { say(line) }
        } catch let error as StoreError {
            throw Failure(Exit.inputOutput, error)
        }
    }

    /// What is drawn, in order: figures that join files once, the others once a file.
    private func jobs(_ files: [MapFile]) throws -> [Drawing.Job] {
        var jobs: [Drawing.Job] = []
        for kind in try kinds() {
            // What goes without saying is an error only when it was asked for by name.
            let able = files.filter {
                figure != nil || $0.hasModel || !kind.needsModel
            }
            let joined =
                kind.joinsFiles ? able.filter { $0.hasModel && $0.holds(kind) } : []
            if joined.count > 1 {
                jobs.append(
                    Drawing.Job(
                        kind: kind, path: joined.map(\.path).joined(separator: ", "), source: ""
                    ) {
                        try MapFile.join(kind, joined)
                    })
            }
            let isJoined = Set(joined.count > 1 ? joined.map(\.name) : [])
            for file in able where !isJoined.contains(file.name) {
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
