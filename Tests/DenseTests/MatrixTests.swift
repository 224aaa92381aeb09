import Testing

@testable import Dense

@Suite struct ProductTests {
    /// The product by its definition.
    private func product(_ a: Matrix<Double>, _ b: Matrix<Double>) -> Matrix<Double> {
        var c = Matrix<Double>(rows: a.rows, columns: b.columns, repeating: 0)
        for i in 0..<a.rows {
            for j in 0..<b.columns {
                for k in 0..<a.columns { c[i, j] += a[i, k] * b[k, j] }
            }
        }
        return c
    }

    private func transpose(_ a: Matrix<Double>) -> Matrix<Double> {
        var t = Matrix<Double>(rows: a.columns, columns: a.rows, repeating: 0)
        for i in 0..<a.rows { for j in 0..<a.columns { t[j, i] = a[i, j] } }
        return t
    }

    @Test("Products are those of the definition, transposed or not, inside larger buffers")
    func products() {
        let a = Matrix(rows: 5, columns: 7, elements: numbers(35, scale: 1, seed: 1)).asDouble()
        let b = Matrix(rows: 7, columns: 3, elements: numbers(21, scale: 1, seed: 2)).asDouble()
        let expected = product(a, b)
        for first in [false, true] {
            for second in [false, true] {
                let left = MatrixView((first ? transpose(a) : a).asFloat())
                let right = MatrixView((second ? transpose(b) : b).asFloat())
                var c = [Float](repeating: -1, count: 40)
                multiply(
                    first ? left.transposed : left, second ? right.transposed : right, into: &c,
                    at: Place(offset: 2, rows: 5, columns: 3, stride: 6))
                for i in 0..<5 {
                    for j in 0..<3 {
                        #expect(abs(Double(c[2 + i * 6 + j]) - expected[i, j]) < 1e-5)
                    }
                    if i < 4 { #expect(c[2 + i * 6 + 3] == -1) }
                }
            }
        }
    }

    @Test("A Gram matrix's upper triangle is transpose(a) times a")
    func gram() {
        let a = Matrix(rows: 9, columns: 4, elements: numbers(36, scale: 1, seed: 3)).asDouble()
        var c = [Double](repeating: 0, count: 16)
        var span = c.mutableSpan
        addGram(MatrixView(a), to: &span)
        let expected = product(transpose(a), a)
        for i in 0..<4 { for j in i..<4 { #expect(abs(c[i * 4 + j] - expected[i, j]) < 1e-12) } }
    }

    @Test("Leading eigenpairs descend, are normal, and satisfy their equation")
    func eigen() throws {
        let n = 12
        let a = Matrix(rows: 30, columns: n, elements: numbers(30 * n, scale: 1, seed: 4))
            .asDouble()
        let symmetric = product(transpose(a), a)
        let (values, vectors) = try leadingEigenpairs(of: symmetric, count: 5)
        #expect(values == values.sorted(by: >))
        for k in 0..<5 {
            let v = Array(vectors.row(k))
            #expect(abs(v.reduce(0) { $0 + $1 * $1 } - 1) < 1e-12)
            #expect(v.max(by: { abs($0) < abs($1) })! > 0)
            for i in 0..<n {
                let applied = (0..<n).reduce(0.0) { $0 + symmetric[i, $1] * v[$1] }
                #expect(abs(applied - values[k] * v[i]) < 1e-10)
            }
        }
        let sum = try leadingEigenpairs(of: symmetric, count: n).values.reduce(0, +)
        #expect(abs(sum - (0..<n).reduce(0) { $0 + symmetric[$1, $1] }) < 1e-10)
    }
}

@Suite struct RandomTests {
    @Test("The counter generator gives SplitMix64's published numbers")
    func published() {
        // The first outputs for seed 1234567 in Vigna's reference implementation.
        var generator = CounterGenerator(seed: 1_234_567)
        let expected: [UInt64] = [
            6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423,
            4_593_380_528_125_082_431, 16_408_922_859_458_223_821,
        ]
        #expect(expected.map { _ in generator.next() } == expected)
        #expect(CounterGenerator(seed: 1_234_567).bits(at: 3) == expected[3])
    }

    @Test("Uniform and normal numbers have their means and variances", arguments: 1...5)
    func moments(seed: UInt64) {
        var generator = CounterGenerator(seed: seed)
        let count = 20_000
        let uniform = (0..<count).map { _ in generator.uniform() }
        let normal = (0..<count).map { _ in generator.normal() }
        func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(count) }
        // Five standard errors.
        #expect(abs(mean(uniform) - 0.5) < 5 * 0.2887 / 141)
        #expect(abs(mean(normal)) < 5 / 141.0)
        #expect(abs(mean(normal.map { $0 * $0 }) - 1) < 5 * 1.4142 / 141)
        #expect(uniform.allSatisfy { $0 >= 0 && $0 < 1 })
    }

    @Test("Samples are different numbers below the bound, ascending")
    func samples() {
        var generator = CounterGenerator(seed: 9)
        for (count, bound) in [(0, 5), (5, 5), (9, 5), (10, 1000), (999, 1000)] {
            let sample = generator.sample(count, below: bound)
            #expect(sample.count == min(count, bound))
            #expect(sample == Set(sample).sorted())
            #expect(sample.allSatisfy { $0 >= 0 && $0 < bound })
        }
    }
}

@Suite(.serialized) struct ParallelTests {
    @Test("Pieces come back in order for any number of threads", arguments: [1, 2, 3, 8])
    func order(threads: Int) throws {
        let before = Parallelism.threads
        defer { Parallelism.threads = before }
        Parallelism.threads = threads
        #expect(parallelMap(1000) { $0 * $0 } == (0..<1000).map { $0 * $0 })
        var filled = [Int](repeating: 0, count: 1003)
        parallelFill(&filled, pieceLength: 100) { piece, span in
            for i in span.indices { span[i] = piece * 100 + i }
        }
        #expect(filled == Array(0..<1003))
    }

    @Test("The first piece that throws, in order, is the error")
    func errors() {
        struct Bad: Error, Equatable { let piece: Int }
        #expect(throws: Bad(piece: 3)) {
            _ = try parallelMap(10) { piece -> Int in
                if piece >= 3 { throw Bad(piece: piece) }
                return piece
            }
        }
    }
}
