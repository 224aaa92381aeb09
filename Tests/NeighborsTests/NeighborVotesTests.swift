import Dense
import Foundation
import Testing

@testable import Neighbors

@Suite("Votes of neighbours") struct NeighborVotesTests {
    @Test("Each of the nearest rows votes with exp(cosine / temperature)")
    func votes() {
        func row(_ degrees: Double) -> [Float] {
            [Float(cos(degrees * .pi / 180)), Float(sin(degrees * .pi / 180))]
        }
        let memory = Matrix<Float>(
            rows: 4, columns: 2, elements: [0, 10, 11, 90].flatMap { row(Double($0)) })
        let rows = Matrix<Float>(rows: 2, columns: 2, elements: row(2) + row(89))
        let found = votedClasses(
            of: rows, memory: memory, classes: [7, 2, 2, 5], count: 3, temperature: 0.02)
        func vote(_ degrees: Double) -> Double { exp(cos(degrees * .pi / 180) / 0.02) }
        // Two votes that are farther outdo the nearest one.
        let two = vote(8) + vote(9)
        #expect(found[0].index == 2 && abs(found[0].share - two / (two + vote(2))) < 1e-5)
        #expect(found[1].index == 5 && found[1].share > 0.999)
        let one = votedClasses(
            of: rows, memory: memory, classes: [7, 2, 2, 5], count: 1, temperature: 0.02)
        #expect(one == [VotedClass(index: 7, share: 1), VotedClass(index: 5, share: 1)])
    }
}
