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
    var maps: [String]

    @Option(name: [.customShort("o"), .long], help: "The folder for the figures.")
    var output = "figures"

    @Option(
        help: ArgumentHelp(
            FigureKind.allCases.map(\.rawValue).joined(separator: ", ") + ". Default: all.",
            valueName: "LIST"))
    var figure: String?

    @Option(help: "png, svg or pdf.")
    var format: FigureFormat = .png

    @Option(help: "Pixels an inch. Default: 150, and 300 for filters.")
    var dpi: Double?

    @OptionGroup(title: "What is shown") var choices: ChoiceOptions

    @Flag(help: "Only errors.")
    var quiet = false

    static func main() { runProgram(Self.self) }

    func validate() throws {
        if maps.isEmpty { throw ValidationError("MAP: expected a file that reduce wrote.") }
        if let dpi, !(dpi >= 20 && dpi <= 2400) {
            throw ValidationError("--dpi: expected a number in 20...2400, found \(dpi).")
        }
        _ = try kinds()
    }

    private func kinds() throws -> [FigureKind] {
        guard let figure else { return FigureKind.allCases }
        let names = figure.split(separator: ",").map(String.init)
        let kinds = names.compactMap(FigureKind.init(rawValue:))
        guard kinds.count == names.count, !kinds.isEmpty else {
            throw ValidationError(
                "--figure: expected a list of "
                    + FigureKind.allCases.map(\.rawValue).joined(separator: ", ")
                    + ", found \"\(figure)\".")
        }
        return kinds
    }

    func run() throws {
        do {
            try FileManager.default.createDirectory(
                atPath: output, withIntermediateDirectories: true)
        } catch {
            throw Failure(
                Exit.inputOutput,
                "\(output): the folder could not be made: \(error.localizedDescription)")
        }
        let choices = try choices.parsed()
        let artists = try maps.map { path in
            do {
                return (
                    path: path,
                    artist: Artist(reduction: try ReductionReader.read(path), choices: choices)
                )
            } catch {
                throw Failure(Exit.nothing, "\(error)")
            }
        }
        if figure == nil && !quiet {
            for (path, artist) in artists where !artist.hasModel {
                say(
                    "\(path): no pictures of a model or its images: "
                        + Artist.withoutModel.reason)
            }
        }
        var sheet: [DrawnPicture] = []
        for kind in try kinds() {
            // What goes without saying is an error only when it was asked for by name.
            let able = artists.filter {
                figure != nil || $0.artist.hasModel || !kind.needsModel
            }
            if kind.joinsFiles && able.count > 1 && able.allSatisfy(\.artist.hasModel) {
                try draw(kind, of: able.map(\.path).joined(separator: ", "), "", &sheet) {
                    try Artist.join(
                        kind, able.map { (name: Self.stem($0.path), artist: $0.artist) })
                }
                continue
            }
            for (path, artist) in able {
                let prefix = maps.count == 1 ? "" : Self.stem(path) + "-"
                try draw(kind, of: path, prefix, &sheet) { try artist.draw(kind) }
            }
        }
        if sheet.isEmpty {
            throw Failure(
                Exit.nothing,
                "\(maps.joined(separator: ", ")): there was nothing to draw; see the lines above.")
        }
        if figure == nil {
            let page = "\(output)/index.html"
            try write(page) {
                let html = contactPage(of: sheet, artists.map(\.artist))
                try html.write(toFile: page, atomically: true, encoding: .utf8)
            }
        }
    }

    /// Draws one kind; what the file holds nothing for is said, and an error only when it was asked
    /// for by name.
    private func draw(
        _ kind: FigureKind, of path: String, _ prefix: String, _ sheet: inout [DrawnPicture],
        _ make: () throws -> [Picture]
    ) throws {
        let pictures: [Picture]
        do {
            pictures = try make()
        } catch let missing as MissingContent where figure == nil {
            if !quiet && missing.isWorthSaying {
                say("\(path): no \(kind.rawValue): \(missing.reason)")
            }
            return
        } catch let missing as MissingContent {
            throw Failure(Exit.nothing, "\(path): no \(kind.rawValue): \(missing.reason)")
        } catch let wrong as WrongChoice where figure == nil {
            // An option meant for one figure may not fit another.
            if !quiet { say("\(path): no \(kind.rawValue): \(wrong.reason)") }
            return
        } catch let wrong as WrongChoice {
            throw Failure(Exit.usage, "\(path), \(kind.rawValue): \(wrong.reason)")
        }
        for picture in pictures {
            let name = "\(prefix)\(picture.name).\(format.rawValue)"
            let path = "\(output)/\(name)"
            try write(path) { try picture.render(path, format, dpi ?? kind.dpi) }
            sheet.append(DrawnPicture(file: name, picture: picture))
        }
    }

    private func write(_ path: String, _ body: () throws -> Void) throws {
        do {
            try body()
        } catch {
            throw Failure(Exit.inputOutput, "\(path): \(error)")
        }
        if !quiet { tell(path) }
    }

    private static func stem(_ path: String) -> String {
        ((path as NSString).lastPathComponent as NSString).deletingPathExtension
    }
}
