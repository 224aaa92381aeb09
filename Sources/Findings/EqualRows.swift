public import Dense

/// The places of equal keys, `[groups][members]`: each group of two or more in ascending order, the
/// groups by their first member.
///
/// With the SHA-256 of each file as keys these are the exact copies among files.
public func groupsOfEqual<Key: Hashable>(_ keys: some Sequence<Key>) -> [[Int]] {
    var places: [Key: [Int]] = [:]
    for (place, key) in keys.enumerated() { places[key, default: []].append(place) }
    return places.values.filter { $0.count > 1 }.sorted { $0[0] < $1[0] }
}

/// The places of equal rows of `rows` `[n, width]`, as `groupsOfEqual`; rows with a NaN equal none.
public func groupsOfEqualRows(_ rows: Matrix<Float>) -> [[Int]] {
    groupsOfEqual((0..<rows.rows).lazy.map { rows.row($0) })
}
