/// The group of copies of each row, `[count]`: rows that pairs connect have the same number,
/// counted from 0 in the order of the first members; -1 for rows in no pair.
public func copyGroups(_ pairs: [(first: Int, second: Int)], count: Int) -> [Int] {
    var parents = Array(0..<count)
    func root(_ row: Int) -> Int {
        var row = row
        while parents[row] != row {
            parents[row] = parents[parents[row]]
            row = parents[row]
        }
        return row
    }
    var isPaired = [Bool](repeating: false, count: count)
    for (first, second) in pairs {
        precondition(
            first >= 0 && second >= 0 && first < count && second < count,
            "rows \(first) and \(second) of \(count)")
        let (a, b) = (root(first), root(second))
        parents[max(a, b)] = min(a, b)
        isPaired[first] = true
        isPaired[second] = true
    }
    var numbers: [Int: Int] = [:]
    return (0..<count).map { row in
        if !isPaired[row] { return -1 }
        let first = root(row)
        let number = numbers[first] ?? numbers.count
        numbers[first] = number
        return number
    }
}
