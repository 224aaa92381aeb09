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
        abstract: "Draws what reduce found: maps, scenes, filters and views of a patch.",
        discussion: """
            Without --figure everything that the file holds is drawn. Figures are a pure function \
            of the file: the same file gives the same bytes.
            """,
        version: toolVersion)

    @Argument(help: "Files that reduce wrote.")
    var maps: [String]

    @Option(name: [.customShort("o"), .long], help: "The folder for the figures.")
    var output = "figures"

    @Option(
        help: ArgumentHelp("scatter, scenes, filters, views. Default: all.", valueName: "LIST"))
    var figure: String?

    @Option(help: "png, svg or pdf.")
    var format: FigureFormat = .png

    @Option(help: "Pixels an inch. Default: 150, and 300 for filters.")
    var dpi: Double?

    @Option(help: "views: the image, by path or name. Default: the first kept in full.")
    var image: String?

    @Option(help: "views: the patch, counted from 0 row by row.")
    var patch = 0

    @Option(
        help: ArgumentHelp(
            "views: the filters, counted from 0. Default: 0, 1, 2 and the last.",
            valueName: "J,..."))
    var filters: String?

    @Flag(help: "Only errors.")
    var quiet = false

    static func main() { runProgram(Self.self) }

    func validate() throws {
        if maps.isEmpty { throw ValidationError("MAP: expected a file that reduce wrote.") }
        if let dpi, !(dpi >= 20 && dpi <= 2400) {
            throw ValidationError("--dpi: expected a number in 20...2400, found \(dpi).")
        }
        _ = try kinds()
        _ = try filterIndices()
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

    private func filterIndices() throws -> [Int]? {
        guard let filters else { return nil }
        let names = filters.split(separator: ",")
        let indices = names.compactMap { Int($0) }
        guard indices.count == names.count, !indices.isEmpty, indices.allSatisfy({ $0 >= 0 }) else {
            throw ValidationError(
                "--filters: expected a list of numbers from 0, found \"\(filters)\".")
        }
        return indices
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
        var drawn = 0
        for path in maps {
            let reduction: Reduction
            do {
                reduction = try ReductionReader.read(path)
            } catch {
                throw Failure(Exit.nothing, "\(error)")
            }
            let prefix = maps.count == 1 ? "" : Self.stem(path) + "-"
            let artist = Artist(
                reduction: reduction, file: path,
                views: ViewsChoice(
                    image: image, patch: patch, filters: try filterIndices()))
            for kind in try kinds() {
                let pictures: [Picture]
                do {
                    pictures = try artist.draw(kind)
                } catch let missing as MissingContent where figure == nil {
                    if !quiet { say("\(path): no \(kind.rawValue): \(missing.reason)") }
                    continue
                } catch let missing as MissingContent {
                    throw Failure(Exit.nothing, "\(path): no \(kind.rawValue): \(missing.reason)")
                }
                for picture in pictures {
                    let name = "\(output)/\(prefix)\(picture.name).\(format.rawValue)"
                    do {
                        try picture.render(name, format, dpi ?? kind.dpi)
                    } catch {
                        throw Failure(Exit.inputOutput, "\(error)")
                    }
                    drawn += 1
                    if !quiet { tell(name) }
                }
            }
        }
        if drawn == 0 {
            throw Failure(
                Exit.nothing,
                "\(maps.joined(separator: ", ")): there was nothing to draw; see the lines above.")
        }
    }

    private static func stem(_ path: String) -> String {
        ((path as NSString).lastPathComponent as NSString).deletingPathExtension
    }
}
