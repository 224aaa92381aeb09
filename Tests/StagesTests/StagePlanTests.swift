import Testing

@testable import Stages

@Suite("The plan of a reduction in stages") struct StagePlanTests {
    @Test("Pieces are at most 4,096 and a multiple of 1,024 rows")
    func pieces() {
        for rows in [1, 1000, 200_000, 10_000_000, 100_000_000, 4_000_000_000] {
            let size = StagePlan.pieceRows(for: rows)
            #expect(size % 1024 == 0 && (rows + size - 1) / size <= 4096, "\(rows): \(size)")
        }
    }
}
