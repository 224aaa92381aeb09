import TSNE
import Testing

@Test("the automatic method changes with the number of points, the others stay")
func automaticRepulsion() {
    let sizes = [1, 2_000, 2_001, 7_000, 7_001, 1_000_000]
    #expect(
        sizes.map { Repulsion.auto.resolved(points: $0) }
            == [.exact, .exact, .barnesHut, .barnesHut, .fft, .fft])
    for repulsion in [Repulsion.exact, .barnesHut, .fft] {
        #expect(sizes.allSatisfy { repulsion.resolved(points: $0) == repulsion })
    }
    #expect(Repulsion(rawValue: "fft") == .fft && Repulsion.allCases.count == 4)
}

@Test("estimates grow with points and neighbours and fall with threads; a million fit into 24 GiB")
func estimates() {
    var last = 0
    for points in [0, 1, 100, 5_000, 50_000, 1_000_000] {
        let one = estimate(points: points, neighbors: 90, threads: 1)
        let two = estimate(points: points, neighbors: 90, threads: 2)
        #expect(one.bytes >= last && two.bytes == one.bytes)
        #expect(abs(one.iterationSeconds - 2 * two.iterationSeconds) <= 1e-12)
        #expect(one.seconds(TSNEOptions()) >= 750 * one.iterationSeconds)
        last = one.bytes
    }
    let million = estimate(points: 1_000_000, neighbors: 90, threads: 2)
    // Two orders of at most 180 affinities a point, 8 bytes each.
    #expect(million.bytes > 2_880_000_000 && million.bytes < 4_000_000_000)
    #expect(million.repulsion == .fft)
}
