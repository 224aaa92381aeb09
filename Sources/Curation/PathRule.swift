internal import FileSystem
internal import Foundation
internal import Images

/// How the path of an image in a list or table may differ from the image's own path. Each rule
/// includes the previous ones: `letterCase` also accepts backslashes. `printed` is `rootName` with
/// the escapes of printed paths undone; it is last, since plans have counts in this order.
/// `LabelMatching` applies the rules in this order, each to the whole table.
enum PathRule: Int, CaseIterable, Comparable {
    /// In the order in which they are tried, the strictest first; `text` describes each.
    case exact, dots, absolute, rootName, backslashes, unicode, letterCase, noExtension, printed

    static func < (a: PathRule, b: PathRule) -> Bool { a.rawValue < b.rawValue }

    /// The rule in words, after a count: "3 in other letter case".
    var text: String {
        switch self {
        case .exact: "as written"
        case .dots: "without \"./\""
        case .absolute: "as absolute paths"
        case .rootName: "behind the folder's own name"
        case .backslashes: "with backslashes"
        case .unicode: "in another Unicode form"
        case .letterCase: "in other letter case"
        case .noExtension: "without the extension"
        case .printed: "as printed, with escapes"
        }
    }

    /// Whether two paths that are equal by the rule always name the same file.
    var isCertain: Bool { self <= .absolute }
}

/// Normal forms of paths: two paths match by a rule if their keys are equal.
struct PathKeys {
    /// The parts of the absolute path of the images' folder, as given and with links resolved.
    private let roots: [[[UInt8]]]

    /// - Parameter root: the folder of the images, absolute or relative; nil if it is not known.
    init(root: String?) {
        guard let root else {
            roots = []
            return
        }
        let path = absolutePath(root)
        roots = [path, canonicalPath(path) ?? path].map { Self.parts(pathBytes($0)) }
    }

    /// The normal form of a path for a rule.
    func key(_ path: [UInt8], _ rule: PathRule) -> [UInt8] {
        if rule == .exact { return path }
        if rule == .printed { return key(unprinted(path), .rootName) }
        var path = path
        if rule >= .backslashes {
            path = path.map { $0 == UInt8(ascii: "\\") ? UInt8(ascii: "/") : $0 }
        }
        var parts = Self.parts(path)
        var isAbsolute = path.first == UInt8(ascii: "/")
        if rule >= .absolute, isAbsolute,
            let root = roots.first(where: { parts.count > $0.count && parts.starts(with: $0) })
        {
            parts.removeFirst(root.count)
            isAbsolute = false
        }
        if rule >= .rootName {
            let count = isAbsolute ? foreignRootParts(parts) : rootParts(parts)
            parts.removeFirst(count)
            isAbsolute = isAbsolute && count == 0
        }
        var key = (isAbsolute ? [UInt8(ascii: "/")] : []) + parts.joined(separator: Self.slash)
        guard rule >= .unicode else { return key }
        if rule >= .noExtension { key = stem(of: key) }
        guard let text = String(validating: key, as: UTF8.self) else { return key }
        let normal = text.precomposedStringWithCanonicalMapping
        return Array((rule >= .letterCase ? normal.lowercased() : normal).utf8)
    }

    /// What joins the parts of a key.
    private static let slash = [UInt8(ascii: "/")]

    /// Number of leading parts of a relative path that are the last parts of the folder's path.
    private func rootParts(_ parts: [[UInt8]]) -> Int {
        for root in roots {
            for count in stride(from: min(root.count, parts.count - 1), to: 0, by: -1)
            where parts.starts(with: root.suffix(count)) {
                return count
            }
        }
        return 0
    }

    /// Number of leading parts of an absolute path up to a folder with the name of ours, as in a
    /// table from another machine.
    private func foreignRootParts(_ parts: [[UInt8]]) -> Int {
        roots.lazy.compactMap { root in
            root.last.flatMap { name in parts.dropLast().lastIndex(of: name).map { $0 + 1 } }
        }.first ?? 0
    }

    /// The names between the slashes, "." left out.
    private static func parts(_ path: [UInt8]) -> [[UInt8]] {
        path.split(separator: UInt8(ascii: "/")).filter { $0 != [UInt8(ascii: ".")] }.map(
            Array.init)
    }
}

/// The bytes of a path that the programs printed or wrote into a table: `\xNN` becomes the byte,
/// and the `'` goes that keeps spreadsheets from reading a path as a formula.
func unprinted(_ text: [UInt8]) -> [UInt8] { unescapedPath(unguarded(text)) }

/// A field of a table without the `'` that stands before what a spreadsheet would take for a
/// formula.
func unguarded(_ field: [UInt8]) -> [UInt8] {
    guard field.count > 1, field[0] == UInt8(ascii: "'"), "=+-@\t\r".utf8.contains(field[1]) else {
        return field
    }
    return Array(field.dropFirst())
}
