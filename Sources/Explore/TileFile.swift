internal import Console
internal import Dense
internal import Digest
internal import FileSystem
internal import Foundation
internal import Page
internal import Store

/// The tiles of a map's layer, in a file beside the map: made once, then read a tile at a time.
///
/// The file begins with two lines of JSON: what it was made from, and the tiles. Behind them lie
/// the tiles in that order: n rows as u32, then n positions as f32 `[n, 2]`, little-endian.
struct TileFile {
    /// Description of the tiles: what the page gets.
    let description: [UInt8]
    /// Where each tile lies in `content`, by name.
    private let places: [String: Range<Int>]
    /// The bytes of the file.
    private let content: [UInt8]
    /// Why the file could not be written; nil if it is there.
    let note: String?

    /// What a file was made from; another file is made again.
    private struct Origin: Codable, Equatable {
        var format = "vitrine-tiles"
        var version = 1
        /// SHA-256 of the layout.
        var layout: String
        /// SHA-256 of the bytes behind the two lines.
        var points = ""

        /// Whether tiles with this origin are of the same layout.
        func isOf(_ other: Origin) -> Bool {
            (format, version, layout) == (other.format, other.version, other.layout)
        }
    }

    /// The tiles as the page reads them.
    private struct Description: Codable {
        var box: [Double]
        var bounds: [Double]
        var tiles: [Entry]
    }

    /// A tile: its name and its number of points, written as a list of two.
    private struct Entry: Codable {
        var name: String
        var count: Int

        init(name: String, count: Int) { (self.name, self.count) = (name, count) }

        init(from decoder: any Decoder) throws {
            var list = try decoder.unkeyedContainer()
            name = try list.decode(String.self)
            count = try list.decode(Int.self)
        }

        func encode(to encoder: any Encoder) throws {
            var list = encoder.unkeyedContainer()
            try list.encode(name)
            try list.encode(count)
        }
    }

    /// Bytes of a point: its row and two coordinates.
    private static let pointBytes = 12

    /// Opens the tiles at a path, or makes and writes them.
    ///
    /// - Parameters:
    ///   - path: a file of tiles, or nothing; another file is left alone.
    ///   - layout: `[n, 2]`.
    init(path: String, layout: Matrix<Float>) {
        let origin = Origin(layout: Self.digest(of: layout))
        if let known = Self(existing: path, origin: origin) {
            self = known
            return
        }
        let bytes = Self.content(PointTree(layout), layout, origin)
        var note: String?
        do {
            // A file may be empty after a loss of power.
            let isOther =
                isThere(path) && regularFileSize(path) != 0
                && wholeFile(path).flatMap(Self.origin(of:)) == nil
            if isOther { throw Failure(Exit.nothing, "\(path): not a file of tiles") }
            if !makeFolders(folderPath(of: path)) {
                throw Failure(Exit.inputOutput, "\(folderPath(of: path)): \(systemText())")
            }
            try AtomicFile.write(bytes, to: path)
        } catch {
            note = "the tiles are not cached (\(clause("\(error)")))"
        }
        guard let made = Self(bytes, origin: origin, note: note) else {
            preconditionFailure("\(path): tiles that cannot be read back")
        }
        self = made
    }

    /// A file of tiles with this origin; nil for any other.
    private init?(existing path: String, origin: Origin) {
        guard FileKind(path) == .regular, let content = wholeFile(path) else { return nil }
        self.init(content, origin: origin, note: nil)
    }

    private init?(_ content: [UInt8], origin: Origin, note: String?) {
        guard let stored = Self.origin(of: content), stored.isOf(origin),
            let lines = Self.lines(of: content),
            hexadecimal(SHA256.digest(Array(content[(lines.description.upperBound + 1)...])))
                == stored.points,
            let description = try? JSONDecoder().decode(
                Description.self, from: Data(content[lines.description]))
        else { return nil }
        var start = lines.description.upperBound + 1
        var places: [String: Range<Int>] = [:]
        for tile in description.tiles {
            guard (0...PointTree.tilePoints).contains(tile.count) else { return nil }
            places[tile.name] = start..<start + tile.count * Self.pointBytes
            start += tile.count * Self.pointBytes
        }
        guard start == content.count else { return nil }
        self.description = Array(content[lines.description])
        self.places = places
        self.content = content
        self.note = note
    }

    /// The points of a tile; nil if there is no tile of this name.
    func points(_ name: String) -> [UInt8]? { places[name].map { Array(content[$0]) } }

    // MARK: - Making

    private static func digest(of layout: Matrix<Float>) -> String {
        let hash = SHA256()
        let piece = 1 << 20
        for start in stride(from: 0, to: layout.elements.count, by: piece) {
            let numbers = layout.elements[start..<min(layout.elements.count, start + piece)]
            hash.update(littleEndian(numbers))
        }
        return hexadecimal(hash.finish())
    }

    /// The bytes of a file.
    private static func content(
        _ tree: PointTree, _ layout: Matrix<Float>, _ origin: Origin
    ) -> [UInt8] {
        let bounds = tree.bounds
        let description = Description(
            box: [bounds.left, bounds.bottom, tree.side],
            bounds: [bounds.left, bounds.right, bounds.bottom, bounds.top],
            tiles: tree.tiles.map { Entry(name: $0.name, count: $0.points.count) })
        var points: [UInt8] = []
        points.reserveCapacity(layout.rows * pointBytes)
        let positions = layout.elements
        for tile in tree.tiles {
            let rows = tree.rows[tile.points]
            points += littleEndian(rows)
            var places: [Float] = []
            places.reserveCapacity(2 * rows.count)
            for row in rows {
                places.append(positions[2 * Int(row)])
                places.append(positions[2 * Int(row) + 1])
            }
            points += littleEndian(places)
        }
        var origin = origin
        origin.points = hexadecimal(SHA256.digest(points))
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        var bytes: [UInt8] = []
        for line in [try? encoder.encode(origin), try? encoder.encode(description)] {
            guard let line else { preconditionFailure("finite numbers and texts are JSON") }
            bytes += line
            bytes.append(UInt8(ascii: "\n"))
        }
        bytes += points
        return bytes
    }

    // MARK: - Lines

    /// The first two lines of a file, without their ends.
    private static func lines(
        of content: [UInt8]
    ) -> (origin: Range<Int>, description: Range<Int>)? {
        let end = UInt8(ascii: "\n")
        guard let first = content.prefix(4096).firstIndex(of: end),
            let second = content[(first + 1)...].firstIndex(of: end)
        else { return nil }
        return (0..<first, first + 1..<second)
    }

    /// What a file was made from; nil if it is not a file of tiles.
    private static func origin(of content: [UInt8]) -> Origin? {
        guard let lines = lines(of: content),
            let origin = try? JSONDecoder().decode(Origin.self, from: Data(content[lines.origin])),
            origin.format == Origin(layout: "").format
        else { return nil }
        return origin
    }
}
