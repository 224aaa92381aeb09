internal import Foundation

/// Whether `name` means the image of a path: it is the path or its last parts, with or without the
/// extension. "b/c.jpg", "c.jpg" and "c" all mean "a/b/c.jpg"; the empty name means no image.
public func isNamed(_ path: String, _ name: String) -> Bool {
    func agrees(_ path: String) -> Bool { path == name || path.hasSuffix("/" + name) }
    return !name.isEmpty && (agrees(path) || agrees((path as NSString).deletingPathExtension))
}

/// The `count` names closest to `wanted`, the closest first.
///
/// Names that contain it come first. The others are ranked by the least edit distance between it
/// and the name, its last part, or that without the extension; letter case does not count. Among
/// more than 20,000 names only those that contain it are considered.
public func nearestNames(_ wanted: String, among names: [String], count: Int) -> [String] {
    let key = wanted.lowercased()
    // The distances of all names would take seconds.
    let names = names.count > 20_000 ? names.filter { $0.lowercased().contains(key) } : names
    let ranked = names.enumerated().map { index, name in
        let last = (name as NSString).lastPathComponent.lowercased()
        let stem = (last as NSString).deletingPathExtension
        let distance = [last, stem, name.lowercased()].map { editDistance(key, $0) }.min() ?? 0
        return (rank: name.lowercased().contains(key) ? 0 : distance, index: index, name: name)
    }
    return ranked.sorted { ($0.rank, $0.index) < ($1.rank, $1.index) }.prefix(count).map(\.name)
}
