internal import Foundation

/// What the objects of images are called, or which patches they are, from a JSON file.
///
/// Names of mask indices: `{"cat/cat-01": {"1": "cat", "2": "sofa"}}`. Hand-made masks:
/// `{"cat-01": {"dog": "34-36,47-51"}}`, ranges of patch numbers, row-major from 0, both ends
/// included. The key of an image is its path without extension, or its file name alone.
public struct ObjectNames: Sendable {
    /// The file is not as described.
    public struct Malformed: Error, Sendable, Equatable, CustomStringConvertible {
        public let description: String
    }

    private var entries: [String: [String: String]]

    /// Reads the file's bytes.
    public init(json bytes: [UInt8]) throws(Malformed) {
        do {
            entries = try JSONDecoder().decode(
                [String: [String: String]].self, from: Data(bytes))
        } catch {
            throw Malformed(
                description: "The object names are not JSON of the form {\"image\": {\"1\": "
                    + "\"name\"}} or {\"image\": {\"name\": \"34-36,47-51\"}}: "
                    + "\(jsonReason(error)).")
        }
        for (image, objects) in entries.sorted(by: { $0.key < $1.key }) {
            try Self.check(image, objects)
        }
    }

    /// Names by mask index, nil when the file does not speak of the image's indices. `path` is with
    /// or without extension: "cat/cat-01", "cat-01", "cat/cat-01.jpg".
    public func names(forImage path: String) -> [Int: String]? {
        guard let objects = entry(path), Self.areIndices(objects) else { return nil }
        return Dictionary(uniqueKeysWithValues: objects.map { (Int($0.key)!, $0.value) })
    }

    /// The patches of each object in ascending order, objects ordered by name; nil when the file
    /// gives no patches of the image.
    public func patches(forImage path: String) -> [(name: String, patches: [Int])]? {
        guard let objects = entry(path), !Self.areIndices(objects) else { return nil }
        return objects.sorted { $0.key < $1.key }.map { name, ranges in
            (name: name, patches: patchNumbers(ranges) ?? [])
        }
    }

    private func entry(_ path: String) -> [String: String]? {
        for key in keys(ofImage: path) {
            if let found = entries[key] { return found }
        }
        return nil
    }

    private static func areIndices(_ objects: [String: String]) -> Bool {
        objects.keys.allSatisfy { Int($0) != nil }
    }

    private static func check(
        _ image: String, _ objects: [String: String]
    ) throws(Malformed) {
        if areIndices(objects) {
            // "1" and "01" are one index.
            guard Set(objects.keys.map { Int($0) }).count == objects.count else {
                throw Malformed(
                    description: "The object names of \"\(image)\" give an index twice.")
            }
            return
        }
        var count = 0
        for (name, text) in objects.sorted(by: { $0.key < $1.key }) {
            guard let ranges = patchRanges(text) else {
                throw Malformed(
                    description: "The patches of \"\(name)\" in \"\(image)\" are \"\(text)\"; "
                        + "expected are numbers below \(patchLimit) and ranges such as "
                        + "\"34-36,47-51\".")
            }
            count += ranges.reduce(0) { $0 + $1.count }
            // A short text could ask for more memory than there is.
            guard count <= patchLimit else {
                throw Malformed(
                    description:
                        "The objects of \"\(image)\" have more than \(patchLimit) patches; "
                        + "a grid of 14 x 14 has 196.")
            }
        }
    }
}

/// What an image may be called in a file that speaks of it: its path, its path without extension,
/// and the last parts of both.
func keys(ofImage path: String) -> [String] {
    let whole = Array(path.utf8)
    let stem = Array(whole[..<stemEnd(of: whole)])
    func name(_ path: [UInt8]) -> [UInt8] {
        path.lastIndex(of: UInt8(ascii: "/")).map { Array(path[($0 + 1)...]) } ?? path
    }
    return [whole, stem, name(whole), name(stem)].map { String(decoding: $0, as: UTF8.self) }
}

/// Patches of one image or list in all: a grid of 256 x 256.
private let patchLimit = 65_536

/// "34-36,40" -> [34, 35, 36, 40]; nil when it is no list of numbers and ranges.
func patchNumbers(_ text: String) -> [Int]? {
    patchRanges(text)?.flatMap(\.self)
}

/// "34-36,40,35-38" -> [34...38, 40], ascending and apart; nil when it is no list of numbers and
/// ranges.
private func patchRanges(_ text: String) -> [ClosedRange<Int>]? {
    var found: [ClosedRange<Int>] = []
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
        let ends = part.split(separator: "-", omittingEmptySubsequences: false).map {
            Int($0.trimmingCharacters(in: .whitespaces))
        }
        guard ends.count == 1 || ends.count == 2, let first = ends[0],
            let last = ends[ends.count - 1], first >= 0, first <= last, last < patchLimit
        else { return nil }
        found.append(first...last)
    }
    found.sort { $0.lowerBound < $1.lowerBound }
    var apart: [ClosedRange<Int>] = []
    for range in found {
        if let last = apart.last, range.lowerBound <= last.upperBound {
            let upper = max(last.upperBound, range.upperBound)
            apart[apart.count - 1] = last.lowerBound...upper
        } else {
            apart.append(range)
        }
    }
    return apart
}

/// Where and why JSON is not of the expected form, as a phrase.
func jsonReason(_ error: any Error) -> String {
    guard let error = error as? DecodingError else { return "\(error)" }
    switch error {
    case .typeMismatch(_, let context), .valueNotFound(_, let context),
        .keyNotFound(_, let context), .dataCorrupted(let context):
        let place = context.codingPath.map(\.stringValue).joined(separator: "/")
        var text = context.debugDescription
        while text.hasSuffix(".") { text.removeLast() }
        return place.isEmpty ? text : "at \(place): \(text)"
    @unknown default: return "\(error)"
    }
}
