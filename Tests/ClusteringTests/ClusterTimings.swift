import Dense
import Foundation
import Testing

@testable import Clustering

/// Numbers of a file in this machine's order of bytes.
private func numbers<Element: BitwiseCopyable>(_ path: String, like zero: Element) throws
    -> [Element]
{
    let data = try Data(contentsOf: URL(filePath: path))
    var values = [Element](repeating: zero, count: data.count / MemoryLayout<Element>.stride)
    unsafe values.withUnsafeMutableBytes { target in
        _ = unsafe data.copyBytes(to: target)
    }
    return values
}

/// Run by Benchmarks/clusters, which says what to run in VITRINE_CLUSTER_TIMING: the method, the
/// file of rows and its columns, then the method's own arguments; the answer is written beside the
/// rows.
@Test(
    "the time that a clustering takes",
    .enabled(if: ProcessInfo.processInfo.environment["VITRINE_CLUSTER_TIMING"] != nil))
func clusterTimings() throws {
    useSingleThreadedBLAS()
    let request = try #require(ProcessInfo.processInfo.environment["VITRINE_CLUSTER_TIMING"])
    let words = request.split(separator: " ").map(String.init)
    let columns = try #require(Int(words[2]))
    let elements = try numbers(words[1], like: Float(0))
    let rows = Matrix(rows: elements.count / columns, columns: columns, elements: elements)
    let argument = try #require(Int(words[3]))
    var graph: SparseMatrix?
    if words.count > 4 {
        let neighbors = try numbers(words[4], like: Int32(0))
        let each = neighbors.count / rows.rows
        graph = SparseMatrix(
            rowCount: rows.rows, columnCount: rows.rows, offsets: (0...rows.rows).map { $0 * each },
            columns: neighbors, values: [Float](repeating: 0, count: neighbors.count))
    }
    let begin = ContinuousClock.now
    let processor = clock()
    var result = ""
    var labels: [Int32] = []
    switch words[0] {
    case "hdbscan":
        let found = hdbscan(rows, neighbors: graph, exactLimit: argument)
        labels = found.assignments
        result = "\(found.count) clusters, exact \(found.isExact)"
    case "kmeans":
        let found = kMeans(rows, clusters: argument, seed: 1, restarts: 1, maximumIterations: 20)
        labels = found.assignments
        result = "inertia \(found.inertia), \(found.iterations) rounds"
    case "dbscan":
        labels = dbscan(rows, eps: Double(argument) / 1000, minimumSamples: 5).map(Int32.init)
        result = "\((labels.max() ?? -1) + 1) clusters"
    default: Issue.record("no clustering \(words[0])")
    }
    let used = Double(clock() - processor) / Double(CLOCKS_PER_SEC)
    let wall = begin.duration(to: .now) / .seconds(1)
    try "\(wall) \(used) \(result)".write(
        toFile: words[1] + ".timing", atomically: true, encoding: .utf8)
    try unsafe labels.withUnsafeBytes { unsafe Data($0) }.write(
        to: URL(filePath: words[1] + ".labels"))
}
