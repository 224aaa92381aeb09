internal import CKernels

// The scan for nearest rows, with shapes checked; `Neighbors` builds its exact searches on it.

/// Rows less a pivot, scaled, rounded to single precision and laid out in panels for the scan.
public struct PackedRows: Sendable {
    /// The side of the scan that rows are packed for: it multiplies blocks of queries with panels
    /// of points.
    public enum Role: Sendable { case queries, points }

    /// The rows of a panel of points, 32; the last panel is filled up.
    public static let panelRows = Int(KERNELS_PANEL)
    /// The rows of a block of queries, 12; the last block is filled up.
    public static let blockRows = Int(KERNELS_QUERIES)

    /// The number of rows, without the filling.
    public let rows: Int
    /// The numbers of each row.
    public let columns: Int
    /// The side of the scan that they can be used on.
    public let role: Role
    /// `[rows]`: squared lengths of the packed rows; -1 for a row with a number beyond 2^30, which
    /// is packed as zeros.
    public let squares: [Double]
    /// `[panels, columns, width]`, filled up with zeros.
    fileprivate let packed: [Float]

    /// Packs `scale · (row - pivot)` for the rows `range` of `matrix`; `pivot` `[columns]`.
    /// Differences are taken in double precision.
    public init(
        _ matrix: Matrix<Float>, rows range: Range<Int>, role: Role, pivot: [Double], scale: Double
    ) {
        precondition(
            range.lowerBound >= 0 && range.upperBound <= matrix.rows
                && pivot.count == matrix.columns,
            "rows \(range) of \(matrix.rows), \(pivot.count) pivots of \(matrix.columns) columns")
        rows = range.count
        columns = matrix.columns
        self.role = role
        let (count, columns) = (range.count, matrix.columns)
        let width = role == .points ? Self.panelRows : Self.blockRows
        let total = (count + width - 1) / width * width * columns
        var squares = [Double](repeating: 0, count: count)
        packed = unsafe [Float](unsafeUninitializedCapacity: total) { packed, initialized in
            initialized = total
            guard let target = packed.baseAddress, total > 0 else { return }
            unsafe matrix.elements.withUnsafeBufferPointer { elements in
                unsafe kernels_pack_rows(
                    elements.baseAddress! + range.lowerBound * columns, pivot, scale, count,
                    columns, width, target, &squares)
            }
        }
        self.squares = squares
    }

    /// The number of panels of points, or of blocks of queries.
    public var panels: Int {
        let width = role == .points ? Self.panelRows : Self.blockRows
        return (rows + width - 1) / width
    }
}

/// Lists of candidates, one for each query: the points p whose value `half(p) - q · p` is within
/// the query's limit.
public struct CandidateLists: Sendable {
    /// The queries, packed as such.
    public let queries: PackedRows
    /// The entries that a list can hold.
    public let capacity: Int
    /// `[blocks * 12]`: points with larger values are left out. Queries that are only filling
    /// have minus infinity.
    public var limits: [Float]
    /// `[blocks * 12]`: the number of entries of each list.
    public private(set) var counts: [Int]
    /// `[blocks * 12, capacity]`: the value of each entry.
    private var values: [Float]
    /// `[blocks * 12, capacity]`: the index of each entry's point.
    private var indices: [Int32]

    /// Empty lists with the largest finite limit; values that are infinite are never kept.
    public init(queries: PackedRows, capacity: Int) {
        precondition(queries.role == .queries, "\(queries.role) scanned as queries")
        self.queries = queries
        self.capacity = capacity
        let total = queries.panels * PackedRows.blockRows
        limits = (0..<total).map { $0 < queries.rows ? .greatestFiniteMagnitude : -.infinity }
        counts = [Int](repeating: 0, count: total)
        values = [Float](repeating: 0, count: total * capacity)
        indices = [Int32](repeating: 0, count: total * capacity)
    }

    /// Adds the points whose values are within the limits; time grows with queries · points ·
    /// columns.
    ///
    /// - Parameters:
    ///   - halves: `[panels * 32]`: the half of each point's lower bound, infinite for the filling.
    ///   - first: the index of the first point. Every list must have room for all of them, else it
    ///     is a programming error.
    public mutating func scan(_ points: PackedRows, halves: [Float], first: Int) {
        let room = points.panels * PackedRows.panelRows
        precondition(
            points.role == .points && points.columns == queries.columns && halves.count == room,
            "\(points.role) of \(points.columns) columns with \(halves.count) halves of \(room)")
        for count in counts {
            precondition(count + room <= capacity, "\(count) + \(room) entries of \(capacity)")
        }
        for block in 0..<queries.panels {
            unsafe kernels_scan_nearest(
                queries.packed, block, points.packed, queries.columns, points.panels, halves,
                Int32(first), limits, &values, &indices, capacity, &counts)
        }
    }

    /// An upper bound of the value of the `wanted`-th nearest point of a query's list: at least
    /// `wanted` points have a value of at most the result less their own gap and the rounding of
    /// values. It is nil when the list is shorter. `gaps` are by the points' indices.
    public func upperBound(query: Int, wanted: Int, gaps: [Float]) -> Double? {
        let count = counts[query]
        if count < wanted || wanted < 1 { return nil }
        let start = query * capacity
        return unsafe withPointers(values.span, indices.span) { values, indices in
            let limit = unsafe kernels_select(values + start, count, wanted)
            return unsafe kernels_upper_bound(
                values + start, indices + start, count, limit, gaps)
        }
    }

