internal import Dense
internal import Store

extension Reduction {
    /// The rows of the map as a table, in their order: what stands in `obs`, and the places.
    ///
    /// It is written as CSV only; the file has it as AnnData's `obs` and `obsm`.
    var mapTable: ResultTable {
        var columns: [ResultTable.Column] = [
            .init("path", .texts(paths)),
            .init(
                "label",
                .texts(labels.map { $0 >= 0 ? labelNames[Int($0)] : "" })),
        ]
        func add(_ layout: Matrix<Float>, _ suffix: String) {
            for (column, name) in ["x", "y"].enumerated() {
                columns.append(
                    .init(
                        name + suffix,
                        .reals((0..<layout.rows).map { decimal(layout[$0, column]) })))
            }
        }
        if let layout { add(layout, "") }
        if let clusters { columns.append(.init("cluster", .integers(clusters.map(Int64.init)))) }
        if let recall { columns.append(.init("recall", .reals(recall.map(decimal)))) }
        columns += rowColumns
        for other in otherLayouts { add(other.layout, "_\(other.layer)") }
        return ResultTable("map", columns)
    }
}

/// The number that a single-precision one is written as: 0.6, not 0.6000000238418579.
private func decimal(_ value: Float) -> Double { Double("\(value)") ?? Double(value) }
