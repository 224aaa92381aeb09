import Dense
import Foundation
import Images
import ModelLoading
import ProgramRunner
import Store
import Testing
import Tokens
import ViT

@testable import Retrieval

@Suite("Parts of search") struct RetrievalTests {
    @Test("An image embedded alone has the bytes that extract stored, in its slot, every token")
    func sameBytes() throws {
        // Split over threads, a product's rows round otherwise.
        useSingleThreadedBLAS()
        let folder = try TemporaryFolder()
        let images = try copyImages(labels: ["cat", "dog"], count: 6, to: folder)
        for (dtype, precision) in [("f16", TokenPrecision.f16), ("f32", .f32)] {
            let store = folder.file("\(dtype).h5")
            let made = try runProgram(
                "extract",
                [images, store, "--quiet", "--dtype", dtype, "--layers", "embedding,5,final"])
            #expect(made.code == 0, "\(made.errors)")
            let reader = try EmbeddingReader(store)
            let model = try LoadedModel(ModelOptions(remaking: reader.model, weights: nil))
            #expect(model.description == reader.model)
            for row in [0, 3, 7, 11] {
                let path = displayPath(try reader.paths()[row])
                let bytes = try readFile(root: images, path: Array(path.utf8))
                let square = model.recipe.apply(to: try decodeImage(bytes).image)
                for layer in reader.layers {
                    for kind in [TokenKind.classToken, .mean, .patches] {
                        let alone = try embedded(
                            square, by: model, layer, kind, precision,
                            slot: row % ForwardPass.slots, name: path)
                        let stored = try reader.tokens(layer, kind, rows: row..<row + 1)
                        #expect(alone == stored.elements, "\(path), \(layer), \(kind), \(dtype)")
                        // In another slot the last digits may differ, by half precision's steps.
                        let first = try embedded(
                            square, by: model, layer, kind, precision, name: path)
                        let most = zip(first, alone).map { abs($0 - $1) }.max() ?? 1
                        let largest = alone.map(abs).max() ?? 0
                        #expect(
                            most <= (precision == .f16 ? 1e-3 : 1e-5) * largest,
                            "\(path), \(layer), \(kind), \(dtype): \(most) of \(largest)")
                    }
                }
            }
        }
    }

    @Test("The k-th largest number is that of sorting, negative and equal ones among them")
    func kthLargest() {
        for seed in 0..<20 as Range<UInt64> {
            var generator = CounterGenerator(seed: seed)
            let values = (0..<50 + Int(seed)).map { _ -> Float in
                let x = Float(generator.normal())
                return seed % 2 == 0 ? x : (x * 2).rounded()
            }
            let sorted = values.sorted(by: >)
            for k in [1, 2, 7, values.count] {
                #expect(largest(k, of: values) == sorted[k - 1], "seed \(seed), k \(k)")
            }
        }
    }

    @Test("Rows have length 1 within what half precision can, and the residual bounds it")
    func unitRows() {
        var generator = CounterGenerator(seed: 5)
        var values = (0..<100 * 48).map { _ in Float(generator.normal()) * 3 }
        for c in 0..<48 { values[48 + c] = 0 }
        let made = UnitRows(VectorBlock(Matrix(rows: 100, columns: 48, elements: values)))
        let rounded = fromHalf(made.halves)
        var worst = 0.0
        for row in 0..<100 {
            let x = values[row * 48..<row * 48 + 48].map(Double.init)
            let length = x.reduce(0) { $0 + $1 * $1 }.squareRoot()
            var square = 0.0
            for c in 0..<48 {
                let unit = length > 0 ? x[c] / length : 0
                square +=
                    (unit - Double(rounded[row * 48 + c])) * (unit - Double(rounded[row * 48 + c]))
            }
            worst = max(worst, square.squareRoot())
        }
        #expect(abs(made.residual - worst) < 1e-12)
        #expect(worst > 1e-5 && worst < 5e-4)
    }

    @Test("A header comes back from its bytes, and other bytes are none")
    func headers() throws {
        let origin = IndexHeader.Origin(
            storeUUID: "u", storeHash: "h", layer: "11", token: "class", rows: 100, columns: 48)
        var header = IndexHeader(origin: origin, residual: 1e-4, lists: nil)
        #expect(IndexHeader(bytes: try header.bytes()) == header)
        #expect(header.layout.rows == 4096..<4096 + 9600)
        header.lists = IndexHeader.Lists(
            count: 10, probes: 3, recall: 0.99, margin: 0.01, queries: 100, neighbors: 10, seed: 0)
        let bytes = try header.bytes()
        #expect(IndexHeader(bytes: bytes) == header)
        #expect(header.layout.rows.lowerBound % 64 == 0)
        for place in [0, 9, 20] {
            var broken = bytes
            broken[place] ^= 0x55
            #expect(IndexHeader(bytes: broken) == nil, "byte \(place)")
        }
    }

    @Test("In narrow layers, too, the nearest patches are those of double precision, in its order")
    func narrow() throws {
        let folder = try TemporaryFolder()
        let images = try copyImages(labels: ["car", "fish"], count: 6, to: folder)
        let store = folder.file("out.h5")
        #expect(try runProgram("extract", [images, store, "--quiet"]).code == 0)
        let reader = try EmbeddingReader(store)
        let rows = SearchedRows(reader, .block(0), .patches, quiet: true)
        let index = try IndexBuilder(rows: rows, kind: .exact).index().index
        #expect(index != nil)
        let tokens = try reader.tokens(.block(0), .patches, rows: 0..<12)
        for own in [0, 17, 1500, 12 * 196 - 1] {
            let query = Array(tokens.row(own))
            let exact = (0..<tokens.rows).map { row -> Double in
                var sums = (ab: 0.0, aa: 0.0, bb: 0.0)
                for (a, b) in zip(tokens.row(row), query) {
                    sums.ab += Double(a) * Double(b)
                    sums.aa += Double(a) * Double(a)
                    sums.bb += Double(b) * Double(b)
                }
                return sums.ab / (sums.aa.squareRoot() * sums.bb.squareRoot())
            }
            let order = exact.indices.sorted {
                ($0 == own) != ($1 == own) ? $0 == own : exact[$0] > exact[$1]
            }
            for source in [index, nil] {
                // At some of these the rounding of half precision swaps the last with the next.
                for k in stride(from: 1, to: 1000, by: 11) {
                    let hits = try Searcher(rows: rows, index: source)
                        .search(query, count: k, queryRow: own)
                    #expect(hits.map(\.row) == Array(order.prefix(k)), "row \(own), \(k)")
                }
            }
        }
        // Class tokens of the model's input are all the same.
        let same = SearchedRows(reader, .embedding, .classToken, quiet: true)
        let first = Array(try reader.tokens(.embedding, .classToken, rows: 0..<1).elements)
        let hits = try Searcher(rows: same, index: nil).search(first, count: 5, queryRow: 8)
        #expect(hits.map(\.row) == [8, 0, 1, 2, 3])
    }
}
