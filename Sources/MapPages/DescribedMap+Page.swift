internal import Console
internal import FileSystem
internal import Foundation
public import Page
public import Store
internal import Tokens

extension DescribedMap {
    /// The map for a page.
    ///
    /// - Parameters:
    ///   - root: Address of the image folder; nil if it cannot be reached.
    ///   - color: Column that colours the points at first; nil for the first one.
    ///   - thumbnails: Thumbnails of the images; nil for none.
    ///   - paths: Where paths and digests are read if the map is an outline; nil otherwise.
    ///   - services: What a server offers; nil for a page that is a file.
    /// - Throws: `StoreError` for a damaged neighbour graph.
    public func pageMap(
        root: String?, color: String? = nil, thumbnails: PageThumbnails?,
        paths: StoredPaths? = nil, services: PageServices? = nil
    ) throws -> PageMap {
        PageMap(
            name: name, reduction: reduction, neighbors: try ReductionReader.neighbors(path),
            root: root, color: color, thumbnails: thumbnails, about: about, paths: paths,
            services: services)
    }

    /// Model, data, map, quality and commands.
    private var about: [AboutSection] {
        [
            AboutSection("Model", hasModel ? modelLines : []), AboutSection("Data", dataLines),
            AboutSection("Map", mapLines), AboutSection("Quality", qualityLines),
            AboutSection("Commands", commandLines),
        ]
    }

    private var modelLines: [(name: String, value: String?)] {
        let model = reduction.model
        return [
            ("name", model.name), ("note", model.note), ("family", model.family),
            ("checkpoint", model.weightsFile), ("SHA-256 of the checkpoint", model.weightsSHA256),
            ("blocks", "\(model.depth)"), ("width", "\(model.width)"),
            ("heads", "\(model.heads)"), ("patch", "\(model.patch) x \(model.patch) pixels"),
            ("image", "\(model.grid.sizeInWords) pixels, \(model.recipe)"),
            ("registers", "\(model.registers)"), ("parameters", "\(model.parameterCount)"),
            ("precision", model.precision),
        ]
    }

    private var dataLines: [(name: String, value: String?)] {
        let parameters = reduction.parameters
        return [
            ("images", parameters.imageSource.map { displayPath(pathBytes($0)) }),
            ("rows", counted(reduction.rows.count, reduction.rowNoun.one, reduction.rowNoun.many)),
            ("labels", reduction.labelNames.isEmpty ? nil : "\(reduction.labelNames.count)"),
            ("variant", variant.map(DescribedMap.describe(variant:))), ("reduced file", parentFile),
            ("SHA-256 of its rows", reduction.origin.hash),
            ("map file", displayPath(pathBytes(path))),
        ]
    }

    private var mapLines: [(name: String, value: String?)] {
        var lines: [(name: String, value: String?)] = [("rows", layerSubject)]
        if let map = reduction.map?.parameters {
            lines += [
                ("normalisation", map.normalization), ("components", "\(map.components)"),
                ("explained variance", rounded(map.explained)),
                ("neighbours", map.neighbors), ("perplexity", rounded(map.perplexity)),
                ("exaggeration", rounded(map.exaggeration)),
                ("steps", "\(map.iterationsDone)"), ("initial layout", map.initialization),
                ("repulsion", map.repulsion),
            ]
        }
        if let placement = reduction.placement?.parameters {
            lines.append(("placed in", displayPath(pathBytes(placement.map))))
        }
        if let seed = reduction.parameters.seed { lines.append(("seed", "\(seed)")) }
        return lines + mapNotes.map { ("note", $0) }
    }

    private var qualityLines: [(name: String, value: String?)] {
        (reduction.map?.quality ?? []).filter(\.map.isFinite).map { row in
            func other(_ name: String, _ value: Double) -> String {
                value.isFinite ? ", \(name) \(rounded(value))" : ""
            }
            let margin = row.interval > 0 ? " ± \(rounded(row.interval))" : ""
            return (
                row.name,
                rounded(row.map) + margin + other("PCA 1, 2", row.firstComponents)
                    + other("random", row.random)
            )
        }
    }

    private var commandLines: [(name: String, value: String?)] {
        func text(_ arguments: [String]) -> String {
            guard let program = arguments.first else { return "" }
            let name = (program as NSString).lastPathComponent
            return ([name] + arguments.dropFirst()).map { shellText(displayPath(pathBytes($0))) }
                .joined(separator: " ")
        }
        return [
            ("extract", text(reduction.origin.commandLine)),
            ("reduce", text(reduction.commandLine)),
        ]
    }
}
