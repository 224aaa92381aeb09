internal import FileSystem
internal import Foundation
internal import Text

/// One segment of an image in COCO's panoptic format: an object or a region of stuff.
public struct PanopticSegment: Sendable, Equatable {
    /// The number `R + 256 G + 65536 B` of its pixels, 1...16,777,215.
    public let id: UInt32
    /// The name of its category, such as "person" or "sky".
    public let name: String

    /// A segment with its number and its category's name.
    public init(id: UInt32, name: String) {
        self.id = id
        self.name = name
    }
}

/// The segments of all images of a panoptic JSON, as COCO publishes it (arXiv:1801.00868).
///
///     {"annotations": [{"file_name", "segments_info": [{"id", "category_id"}]}],
///      "categories": [{"id", "name"}]}
///
/// The file, which may have hundreds of megabytes, is read once and in pieces. Memory holds 8 bytes
/// per segment, the names of the files and the categories.
public struct PanopticSegments: Sendable {
    /// The file is panoptic JSON, but does not have the described form, or cannot be read.
    public struct Malformed: Error, Sendable, Equatable, CustomStringConvertible {
        /// A phrase with the file's path, if it was read from one, and what was expected and found.
        public let description: String
    }

    /// Each image's range in `ids` and `categories`, by its file name without extension.
    private var ranges: [String: Range<Int>] = [:]
    /// The numbers of the segments of all images `[segments]`.
    private var ids: [UInt32] = []
    /// The category of each segment, as an index into `names` `[segments]`.
    private var categories: [UInt32] = []
    /// The names of the categories, in the file's order.
    private var names: [String] = []

    /// How many images the file has annotations for.
    public var imageCount: Int { ranges.count }

    /// Reads the file at `path` in pieces of 1 MiB; nil when it is JSON of another kind.
    ///
    /// - Throws: `Malformed` with the path where the file cannot be opened, or is panoptic but
    ///   damaged.
    public init?(contentsOf path: String) throws(Malformed) {
        let descriptor = openFile(path, O_RDONLY)
        guard descriptor >= 0 else {
            throw Malformed(description: "\(path): the JSON could not be opened.")
        }
        let file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        do {
            guard
                let read = try Self(
                    JSONReader { [UInt8](try file.read(upToCount: 1 << 20) ?? Data()) }
                )
            else { return nil }
            self = read
        } catch {
            throw Malformed(description: "\(path): \(error)")
        }
    }

    /// Reads the bytes of a file; nil when they are JSON of another kind.
    ///
    /// - Throws: `Malformed` as for a file.
    public init?(json bytes: [UInt8]) throws(Malformed) {
        guard let read = try Self(JSONReader(bytes)) else { return nil }
        self = read
    }

    /// Reads both arrays in either order; categories are resolved at the end.
    private init?(_ reader: JSONReader) throws(Malformed) {
        var reader = reader
        var given: [Int] = []
        var index: [Int: UInt32] = [:]
        // Until it speaks of segments, it may be JSON of another kind, of which others complain.
        var isPanoptic = false
        do {
            try reader.members { reader, name in
                guard name == "annotations" || name == "categories", try reader.isAtArray() else {
                    return try reader.skip()
                }
                try reader.elements { reader in
                    if name == "annotations" {
                        try readAnnotation(&reader, &given, &isPanoptic)
                    } else {
                        let category = try readCategory(&reader)
                        index[category.id] = UInt32(names.count)
                        names.append(category.name)
                    }
                }
            }
        } catch {
            if !isPanoptic { return nil }
            if let malformed = error as? Malformed { throw malformed }
            throw Malformed(
                description: "the panoptic JSON is damaged: \(error); expected "
                    + "{\"annotations\": [{\"file_name\", \"segments_info\": [{\"id\", "
                    + "\"category_id\"}]}], \"categories\": [{\"id\", \"name\"}]}.")
        }
        if !isPanoptic { return nil }
        categories.reserveCapacity(given.count)
        for category in given {
            guard let place = index[category] else {
                throw Malformed(
                    description: "a segment of the panoptic JSON has the category \(category), "
                        + "which its \"categories\" lack.")
            }
            categories.append(place)
        }
    }

    /// Appends the segments of an annotation; one without `segments_info` is skipped. `given`
    /// collects the numbers of the categories.
    private mutating func readAnnotation(
        _ reader: inout JSONReader, _ given: inout [Int], _ isPanoptic: inout Bool
    ) throws {
        var file: String?
        var hasSegments = false
        let start = ids.count
        try reader.members { reader, name in
            switch name {
            case "file_name": file = try reader.string()
            case "segments_info":
                hasSegments = true
                isPanoptic = true
                try reader.elements { reader in
                    let segment = try Self.readSegment(&reader)
                    ids.append(segment.id)
                    given.append(segment.category)
                }
            default: try reader.skip()
            }
        }
        guard hasSegments else { return }
        guard let file else {
            throw Malformed(description: "a panoptic annotation has no \"file_name\".")
        }
        let path = Array(file.utf8)
        let stem = String(decoding: path[..<stemEnd(of: path)], as: UTF8.self)
        guard ranges.updateValue(start..<ids.count, forKey: stem) == nil else {
            throw Malformed(
                description: "\(file) is annotated twice; expected one panoptic annotation per "
                    + "image.")
        }
    }

    /// Reads a segment's number, which must be 1...16,777,215, and that of its category.
    private static func readSegment(
        _ reader: inout JSONReader
    ) throws -> (id: UInt32, category: Int) {
        var id: Int?
        var category: Int?
        try reader.members { reader, name in
            switch name {
            case "id": id = try reader.integer()
            case "category_id": category = try reader.integer()
            default: try reader.skip()
            }
        }
        guard let id, let category else {
            throw Malformed(
                description: "a segment of the panoptic JSON lacks its \"id\" or "
                    + "\"category_id\".")
        }
        guard (1...0xFF_FFFF).contains(id) else {
            throw Malformed(
                description: "a segment of the panoptic JSON has the number \(id); expected "
                    + "1 to 16777215.")
        }
        return (UInt32(id), category)
    }

    /// Reads a category's number and name; both are required.
    private func readCategory(_ reader: inout JSONReader) throws -> (id: Int, name: String) {
        var id: Int?
        var name: String?
        try reader.members { reader, member in
            switch member {
            case "id": id = try reader.integer()
            case "name": name = try reader.string()
            default: try reader.skip()
            }
        }
        guard let id, let name else {
            throw Malformed(description: "a category of the JSON lacks its \"id\" or \"name\".")
        }
        return (id, name)
    }

    /// The segments of an image in the file's order; nil when the file does not contain the image.
    ///
    /// - Parameter path: with or without extension and folders.
    public func segments(forImage path: String) -> [PanopticSegment]? {
        for key in keys(ofImage: path) {
            if let range = ranges[key] {
                return range.map {
                    PanopticSegment(id: ids[$0], name: names[Int(categories[$0])])
                }
            }
        }
        return nil
    }
}
