public import Dense
public import Neighbors

/// Compares one `map` `[n, 2]` with `rows` `[n, columns]`; see `QualityReference`.
public func mapQuality(
    map: Matrix<Float>, rows: Matrix<Float>, labels: [Int32]?, seed: UInt64
) -> MapQuality {
    do {
        return try QualityReference(RowBlocks(rows), seed: seed)
            .qualities(of: [map], labels: labels)[0]
    } catch {
        preconditionFailure("rows in memory cannot fail: \(error)")
    }
}