    /// Lowers a query's limit, if `limit` is lower, and drops what exceeds it.
    public mutating func lower(query: Int, to limit: Float) {
        if limit < limits[query] { limits[query] = limit }
        let (start, count, bound) = (query * capacity, counts[query], limits[query])
        counts[query] = unsafe values.withUnsafeMutableBufferPointer { values in
            unsafe indices.withUnsafeMutableBufferPointer { indices in
                unsafe kernels_compact(
                    values.baseAddress! + start, indices.baseAddress! + start, count, bound)
            }
        }
    }

    /// A copy of these lists with room for `capacity` entries each.
    public func grown(to capacity: Int) -> CandidateLists {
        var result = CandidateLists(queries: queries, capacity: capacity)
        result.limits = limits
        result.counts = counts
        for query in counts.indices {
            for entry in 0..<min(counts[query], capacity) {
                result.values[query * capacity + entry] = values[query * self.capacity + entry]
                result.indices[query * capacity + entry] = indices[query * self.capacity + entry]
            }
        }
        return result
    }

    /// The points of a query's list, in the order in which they were scanned.
    public func candidates(query: Int) -> ArraySlice<Int32> {
        indices[query * capacity..<query * capacity + counts[query]]
    }
}

/// The count, for each query and each of its targets, of the points that are certainly nearer than
/// the target, with a list of the points for which that is open.
public struct RankScan: Sendable {
    /// The queries, packed as such.
    public let queries: PackedRows
    /// The number of targets of each query.
    public let targets: Int
    /// `[blocks * 12, targets]`: points that are certainly nearer than each target.
    public private(set) var counts: [Int64]
    /// `[blocks * 12][]`: the points left open for each query since `removeOpen`.
    public private(set) var open: [[Int32]]
    /// `[blocks * 12, targets]`: see `init`.
    private let certain: [Float]
    /// `[blocks * 12, targets]`: see `init`.
    private let possible: [Float]

    /// Counts of 0 for packed queries.
    ///
    /// - Parameters:
    ///   - certain: `[queries, targets]`: a point is certainly nearer where its upper value is
    ///     less.
    ///   - possible: `[queries, targets]`: a point is certainly not nearer where its lower value
    ///     exceeds it.
    public init(queries: PackedRows, targets: Int, certain: [Float], possible: [Float]) {
        precondition(
            queries.role == .queries && certain.count == queries.rows * targets
                && possible.count == certain.count,
            "\(queries.rows) \(queries.role), \(targets) targets: \(certain.count), "
                + "\(possible.count) bounds")
        self.queries = queries
        self.targets = targets
        let total = queries.panels * PackedRows.blockRows
        let filling = [Float](repeating: -.infinity, count: total * targets - certain.count)
        self.certain = certain + filling
        self.possible = possible + filling
        counts = [Int64](repeating: 0, count: total * targets)
        open = [[Int32]](repeating: [], count: total)
    }

    /// Counts points, the first of which has the index `first`.
    ///
    /// - Parameters:
    ///   - lower: `[panels * 32]`: halves of the lower bounds, infinite for the filling.
    ///   - upper: `[panels * 32]`: halves of the upper bounds, infinite for the filling.
    public mutating func scan(_ points: PackedRows, lower: [Float], upper: [Float], first: Int) {
        let room = points.panels * PackedRows.panelRows
        precondition(
            points.role == .points && points.columns == queries.columns && lower.count == room
                && upper.count == room,
            "\(points.role) of \(points.columns) columns, \(lower.count), \(upper.count) of \(room)"
        )
        let width = PackedRows.blockRows
        var indices = [Int32](repeating: 0, count: width * room)
        for block in 0..<queries.panels {
            var found = [Int](repeating: 0, count: width)
            unsafe kernels_scan_ranks(
                queries.packed, block, points.packed, queries.columns, points.panels, lower, upper,
                Int32(first), certain, possible, targets, &counts, &indices, room, &found)
            for query in 0..<width where found[query] > 0 {
                open[block * width + query] +=
                    indices[query * room..<query * room + found[query]]
            }
        }
    }

    /// Forgets the points that were left open.
    public mutating func removeOpen() {
        for query in open.indices { open[query] = [] }
    }
}

/// The squared distances of one row to others in double precision, `[indices.count]`, with the
/// same bits on every instruction set; see `Referee.squaredDistance`.
public func squaredDistances(
    fromRow row: Int, of queries: Matrix<Float>, to indices: ArraySlice<Int32>,
    of points: Matrix<Float>
) -> [Double] {
    let columns = queries.columns
    precondition(
        row >= 0 && row < queries.rows && points.columns == columns,
        "row \(row) of \(queries.rows) x \(columns) to rows of \(points.columns)")
    for index in indices {
        precondition(index >= 0 && Int(index) < points.rows, "row \(index) of \(points.rows)")
    }
    if columns == 0 { return [Double](repeating: 0, count: indices.count) }
    return unsafe [Double](unsafeUninitializedCapacity: indices.count) { distances, initialized in
        initialized = indices.count
        guard let target = distances.baseAddress, !indices.isEmpty else { return }
        unsafe withPointers(queries.elements.span, indices.span) { queries, others in
            unsafe kernels_squared_distances(
                queries + row * columns, points.elements, columns, others, indices.count, target)
        }
    }
}
