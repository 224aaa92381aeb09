import Dense
import PCA
import Testing

// Golden values are from numpy's SVD in double precision, by Scripts/goldens/reduction.py.

private let goldenVariances: [Int: [Double]] = [
    3: [
        0.20942353018768226, 0.03149646760247774, 0.013948211029735537, 0.010554646492275522,
        0.006713959650140198, 0.005271723405543192, 0.0046604975312120695, 0.003155068283000292,
        0.0024461621586857863, 0.0019349151998683941, 0.0015350934911507806,
        0.0013648535941714309, 0.0007212388118119621, 0.0006558013032130971,
        0.0006071599472579856, 0.000504263834635617, 0.00044799744466816416,
        0.00038988123102515296, 0.0003717021738314471, 0.0003333201811908724,
        0.00027276305668621164, 0.00025514429253056104, 0.00023353523919029858,
        0.0002230519061140316, 0.0002082714616485754, 0.00019323065655768573,
        0.0001764551224657291, 0.00015225297855362335, 0.0001432578851858487,
        0.00013469617711903652, 0.0001242917200828028, 0.0001134020144715796,
        0.00010934348384824883, 0.00010574979014665142, 9.671003180728792e-05,
        8.79682756212186e-05, 8.157106575251511e-05, 7.822512468562621e-05,
        7.439290316388071e-05, 6.968356432785498e-05, 6.564663659621894e-05,
        5.8799700077138795e-05, 5.769409611735232e-05, 5.703139993540992e-05,
        5.3251395136983364e-05, 5.1280592432697196e-05, 4.9610675803710276e-05,
        4.843328757410946e-05, 4.431351254561573e-05, 4.30097319261907e-05,
    ],
    30: [
        0.20936217665669457, 0.031523190584466, 0.013975962405884562, 0.010584599671893197,
        0.006735019907955894, 0.005292898733966046, 0.004688103093351824, 0.003175809830260544,
        0.002463741770860832, 0.0019509942074058615, 0.0015499635496226487,
        0.0013843693467914197, 0.0007321617143000331, 0.0006715444414192528,
        0.0006237941413881148, 0.0005242053298174199, 0.0004680014651482445,
        0.0004052382609319543, 0.0003917210907455596, 0.00035440654457832225,
        0.0002951754172936372, 0.00027309248898329467, 0.00025178252036191554,
        0.0002430909822082977, 0.0002246924381933933, 0.0002111346654383652,
        0.00019537081551393925, 0.00017176254694274617, 0.0001665088596887298,
        0.00015433777169045052, 0.000143229999258324, 0.00013368203849708574,
        0.00012836566510127475, 0.00012526000560486244, 0.00011482650129413415,
        0.00010847541716572595, 0.00010062376852993656, 9.735900934231303e-05,
        9.260152825198041e-05, 8.913260580434321e-05, 8.3074970977833e-05, 7.834201148566966e-05,
        7.784944166924928e-05, 7.659861018777748e-05, 7.196415192385177e-05,
        7.153847246502513e-05, 6.88500027098045e-05, 6.739639769524893e-05, 6.50729297305387e-05,
        6.447180205153664e-05,
    ],
]
private let goldenTotals = [3: 0.30086939025345216, 30: 0.30250891757648524]
private let goldenSums = [3: 1729508.353515625, 30: 17281518.859375]

/// Rows sorted by class, with a spectrum that falls as k^-2 and a mean far from zero: what single
/// precision cannot do. `steep_rows` of the script.
func steepRows(count n: Int, columns d: Int, mean: Double, classes: Int, seed: UInt64)
    -> Matrix<Float>
{
    func centered(_ generator: inout CounterGenerator) -> Double {
        ((generator.uniform() - 0.5) * 1024).rounded(.toNearestOrEven) / 1024
    }
    var generator = CounterGenerator(seed: seed + 1)
    let centers = (0..<classes * d).map { _ in centered(&generator) }
    generator = CounterGenerator(seed: seed)
    var values: [Float] = []
    for i in 0..<n {
        let center = i * classes / n * d
        let row = (0..<d).map { (centered(&generator) + centers[center + $0]) / Double($0 + 1) }
        for c in 0..<d {
            let mixed = c == 0 ? row[0] : row[c] + 0.5 * row[c - 1]
            values.append(Float(Float16(mixed + mean)))
        }
    }
    return Matrix(rows: n, columns: d, elements: values)
}

private func moments(of rows: Matrix<Float>, block: Int = 4096) -> Moments {
    var accumulator = MomentAccumulator(columns: rows.columns)
    for start in stride(from: 0, to: rows.rows, by: block) {
        accumulator.add(rows.rows(Array(start..<min(rows.rows, start + block))))
    }
    return accumulator.finish()
}

@Suite("Principal components", .serialized)
struct PrincipalComponentsTests {
    init() { useSingleThreadedBLAS() }

