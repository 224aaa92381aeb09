internal import HDF5

extension CheckedGroup {
    /// One text.
    func text(_ name: String) throws -> String {
        guard group.contains(name) else { throw malformed(name, "a text", "nothing") }
        let dataset = try group.dataset(name)
        guard dataset.type.isText, dataset.shape.isEmpty || dataset.shape == [1] else {
            throw malformed(name, "one text", "\(dataset.type) of shape \(dataset.shape)")
        }
        return try dataset.readStrings().first ?? ""
    }

    /// A list of texts, `[count]`; of any length if `count` is nil.
    func texts(_ name: String, count: Int? = nil) throws -> [String] {
        guard group.contains(name) else { throw malformed(name, "a list of texts", "nothing") }
        let texts: [String]
        if let coded = try? group.group(name) {
            texts = try CheckedGroup(coded, file: file).codedTexts()
        } else {
            let dataset = try group.dataset(name)
            guard dataset.type.isText, dataset.shape.count == 1 else {
                throw malformed(
                    name, "a list of texts", "\(dataset.type) of shape \(dataset.shape)")
            }
            if let count, dataset.shape != [count] {
                throw malformed(name, "\(count) texts", "\(dataset.shape[0])")
            }
            texts = try dataset.readStrings()
        }
        if let count, texts.count != count {
            throw malformed(name, "\(count) texts", "\(texts.count)")
        }
        return texts
    }

    /// Texts that AnnData wrote as categories or with a mask; "" for a missing one.
    private func codedTexts() throws -> [String] {
        if contains("categories") {
            let names = try texts("categories")
            let count = try shape("codes", dimensions: 1)[0]
            return try integers(
                "codes", shape: [count], in: -1...Int64(names.count) - 1
            ).map { $0 < 0 ? "" : names[Int($0)] }
        }
        return try texts("values")
    }

    // MARK: - Tables

    /// The index of a table.
    func index() throws -> [String] { try texts(indexName()) }

    /// Number of rows of a table.
    func indexCount() throws -> Int { try shape(indexName(), dimensions: 1)[0] }

    /// Name of the data set with the index of a table.
    func indexName() throws -> String {
        if case .string(let name)? = try group.attributes.get("_index") { return name }
        return "_index"
    }

    /// Names of the columns of a table, in their order.
    func columnOrder() throws -> [String] {
        switch try group.attributes.get("column-order") {
        case .strings(let names): return names
        // AnnData writes an empty list as an array of numbers.
        case .reals(let numbers) where numbers.isEmpty: return []
        case .integers(let numbers) where numbers.isEmpty: return []
        case nil: throw malformed("column-order", "an attribute with the columns", "nothing")
        default: throw malformed("column-order", "a list of names", "something else")
        }
    }

    /// A column of a table, `[count]`; nil for a type that Vitrine never writes, such as half
    /// precision.
    ///
    /// - Parameter range: Range of whole numbers that is accepted.
    func column(
        _ name: String, count: Int, in range: ClosedRange<Int64> = .min ... .max
    ) throws -> ResultTable.Column? {
        guard group.contains(name) else { throw malformed(name, "a column", "nothing") }
        if let coded = try? group.group(name) {
            let checked = CheckedGroup(coded, file: file)
            let values = checked.contains("categories") ? "categories" : "values"
            guard checked.contains(values), try coded.dataset(values).type.isText else {
                return nil
            }
            return .init(name, .texts(try texts(name, count: count)))
        }
        let dataset = try group.dataset(name)
        guard dataset.shape == [count] else {
            throw malformed(name, "\(count) values", "the shape \(dataset.shape)")
        }
        switch dataset.type {
        case .text, .string: return .init(name, .texts(try dataset.readStrings()))
        case .float32, .float64:
            return .init(name, .reals(try reals(name, shape: [count], allowsNaN: true)))
        case .int8, .uint8, .int16, .int32, .uint32, .int64:
            return .init(
                name, .integers(try integers(name, shape: [count], in: range)))
        case .float16, .bytes, .other: return nil
        }
    }
}
