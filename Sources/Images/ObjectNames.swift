internal import Foundation

/// The names of images' objects, or the patches that they consist of, from a JSON file.
///
/// The names of mask indices: `{"cat/cat-01": {"1": "cat", "2": "sofa"}}`. Masks drawn by hand:
/// `{"cat-01": {"dog": "34-36,47-51"}}`, ranges of patch numbers, row-major from 0, both ends
/// included. An image is named by its path, with or without extension, or by its file name alone.
public struct ObjectNames: Sendable {
    /// The file does not have the described form.
    public struct Malformed: Error, Sendable, Equatable, CustomStringConvertible {
        /// One sentence with the place in the file, what was expected and what was found.
        public let description: String
    }

    /// The objects of each image, as the file has them.
    private var entries: [String: [String: String]]

    /// Reads and checks the bytes of the file.
    ///
    /// - Throws: `Malformed` for other JSON, an index given twice, a patch number of 65,536 or
    ///   more, or more than 65,536 patches in an image.
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

    /// The names by mask index; nil when the file has no indices for the image.
    ///
    /// - Parameter path: with or without extension: "cat/cat-01", "cat-01" or "cat/cat-01.jpg".
    public func names(forImage path: String) -> [Int: String]? {
        guard let objects = entry(path), Self.areIndices(objects) else { return nil }
        return Dictionary(uniqueKeysWithValues: objects.map { (Int($0.key)!, $0.value) })
    }

    /// The patches of each object, ascending, objects ordered by name; nil when the file has no
    /// patches for the image.
    ///
    /// - Parameter path: as for `names`.
    public func patches(forImage path: String) -> [(name: String, patches: [Int])]? {
        guard let objects = entry(path), !Self.areIndices(objects) else { return nil }
        return objects.sorted { $0.key < $1.key }.map { name, ranges in
            (name: name, patches: patchNumbers(ranges) ?? [])
        }
    }

    /// The entry of an image under the first of its keys that the file has.
    private func entry(_ path: String) -> [String: String]? {
        for key in keys(ofImage: path) {
            if let found = entries[key] { return found }
        }
        return nil
    }

    /// Whether all keys are whole numbers, so that they are indices and not names.
    private static func areIndices(_ objects: [String: String]) -> Bool {
        objects.keys.allSatisfy { Int($0) != nil }
    }

    /// Refuses an entry with an index twice, or with patches that are malformed or too many.
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
                        + "expected numbers below \(patchLimit) and ranges such as "
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

/// The names under which a file may list an image, the most specific first: its path, its path
/// without extension, and the file names of both.
func keys(ofImage path: String) -> [String] {
    let whole = Array(path.utf8)
    let stem = Array(whole[..<stemEnd(of: whole)])
    func name(_ path: [UInt8]) -> [UInt8] {
        path.lastIndex(of: UInt8(ascii: "/")).map { Array(path[($0 + 1)...]) } ?? path
    }
    return [whole, stem, name(whole), name(stem)].map { String(decoding: $0, as: UTF8.self) }
}

/// The largest number of patches of an image or a list: those of a 256 x 256 grid.
private let patchLimit = 65_536

/// The numbers in a list of numbers and ranges, ascending, each once: "34-36,40" becomes [34, 35,
/// 36, 40]. Nil when the text has another form or a number of 65,536 or more.
func patchNumbers(_ text: String) -> [Int]? {
    patchRanges(text)?.flatMap(\.self)
}

/// The ranges in a list, ascending and disjoint: "34-36,40,35-38" becomes [34...38, 40...40]. Nil
/// as in `patchNumbers`.
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

/// Where and why JSON does not have the expected form, as a phrase without a full stop.
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
