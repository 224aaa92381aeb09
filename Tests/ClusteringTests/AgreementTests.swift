import Clustering
import Dense
import Testing

/// The script's two labellings of 200 points.
private func example() -> (a: [Int32], b: [Int32]) {
    let first = CounterGenerator(seed: 31)
    var choice = CounterGenerator(seed: 32)
    let other = CounterGenerator(seed: 33)
    let a = (0..<200).map { Int32(first.bits(at: $0) % 5) }
    let b = (0..<200).map { i in
        choice.uniform() < 0.7 ? a[i] : Int32(other.bits(at: UInt64(i)) % 7)
    }
    return (a, b)
}

@Test("purity, adjusted Rand index and mutual information are scikit-learn's")
func golden() {
    // By Scripts/goldens/reduction.py.
    let (a, b) = example()
    #expect(abs(purity(a, b) - 0.74) < 1e-12)
    #expect(abs(adjustedRandIndex(a, b) - 0.5143210879290743) < 1e-12)
    #expect(abs(normalizedMutualInformation(a, b) - 0.5285732810663306) < 1e-12)
    #expect(adjustedRandIndex(a, b) == adjustedRandIndex(b, a))
}

@Test("equal partitions agree fully whatever their numbers")
func equalPartitions() {
    let (a, _) = example()
    let renamed = a.map { 100 - 7 * $0 }
    #expect(purity(a, renamed) == 1)
    #expect(abs(adjustedRandIndex(a, renamed) - 1) < 1e-12)
    #expect(abs(normalizedMutualInformation(a, renamed) - 1) < 1e-12)
}

@Test("one cluster, single points and no points have scikit-learn's values")
func degenerate() {
    let one: [Int32] = [3, 3, 3, 3]
    let single: [Int32] = [0, 1, 2, 3]
    #expect(adjustedRandIndex(one, one) == 1 && normalizedMutualInformation(one, one) == 1)
    #expect(adjustedRandIndex(single, single) == 1)
    #expect(adjustedRandIndex(one, single) == 0 && normalizedMutualInformation(one, single) == 0)
    #expect(purity(single, one) == 1 && purity(one, single) == 0.25)
    #expect(purity([], []) == 0 && adjustedRandIndex([], []) == 1)
}
