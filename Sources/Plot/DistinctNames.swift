internal import FileSystem
internal import Foundation

/// A distinct name for each map file: the file name without extension, with as many parent folders
/// as it takes to tell files apart, or with a number.
///
/// The names "a/tsne.h5" and "b/tsne.h5" become "a-tsne" and "b-tsne".
func distinctNames(of paths: [String]) -> [String] {
    let parts = paths.map { path in
        let url = URL(fileURLWithPath: absolutePath(path))
        return url.deletingPathExtension().pathComponents.filter { $0 != "/" }
            .map { $0.replacingOccurrences(of: "/", with: "_") }
    }
    var depths = paths.map { _ in 1 }
    func names() -> [String] {
        zip(parts, depths).map { parts, depth in parts.suffix(depth).joined(separator: "-") }
    }
    while true {
        let counts = Dictionary(names().map { ($0, 1) }, uniquingKeysWith: +)
        let deeper = zip(names(), parts).enumerated().filter { index, item in
            (counts[item.0] ?? 0) > 1 && depths[index] < item.1.count
        }
        if deeper.isEmpty { break }
        for (index, _) in deeper { depths[index] += 1 }
    }
    var taken: Set<String> = []
    return names().map { name in
        var free = name
        var number = 2
        while !taken.insert(free).inserted {
            free = "\(name)-\(number)"
            number += 1
        }
        return free
    }
}
