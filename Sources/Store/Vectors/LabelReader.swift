internal import HDF5

/// A column of labels: the names, and an index into them for each row, -1 without a label.
typealias LabelColumn = (names: [String], indices: [Int32])

/// Reads labels from a column of `obs`, in each of the forms in which pandas and anndata write it.
struct LabelReader {
    /// Path of the file, for error messages.
    let path: String
    /// The data frame of the rows.
    let obs: Group
    /// Number of rows.
    let rowCount: Int

    /// A column of categories, texts, whole numbers or truth values; nil if it does not exist.
    func read(_ column: String) throws -> LabelColumn? {
        guard !column.isEmpty, obs.contains(column) else { return nil }
        if obs.contains("\(column)/codes"), obs.contains("\(column)/categories") {
            return try categorical(column)
        }
        let values = try strings(column, count: rowCount)
        let names = Set(values.compactMap { $0 })
        // Numerical order, so that "2" comes before "10".
        let sorted = names.sorted {
            guard let a = Int($0), let b = Int($1) else { return $0 < $1 }
            return a < b
        }
        let places = Dictionary(uniqueKeysWithValues: zip(sorted, (0 as Int32)...))
        return (sorted, values.map { $0.flatMap { places[$0] } ?? -1 })
    }

    /// Names of the columns of `obs`, for an error message.
    func columns() throws -> [String] {
        var index = "_index"
        if case .string(let name)? = try obs.attributes.get("_index") { index = name }
        return try obs.names().filter { $0 != index && $0 != "__categories" }
    }

    /// A column of categories.
    private func categorical(_ column: String) throws -> LabelColumn {
        let codes = try obs.dataset("\(column)/codes")
        guard codes.shape == [rowCount] else { throw misshapen("\(column)/codes", codes.shape) }
        guard let indices = try codes.readWholeNumbers()?.values else {
            throw refused(column, "codes that are not whole numbers")
        }
        let shape =
            obs.contains("\(column)/categories/values")
            ? try obs.dataset("\(column)/categories/values").shape
            : try obs.dataset("\(column)/categories").shape
        guard shape.count == 1, shape[0] <= rowCount else {
            throw misshapen("\(column)/categories", shape)
        }
        let names = try strings("\(column)/categories", count: shape[0]).map { $0 ?? "" }
        guard indices.allSatisfy({ $0 >= -1 && $0 < names.count }) else {
            throw StoreError.notVectors(
                file: path, found: "codes in obs/\(column) beyond its \(names.count) categories",
                advice: "the file is damaged: write it again")
        }
        return (names, indices.map { Int32($0) })
    }

    /// The values as texts; nil for a missing one.
    private func strings(_ name: String, count: Int) throws -> [String?] {
        // pandas' nullable types are a group of values and a mask.
        let isMasked = obs.contains("\(name)/values")
        let column = isMasked ? "\(name)/values" : name
        guard let dataset = try? obs.dataset(column) else {
            throw refused(name, "a group of another kind")
        }
        guard dataset.shape == [count] else { throw misshapen(column, dataset.shape) }
        var values = try strings(dataset, name)
        if isMasked, obs.contains("\(name)/mask") {
            let mask = try obs.dataset("\(name)/mask")
            guard mask.shape == [count] else { throw misshapen("\(name)/mask", mask.shape) }
            guard let isMissing = try mask.readWholeNumbers()?.values else {
                throw refused(name, "a mask of another type")
            }
            for row in 0..<count where isMissing[row] != 0 { values[row] = nil }
        }
        return values
    }

    /// The values of a data set as texts; nil for a missing one.
    private func strings(_ dataset: Dataset, _ name: String) throws -> [String?] {
        if dataset.type.isText { return try dataset.readStrings() }
        if let (numbers, isEnumeration) = try dataset.readWholeNumbers() {
            let isTruth = isEnumeration && numbers.allSatisfy { $0 == 0 || $0 == 1 }
            return numbers.map { isTruth ? ($0 == 0 ? "False" : "True") : String($0) }
        }
        guard dataset.type == .float32 || dataset.type == .float64 else {
            throw refused(name, "elements of type \(dataset.type)")
        }
        // pandas stores whole numbers with missing values as floating-point numbers.
        let numbers: [Double] = try dataset.read()
        guard numbers.allSatisfy({ $0.isNaN || Int64(exactly: $0) != nil }) else {
            throw refused(name, "numbers with fractions")
        }
        return numbers.map { Int64(exactly: $0).map(String.init) }
    }

    /// The error for a column that has no labels.
    private func refused(_ name: String, _ found: String) -> StoreError {
        .notVectors(
            file: path, found: "obs/\(name) with \(found), which are not labels",
            advice: "store it as text, whole numbers or categories, or name another column with "
                + "--label-column")
    }

    /// The error for a column whose length is not the number of rows.
    private func misshapen(_ name: String, _ shape: [Int]) -> StoreError {
        .notVectors(
            file: path, found: "obs/\(name) of shape \(shape) beside \(rowCount) rows",
            advice: "the file is damaged: write it again")
    }
}
