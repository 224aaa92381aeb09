internal import HDF5

extension CheckedGroup {
    /// A data set as the value of an attribute: maps of version 2 keep what is known of the model
    /// this way, since AnnData would lose attributes. Nil where there is none of this name.
    func value(_ name: String) throws -> AttributeValue? {
        guard group.contains(name) else { return nil }
        let dataset = try group.dataset(name)
        switch (dataset.type, dataset.shape.count) {
        case (.text, 0), (.string, 0): return .string(try text(name))
        case (.float32, 0), (.float64, 0):
            // A result may be none, such as the agreement with labels where there are none.
            return .real(try reals(name, shape: [], allowsNaN: true, maximum: .infinity)[0])
        case (.float32, 1), (.float64, 1):
            guard dataset.shape[0] <= 1 << 10 else { return nil }
            return .reals(try reals(name, shape: dataset.shape))
        case (_, 0): return .integer(try integers(name, shape: [], in: .min ... .max)[0])
        default: throw malformed(name, "one value", "the shape \(dataset.shape)")
        }
    }
}
