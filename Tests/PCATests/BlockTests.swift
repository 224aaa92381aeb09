import Dense
import PCA
import Testing

// Blocks as they stand in a file: half precision, normalised in the same pass. Golden values are
// from numpy's SVD in double precision, by Scripts/goldens/reduction.py.

private let goldenVariances: [Double] = [
    2.380852575381564e-06, 3.607737838449161e-07, 1.6172146447425246e-07, 1.2020679353090204e-07,
    7.58868986987593e-08, 6.116009993670273e-08, 5.422795563916784e-08, 3.674517467370753e-08,
    2.6445864560246888e-08, 2.222271752646898e-08, 1.7604592959416468e-08, 1.5955571512402572e-08,
    8.372316737687251e-09, 7.720714080775289e-09, 7.120876891688802e-09, 6.03241667626752e-09,
    5.406955238347634e-09, 4.642581389599426e-09, 4.4086757328369825e-09, 4.031598400198199e-09,
    3.3927793363627383e-09, 3.0472586544589192e-09, 2.907589835567163e-09, 2.60235578250129e-09,
    2.455052413905944e-09, 2.4370096643348774e-09, 2.179151890629609e-09, 1.973899496404467e-09,
    1.921256797475779e-09, 1.7674161481330175e-09, 1.6056408683238144e-09, 1.4897115233137982e-09,
    1.44948982069861e-09, 1.377381928318582e-09, 1.3278469049302928e-09, 1.2375993676817387e-09,
    1.1593437113341396e-09, 1.120753766546376e-09, 1.0659714519676243e-09, 1.0222257496097008e-09,
    9.434480384925306e-10, 9.064094631845454e-10, 8.958362832052078e-10, 8.680373117648607e-10,
    8.327200095118314e-10, 8.14417684162382e-10, 7.953476853328379e-10, 7.677081499252604e-10,
    7.47724943546737e-10, 7.341652071306219e-10,
]

/// Moments of rows in half precision, by blocks.
private func moments(
    of rows: Matrix<Float>, _ normalization: RowNormalization, block: Int = 1024
) -> Moments {
    var accumulator = MomentAccumulator(columns: rows.columns)
    var workspace = MomentWorkspace()
    for start in stride(from: 0, to: rows.rows, by: block) {
        let end = min(rows.rows, start + block)
        accumulator.add(
            halves(of: rows, start..<end), normalization: normalization, workspace: &workspace)
    }
    return accumulator.finish()
}

private func halves(of rows: Matrix<Float>, _ range: Range<Int>) -> VectorBlock {
    let numbers = range.lowerBound * rows.columns..<range.upperBound * rows.columns
    return VectorBlock(
        rows: range.count, columns: rows.columns,
        values: .half(rows.elements[numbers].map { Float16($0).bitPattern }))
}

/// Mean and covariance by their definitions, in double precision.
private func definition(of rows: Matrix<Double>) -> (mean: [Double], covariance: Matrix<Double>) {
    let (n, d) = (rows.rows, rows.columns)
    let mean = (0..<d).map { c in (0..<n).reduce(0) { $0 + rows[$1, c] } / Double(n) }
    var covariance = Matrix<Double>(rows: d, columns: d, repeating: 0)
    for i in 0..<d {
        for j in 0..<d {
            let sum = (0..<n).reduce(0) { $0 + (rows[$1, i] - mean[i]) * (rows[$1, j] - mean[j]) }
            covariance[i, j] = sum / Double(n - 1)
        }
    }
    return (mean, covariance)
}

@Suite("Blocks in half precision", .serialized)
struct BlockTests {
    init() { useSingleThreadedBLAS() }

    @Test("fifty variances of rows of length 1, normalised in the pass, are numpy's to 1e-8")
    func goldenNormalized() throws {
        let rows = steepRows(count: 6000, columns: 96, mean: 30, classes: 10, seed: 11)
        let fitted = try PrincipalComponents.fit(moments(of: rows, .l2), components: 50)
        var worst = 0.0
        for (found, golden) in zip(fitted.variances, goldenVariances) {
            worst = max(worst, abs(found / golden - 1))
        }
        #expect(worst < 1e-8, "worst relative error \(worst)")
    }

    @Test("moments are those of the definition", arguments: RowNormalization.allCases)
    func definitions(normalization: RowNormalization) {
        let rows = steepRows(count: 1500, columns: 140, mean: 3, classes: 4, seed: 9)
        let d = Double(rows.columns)
        var normalized = rows.asDouble()
        for r in 0..<rows.rows {
            let row = rows.row(r).map { Double($0) }
            let mean = normalization == .layernorm ? row.reduce(0, +) / d : 0
            let squares = row.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
            let divisor =
                switch normalization {
                case .none: 1.0
                case .l2: squares.squareRoot()
                case .layernorm: (squares / d + 1e-6).squareRoot()
                }
            for c in 0..<rows.columns { normalized[r, c] = (row[c] - mean) / divisor }
        }
        let expected = definition(of: normalized)
        let found = moments(of: rows, normalization)
        let scale = (0..<rows.columns).map { expected.covariance[$0, $0] }.max() ?? 0
        for i in 0..<rows.columns {
            #expect(abs(found.mean[i] - expected.mean[i]) < 1e-14 * 3)
            for j in 0..<rows.columns {
                let error = abs(found.covariance[i, j] - expected.covariance[i, j])
                // Sums of 1,500 terms, of numbers whose mean is up to 100 times their spread.
                #expect(error < 1e-12 * scale, "\(i), \(j): off by \(error)")
            }
        }
    }

