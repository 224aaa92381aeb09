internal import Console
internal import FileSystem
internal import Foundation
internal import Store

/// The file that a finished map was made from, found again.
struct MapParent {
    let reference: Reduction
    /// The map's file.
    let map: String
    /// Where the user says that it is.
    let given: String?

    /// The rows of the map, or why they are not at hand.
    enum Lookup {
        case rows(ReductionRows)
        case missing(String)
    }

    /// Looks at the given path; else where the file was, and beside the map. A given file that is
    /// another is an error.
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
                ?? "\(reference.origin.file) is not there")
    }

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

    /// The rows of a file; nil where it is not the map's.
    private func open(_ path: String) throws -> ReductionRows? {
        if reference.origin.uuid.isEmpty {
            let reader = try VectorReader(path, array: reference.parameters.array)
            guard reader.rowCount == reference.paths.count,
                try reader.contentHash() == reference.origin.hash
            else { return nil }
            return ReductionRows(origin: .vectors(reader))
        }
        let reader = try EmbeddingReader(path)
        guard reader.uuid == reference.origin.uuid, reader.imageCount == reference.paths.count,
            try reader.contentHash() == reference.origin.hash,
            let token = ImageToken(rawValue: reference.token)
        else { return nil }
        return ReductionRows(origin: .images(reader, token.kind))
    }
}
