public import Dense
public import Tokens

/// The cosine of the angle between each two rows, `[rows * rows]`; 0 beside a row of zeros.
///
/// With the patches' rows of a position table it gives figure 7 (centre) of the ViT paper
/// (Dosovitskiy et al. 2020, arXiv 2010.11929).
public func cosineSimilarities(_ rows: Matrix<Float>) -> [Float] {
    let (n, width) = (rows.rows, rows.columns)
    let unit = unitRows(rows).elements
    var result = [Float](repeating: 0, count: n * n)
    let view = MatrixView(unit, rows: n, columns: width)
    multiply(view, view.transposed, into: &result)
    return result
}

/// The mean attention distance, in pixels, of attention that is the same for all patches: the mean
/// distance between the centres of two patches, a patch itself included.
public func uniformAttentionDistance(_ grid: PatchGrid) -> Double {
    var sum = 0.0
    for a in 0..<grid.count {
        for b in 0..<grid.count {
            sum += grid.distance(a, b)
        }
    }
    return sum / Double(grid.count * grid.count) * Double(grid.patch)
}