    @Test("fifty variances of a steep spectrum are numpy's to 1e-8", arguments: [3, 30])
    func steepSpectrum(mean: Int) throws {
        let rows = steepRows(count: 6000, columns: 96, mean: Double(mean), classes: 10, seed: 11)
        // The data are the script's, bit for bit.
        #expect(rows.elements.reduce(0.0) { $0 + Double($1) } == goldenSums[mean])
        let fitted = try PrincipalComponents.fit(moments(of: rows), components: 50)
        let golden = try #require(goldenVariances[mean])
        let total = try #require(goldenTotals[mean])
        var worst = 0.0
        for k in 0..<50 {
            worst = max(worst, abs(fitted.variances[k] / golden[k] - 1))
            #expect(abs(fitted.ratios[k] - golden[k] / total) < 1e-10)
        }
        #expect(worst < 1e-8, "worst relative error \(worst)")
    }

    @Test("small blocks give the moments of large ones")
    func blocks() {
        let rows = steepRows(count: 1000, columns: 20, mean: 3, classes: 4, seed: 1)
        let whole = moments(of: rows)
        #expect(whole.count == 1000)
        for block in [1, 7, 256] {
            let cut = moments(of: rows, block: block)
            for c in 0..<20 { #expect(abs(cut.mean[c] - whole.mean[c]) < 1e-13) }
            for (a, b) in zip(cut.covariance.elements, whole.covariance.elements) {
                #expect(abs(a - b) < 1e-14)
            }
        }
    }

    @Test("scores have the variances, no correlation and a mean of zero")
    func scores() throws {
        let rows = steepRows(count: 900, columns: 150, mean: 1, classes: 3, seed: 5)
        let fitted = try PrincipalComponents.fit(moments(of: rows), components: 6)
        let scored = moments(of: fitted.transform(rows))
        for i in 0..<6 {
            #expect(abs(scored.mean[i]) < 1e-6)
            for j in 0..<6 {
                let expected = i == j ? fitted.variances[i] : 0
                #expect(abs(scored.covariance[i, j] - expected) < 1e-6 * fitted.variances[0])
            }
            let loadings = fitted.components.row(i)
            let largest = loadings.max { abs($0) < abs($1) } ?? 0
            #expect(largest > 0)
            #expect(abs(loadings.reduce(0) { $0 + $1 * $1 } - 1) < 1e-12)
        }
    }

    @Test("results have the same bits for any number of threads")
    func threads() throws {
        let rows = steepRows(count: 3000, columns: 300, mean: 3, classes: 4, seed: 2)
        let before = Parallelism.threads
        defer { Parallelism.threads = before }
        let results = try [1, 2, 3, 4].map { threads in
            Parallelism.threads = threads
            let moments = moments(of: rows, block: 1024)
            let fitted = try PrincipalComponents.fit(moments, components: 3)
            return (moments, fitted, fitted.transform(rows))
        }
        for result in results.dropFirst() {
            #expect(result.0 == results[0].0 && result.1 == results[0].1)
            #expect(result.2 == results[0].2)
        }
    }

    @Test("rows that do not vary have variances and ratios of zero")
    func constantRows() throws {
        let fitted = try PrincipalComponents.fit(
            moments(of: Matrix(rows: 12, columns: 5, repeating: 4)), components: 2)
        #expect(fitted.variances == [0, 0] && fitted.ratios == [0, 0])
    }

    @Test(
        "a number that is not finite is an error that names its column",
        arguments: [Float.nan, .infinity])
    func notFinite(value: Float) {
        var rows = Matrix<Float>(rows: 8, columns: 3, repeating: 1)
        rows[5, 1] = value
        let damaged = moments(of: rows)
        #expect {
            _ = try PrincipalComponents.fit(damaged, components: 1)
        } throws: { error in
            (error as? PCAError)?.column == 1 && (error as? PCAError)?.row == 5
        }
    }
}

@Test("normalised rows have length 1, or zero mean and unit variance; zeros stay")
func rowNormalization() {
    let rows = Matrix<Float>(rows: 2, columns: 4, elements: [3, 0, -4, 0, 0, 0, 0, 0])
    var scaled = rows
    RowNormalization.l2.apply(&scaled)
    #expect(scaled.elements == [0.6, 0, -0.8, 0, 0, 0, 0, 0])
    var normalized = rows
    RowNormalization.layernorm.apply(&normalized)
    // Mean -0.25, variance 6.1875.
    let expected: [Double] = [3, 0, -4, 0].map { ($0 + 0.25) / 6.187501.squareRoot() }
    for c in 0..<4 { #expect(abs(Double(normalized[0, c]) - expected[c]) < 1e-7) }
    #expect(normalized.row(1).allSatisfy { $0 == 0 })
    var same = rows
    RowNormalization.none.apply(&same)
    #expect(same == rows)
}