    @Test("half and single precision, and blocks of 1024 or 3072 rows, give the same bits")
    func cuts() {
        let rows = steepRows(count: 5000, columns: 30, mean: 3, classes: 4, seed: 6)
        let expected = moments(of: rows, .none)
        #expect(moments(of: rows, .none, block: 3072) == expected)
        var accumulator = MomentAccumulator(columns: 30)
        accumulator.add(rows)
        #expect(accumulator.finish() == expected)
    }

    @Test("merged moments are those of all rows", arguments: [0, 1, 700, 1500])
    func merged(cut: Int) {
        let rows = steepRows(count: 1500, columns: 150, mean: 3, classes: 4, seed: 7)
        var parts = [MomentAccumulator](repeating: MomentAccumulator(columns: 150), count: 2)
        parts[0].add(rows.rows(Array(0..<cut)))
        parts[1].add(rows.rows(Array(cut..<1500)))
        parts[0].merge(parts[1])
        let (found, expected) = (parts[0].finish(), moments(of: rows, .none))
        #expect(found.count == 1500)
        for c in 0..<150 { #expect(abs(found.mean[c] - expected.mean[c]) < 1e-13) }
        for (a, b) in zip(found.covariance.elements, expected.covariance.elements) {
            #expect(abs(a - b) < 1e-14)
        }
    }

    @Test("the first row that is not finite is known, through blocks and merges")
    func notFinite() {
        var rows = Matrix<Float>(rows: 3000, columns: 3, repeating: 1)
        rows[2100, 1] = .infinity
        rows[2900, 0] = .nan
        for normalization in RowNormalization.allCases {
            for block in [700, 1024, 3000] {
                let found = moments(of: rows, normalization, block: block)
                #expect(found.firstNonFiniteRow == 2100)
            }
        }
        var (first, second) = (MomentAccumulator(columns: 3), MomentAccumulator(columns: 3))
        first.add(rows.rows(Array(0..<2000)))
        second.add(rows.rows(Array(2000..<3000)))
        #expect(first.firstNonFiniteRow == nil && second.firstNonFiniteRow == 100)
        first.merge(second)
        #expect(first.finish().firstNonFiniteRow == 2100)
    }

    @Test(
        "scores of a block are the exact ones to 3e-6 of a centred row's length",
        arguments: [RowNormalization.none, .l2])
    func scores(normalization: RowNormalization) throws {
        let rows = steepRows(count: 900, columns: 150, mean: 30, classes: 3, seed: 5)
        let fitted = try PrincipalComponents.fit(moments(of: rows, normalization), components: 20)
        let found = fitted.scores(of: halves(of: rows, 0..<900), normalization: normalization)
        for r in 0..<900 {
            var row = rows.row(r).map { Double($0) }
            let squares = row.reduce(0) { $0 + $1 * $1 }
            if normalization == .l2 { row = row.map { $0 / squares.squareRoot() } }
            let centered = zip(row, fitted.mean).map { $0 - $1 }
            let length = centered.reduce(0) { $0 + $1 * $1 }.squareRoot()
            for k in 0..<20 {
                let exact = zip(centered, fitted.components.row(k)).reduce(0) { $0 + $1.0 * $1.1 }
                // 150 sums, each rounded by up to 6e-8: at most 9e-6, in fact a few times less.
                #expect(abs(Double(found[r, k]) - exact) < 3e-6 * length)
            }
        }
        if normalization == .none {
            let exact = fitted.transform(rows)
            for (a, b) in zip(found.elements, exact.elements) { #expect(abs(a - b) < 1e-5) }
        }
    }

    @Test("moments and scores of blocks have the same bits for any number of threads")
    func threads() throws {
        let rows = steepRows(count: 3000, columns: 300, mean: 3, classes: 4, seed: 2)
        let before = Parallelism.threads
        defer { Parallelism.threads = before }
        let results = try [1, 2, 3, 4].map { threads in
            Parallelism.threads = threads
            let moments = moments(of: rows, .l2)
            let fitted = try PrincipalComponents.fit(moments, components: 3)
            let scores = fitted.scores(of: halves(of: rows, 0..<3000), normalization: .l2)
            return (moments, scores)
        }
        for result in results.dropFirst() {
            #expect(result.0 == results[0].0 && result.1 == results[0].1)
        }
    }
}

@Test("Few rows have the components of their covariance, by the products of the rows")
func fewRows() throws {
    let rows = steepRows(count: 12, columns: 40, mean: 3, classes: 3, seed: 5)
    for normalization in RowNormalization.allCases {
        var moments = MomentAccumulator(columns: 40)
        var workspace = MomentWorkspace()
        moments.add(VectorBlock(rows), normalization: normalization, workspace: &workspace)
        let expected = try PrincipalComponents.fit(moments.finish(), components: 5)
        let found = try PrincipalComponents.fit(
            fewRows: VectorBlock(rows), normalization: normalization, components: 5)
        for (a, b) in zip(found.variances, expected.variances) {
            #expect(abs(a - b) <= 1e-10 * expected.variances[0])
        }
        for (a, b) in zip(found.ratios, expected.ratios) { #expect(abs(a - b) <= 1e-10) }
        for (a, b) in zip(found.components.elements, expected.components.elements) {
            #expect(abs(a - b) <= 1e-6)
        }
    }
    // Equal rows have one direction less, which is zero and not noise.
    let same = Matrix<Float>(
        rows: 3, columns: 40, elements: (0..<120).map { Float($0 < 80 ? $0 % 40 : 1) })
    let flat = try PrincipalComponents.fit(fewRows: VectorBlock(same), components: 2)
    #expect(flat.variances[1] == 0)
    #expect(flat.components.row(1).allSatisfy { $0 == 0 })
}
