internal import HDF5

extension CheckedGroup {
    /// One value or a list of reals; nil if there is no data set of this name.
    ///
    /// Maps of format version 2 store the description of the model as data sets, since AnnData
    /// drops attributes when it saves a file again.
    func value(_ name: String) throws -> AttributeValue? {
        guard group.contains(name) else { return nil }
        let dataset = try group.dataset(name)
        switch (dataset.type, dataset.shape.count) {
        case (.text, 0), (.string, 0): return .string(try text(name))
        case (.float32, 0), (.float64, 0):
            // A result may be NaN, such as the agreement with labels of a data set without labels.
            return .real(try reals(name, shape: [], allowsNaN: true, maximum: .infinity)[0])
        case (.float32, 1), (.float64, 1):
            guard dataset.shape[0] <= 1 << 10 else { return nil }
            return .reals(try reals(name, shape: dataset.shape))
        case (.int64, 1):
            guard dataset.shape[0] <= 1 << 10 else { return nil }
            return .integers(
                try integers(name, shape: dataset.shape, in: .min ... .max).map { Int64($0) })
        case (_, 0): return .integer(try integers(name, shape: [], in: .min ... .max)[0])
        default: throw malformed(name, "one value", "the shape \(dataset.shape)")
        }
    }
}
