internal import Foundation

/// The `count` names most like `wanted`, the nearest first: those that contain it, then by the
/// number of letters to change (Levenshtein 1966) between it and a name's last part.
func nearestNames(_ wanted: String, among names: [String], count: Int) -> [String] {
    let key = wanted.lowercased()
    let ranked = names.enumerated().map { index, name in
        let last = (name as NSString).lastPathComponent.lowercased()
        let stem = (last as NSString).deletingPathExtension
        let distance = min(edits(key, last), edits(key, stem), edits(key, name.lowercased()))
        return (rank: name.lowercased().contains(key) ? 0 : distance, index: index, name: name)
    }
    return ranked.sorted { ($0.rank, $0.index) < ($1.rank, $1.index) }.prefix(count).map(\.name)
}

/// Letters to insert, remove or replace until one text is the other.
private func edits(_ first: String, _ second: String) -> Int {
    let (a, b) = (Array(first.prefix(200)), Array(second.prefix(200)))
    var row = Array(0...b.count)
    for i in a.indices {
        var diagonal = row[0]
        row[0] = i + 1
        for j in b.indices {
            let replaced = diagonal + (a[i] == b[j] ? 0 : 1)
            diagonal = row[j + 1]
            row[j + 1] = min(replaced, row[j] + 1, diagonal + 1)
        }
    }
    return row[b.count]
}
