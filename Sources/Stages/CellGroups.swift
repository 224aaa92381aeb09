/// The cells cut into groups of consecutive ones: the pieces of the stages behind `assign`.
struct CellGroups {
    /// First cell of each group, and the number of cells, `[groups + 1]`.
    let starts: [Int]

    /// The groups that `assign` chose.
    init(_ assign: PartReader) throws {
        starts = try assign.read("groups", Int64(0)).map { Int($0) }
    }

    /// Groups of at least `rows` rows each, the last one perhaps of fewer.
    init(counts: [Int64], rows: Int) {
        var starts = [0]
        var sum = 0
        for (cell, count) in counts.enumerated() {
            sum += Int(count)
            if sum >= rows && cell + 1 < counts.count {
                starts.append(cell + 1)
                sum = 0
            }
        }
        self.starts = starts + [counts.count]
    }

    /// Number of groups.
    var count: Int { starts.count - 1 }

    /// The cells of a group.
    func cells(ofGroup group: Int) -> Range<Int> { starts[group]..<starts[group + 1] }

    /// The group of a cell.
    func group(ofCell cell: Int) -> Int {
        var (low, high) = (0, count)
        while high - low > 1 {
            let middle = (low + high) / 2
            if starts[middle] <= cell { low = middle } else { high = middle }
        }
        return low
    }
}
