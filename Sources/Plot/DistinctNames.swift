internal import FileSystem
internal import Foundation

/// A name for each map: its file's without extension and, where several have that, with as many
/// folders before it as it takes, or a number at last.
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
