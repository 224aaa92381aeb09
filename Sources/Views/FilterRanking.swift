public import Dense

/// How well the response of one filter separates objects from background.
public struct RankedFilter: Sendable, Equatable {
    /// Index of the filter: its column in the patch kernel.
    public let filter: Int
    /// Mean over images of the area under the ROC curve, 0...1: above 0.5 the filter responds more
    /// to objects, below it more to the background.
    public let auroc: Double
    /// AUROC of each image, `[images]`.
    public let byImage: [Double]

    /// Whether the filter responds less to objects than to the background.
    public var isInverted: Bool { auroc < 0.5 }
    /// AUROC of the filter or of its inverse, whichever is higher: max(a, 1 - a), 0.5...1.
    public var separation: Double { max(auroc, 1 - auroc) }
}

/// The filters by how well their response separates object from background patches: by `separation`
/// of the mean AUROC, the best first, ties to the lower index.
///
/// The response of a filter to a patch is the sum of their elementwise product. Images whose
/// patches are all object or all background are left out; without any other image the result is
/// empty.
///
/// - Parameters:
///   - images: for each its patches `[patches, patch * patch * 3]`, normalised, and the object of
///     each patch `[patches]`, 0 for background.
///   - kernel: `[patch * patch * 3, width]`.
public func rankFilters(
    images: [(patches: Matrix<Float>, objects: [UInt8])], kernel: Matrix<Float>
) -> [RankedFilter] {
    let usable = images.filter { image in
        image.objects.contains(0) && image.objects.contains { $0 != 0 }
    }
    if usable.isEmpty { return [] }
    let areas = usable.map { image -> [Double] in
        let positives = image.objects.map { $0 != 0 }
        let responses = product(image.patches, kernel)
        return parallelMap(kernel.columns) { filter in
            areaUnderROC((0..<responses.rows).map { responses[$0, filter] }, positives: positives)
        }
    }
    let ranked = (0..<kernel.columns).map { filter in
        let byImage = areas.map { $0[filter] }
        return RankedFilter(
            filter: filter, auroc: byImage.reduce(0, +) / Double(byImage.count), byImage: byImage)
    }
    return ranked.sorted {
        $0.separation != $1.separation
            ? $0.separation > $1.separation : $0.filter < $1.filter
    }
}

private func product(_ a: Matrix<Float>, _ b: Matrix<Float>) -> Matrix<Float> {
    var elements = [Float](repeating: 0, count: a.rows * b.columns)
    multiply(MatrixView(a), MatrixView(b), into: &elements)
    return Matrix(rows: a.rows, columns: b.columns, elements: elements)
}

/// The probability that a positive scores above a negative, ties half (Mann and Whitney 1947,
/// doi:10.1214/aoms/1177730491); NaN where one of the two kinds is missing.
public func areaUnderROC(_ scores: [Float], positives: [Bool]) -> Double {
    precondition(scores.count == positives.count, "\(scores.count), \(positives.count)")
    let count = positives.count { $0 }
    let others = positives.count - count
    guard count > 0, others > 0 else { return .nan }
    let order = scores.indices.sorted { scores[$0] < scores[$1] }
    var rankSum = 0.0
    var start = 0
    while start < order.count {
        var end = start
        while end < order.count && scores[order[end]] == scores[order[start]] { end += 1 }
        // Ties share the mean of their ranks, which count from 1.
        let rank = Double(start + end + 1) / 2
        for place in start..<end where positives[order[place]] { rankSum += rank }
        start = end
    }
    return (rankSum - Double(count) * Double(count + 1) / 2) / (Double(count) * Double(others))
}
