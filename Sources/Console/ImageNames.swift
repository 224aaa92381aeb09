internal import Foundation

/// Whether an image is called `name`: by its path, the end of the path behind a slash, or either
/// without the extension.
public func isNamed(_ path: String, _ name: String) -> Bool {
    func agrees(_ path: String) -> Bool { path == name || path.hasSuffix("/" + name) }
    return !name.isEmpty && (agrees(path) || agrees((path as NSString).deletingPathExtension))
}

/// The `count` names most like `wanted`, the nearest first: those that contain it, then by the
/// number of letters to change between it and a name's last part.
public func nearestNames(_ wanted: String, among names: [String], count: Int) -> [String] {
    let key = wanted.lowercased()
    // Of many names all distances would take seconds.
    let names = names.count > 20_000 ? names.filter { $0.lowercased().contains(key) } : names
    let ranked = names.enumerated().map { index, name in
        let last = (name as NSString).lastPathComponent.lowercased()
        let stem = (last as NSString).deletingPathExtension
        let distance = [last, stem, name.lowercased()].map { editDistance(key, $0) }.min() ?? 0
        return (rank: name.lowercased().contains(key) ? 0 : distance, index: index, name: name)
    }
    return ranked.sorted { ($0.rank, $0.index) < ($1.rank, $1.index) }.prefix(count).map(\.name)
}
