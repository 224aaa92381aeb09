internal import Console
internal import FileSystem
internal import Foundation
internal import Store
internal import Tokens

/// Finds the file that a finished map was made from, whose rows give exact novelty.
struct MapParent {
    /// The finished map.
    let reference: Reduction
    /// Path of the map file.
    let map: String
    /// Path that the user gave with `--parent`; nil without it.
    let given: String?

    /// The result of the search.
    enum Lookup {
        /// The rows of the map.
        case rows(ReductionRows)
        /// The reason why the file is not available.
        case missing(String)
    }

    /// Searches at the path that the user gave; without one, where the file was, then beside the
    /// map. The file must have the UUID and hash that the map records, vectors
    /// the hash.
    ///
    /// - Throws: `Failure` if the given file is not the one that the map was made from.
    func find() throws -> Lookup {
        if let given {
            let source = try open(given)
            guard let source else {
                throw Failure(
                    Exit.nothing,
                    "--parent: expected the file that \(map) was made from "
                        + "(\(reference.origin.file)), found another in \(given).")
            }
            return .rows(source)
        }
        var other: String?
        for path in candidates where isThere(path) {
            if let source = try? open(path) { return .rows(source) }
            other = other ?? path
        }
        return .missing(
            other.map { "\($0) is not the file that \(map) was made from" }
                ?? "\(reference.origin.file) does not exist")
    }

    /// Paths at which the file may be.
    private var candidates: [String] {
        let parent = reference.origin.file
        let folder = folderPath(of: map)
        let name = (parent as NSString).lastPathComponent
        var paths = [parent]
        for path in [parent, name] where !path.hasPrefix("/") {
            paths.append(folder + "/" + path)
        }
        return paths
    }

    /// The rows of a file; nil if the map was made from another one.
    private func open(_ path: String) throws -> ReductionRows? {
        if reference.origin.uuid.isEmpty {
            let reader = try VectorReader(path, array: reference.parameters.array)
            guard hasRows(reader.rowCount), try reader.contentHash() == reference.origin.hash
            else { return nil }
            return ReductionRows(origin: .vectors(reader.part(rows: reference.parentRows)))
        }
        let reader = try EmbeddingReader(path)
        guard reader.uuid == reference.origin.uuid, hasRows(reader.imageCount),
            try reader.contentHash() == reference.origin.hash,
            let token = ImageToken(rawValue: reference.token)
        else { return nil }
        return ReductionRows(
            origin: .images(reader.part(rows: reference.parentRows), token.kind),
            layer: LayerName(reference.layer) ?? .final)
    }

    /// Whether a file with this number of rows has those of the map.
    private func hasRows(_ count: Int) -> Bool {
        reference.parentRows.map { $0.last ?? 0 < count } ?? (count == reference.paths.count)
    }
}
