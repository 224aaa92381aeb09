import Dense
import Foundation
import HDF5
import Testing

@testable import Store

@Suite("the neighbour graph of a map") struct StoredNeighborsTests {
    /// A file with nothing but a graph of three rows.
    private func map(
        _ folder: String, offsets: [Int64] = [0, 2, 3, 3], columns: [Int32] = [1, 2, 0],
        distances: [Float] = [1, 2, 0.5]
    ) throws -> String {
        let path = folder + "/graph.h5"
        let made = try File.create(path)
        let graph = try made.root.createGroup("obsp").createGroup("distances")
        try graph.write("indptr", offsets)
        try graph.write("indices", columns)
        try graph.write("data", distances)
        return path
    }

    @Test("Lists come nearest first, cut to the limit, without the row itself, and filled up")
    func lists() throws {
        try withTemporaryFolder { folder in
            let path = try map(
                folder, offsets: [0, 3, 4, 4], columns: [2, 0, 1, 0],
                distances: [3, 0, 0.25, 1])
            let graph = try #require(try ReductionReader.neighbors(path, limit: 2))
            #expect(graph.count == 2 && graph.rowCount == 3)
            let lists = try graph.lists(of: 0..<3)
            #expect(lists.rows == [1, 2, 0, -1, -1, -1])
            #expect(lists.distances[..<3] == [0.25, 3, 1])
            #expect(lists.distances[3...].allSatisfy { $0.isNaN })
            #expect(try graph.lists(of: 1..<2).rows == [0, -1])
            let first = try #require(try ReductionReader.neighbors(path, limit: 1))
            #expect(try first.lists(of: 0..<2).rows == [1, 0])
        }
    }

    @Test("A map without a graph has none, one that reduce wrote has its lists")
    func presence() throws {
        try withTemporaryFolder { folder in
            let path = folder + "/tsne.h5"
            var reduction = fullReduction()
            try ReductionWriter.write(reduction, to: path)
            let graph = try #require(try ReductionReader.neighbors(path))
            #expect(try graph.lists(of: 0..<3).rows == [1, 0, 0])
            #expect(try graph.lists(of: 0..<3).distances == [2, 2, 3])
            reduction.map?.neighbors = nil
            try ReductionWriter.write(reduction, to: path)
            #expect(try ReductionReader.neighbors(path) == nil)
        }
    }

    @Test("Neighbours that are no rows and distances that are none are refused")
    func damage() throws {
        try withTemporaryFolder { folder in
            let cases: [(path: () throws -> String, words: String)] = [
                ({ try map(folder, columns: [1, 3, 0]) }, "numbers from 0 to 2"),
                ({ try map(folder, columns: [-1, 2, 0]) }, "numbers from 0 to 2"),
                ({ try map(folder, distances: [1, .nan, 0]) }, "finite numbers"),
                ({ try map(folder, distances: [1, -1, 0]) }, "finite numbers"),
                ({ try map(folder, distances: [1, 2]) }, "3 distances"),
                ({ try map(folder, offsets: [0, 3, 2, 3]) }, "ascend"),
                ({ try map(folder, offsets: [0, 1, 2, 4]) }, "ascend"),
            ]
            for (path, words) in cases {
                let path = try path()
                let error = #expect(throws: StoreError.self) {
                    _ = try ReductionReader.neighbors(path)?.lists(of: 0..<3)
                }
                #expect(error?.description.contains(words) == true, "\(error as Any)")
            }
        }
    }
}
