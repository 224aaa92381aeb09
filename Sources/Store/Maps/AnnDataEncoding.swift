internal import Dense
internal import HDF5

// AnnData's encoding 0.1.0: every object has attributes with its encoding and version. It is
// described on anndata's page "On-disk format" (versions 0.8 and later).

extension Group {
    /// Sets the attributes that tell AnnData how to read an object.
    private func mark(_ attributes: Attributes, _ kind: String, _ version: String) throws {
        try attributes.set("encoding-type", .string(kind))
        try attributes.set("encoding-version", .string(version))
    }

    /// Marks this group with an encoding and its version.
    func markAs(_ kind: String, version: String) throws {
        try mark(attributes, kind, version)
    }

    /// Makes a group of named values.
    func createDictionary(_ name: String) throws -> Group {
        let group = try createGroup(name)
        try group.markAs("dict", version: "0.1.0")
        return group
    }

    /// Writes a dense array; one-dimensional without a shape.
    func putArray<Element: FileElement>(
        _ name: String, _ elements: [Element], shape: [Int]? = nil
    ) throws {
        try mark(write(name, elements, shape: shape).attributes, "array", "0.2.0")
    }

    /// Writes a list of texts.
    func putStrings(_ name: String, _ strings: [String]) throws {
        try mark(write(name, strings: strings).attributes, "string-array", "0.2.0")
    }

    /// Writes one text.
    func putString(_ name: String, _ string: String) throws {
        try mark(write(name, string: string).attributes, "string", "0.2.0")
    }

    /// Writes one number.
    func putNumber<Number: FileElement>(_ name: String, _ number: Number) throws {
        try mark(write(name, [number], shape: []).attributes, "numeric-scalar", "0.2.0")
    }

    /// Writes a value of any kind, or a list.
    func put(_ name: String, _ value: AttributeValue) throws {
        switch value {
        case .string(let text): try putString(name, text)
        case .integer(let number): try putNumber(name, number)
        case .real(let number): try putNumber(name, number)
        case .strings(let texts): try putStrings(name, texts)
        case .reals(let numbers): try putArray(name, numbers)
        case .integers(let numbers): try putArray(name, numbers)
        }
    }

    /// Writes a categorical column: indices into names, -1 for a missing value.
    func putCategories(_ name: String, codes: [Int32], names: [String]) throws {
        let group = try createGroup(name)
        try group.markAs("categorical", version: "0.2.0")
        try group.attributes.set("ordered", .integer(0))
        try group.putArray("codes", codes)
        try group.putStrings("categories", names)
    }

    /// Writes a sparse matrix in CSR format.
    func putSparse(_ name: String, _ matrix: SparseMatrix) throws {
        let group = try createGroup(name)
        try group.markAs("csr_matrix", version: "0.1.0")
        try group.attributes.set(
            "shape", .integers([Int64(matrix.rowCount), Int64(matrix.columnCount)]))
        try group.write("data", matrix.values)
        try group.write("indices", matrix.columns)
        try group.write("indptr", matrix.offsets.map(Int64.init))
    }

    /// Makes a data frame with its index; the caller writes the columns, in the order of `columns`.
    func createTable(_ name: String, index: [String], columns: [String]) throws -> Group {
        let group = try createGroup(name)
        try group.markAs("dataframe", version: "0.2.0")
        try group.attributes.set("_index", .string("_index"))
        try group.attributes.set("column-order", .strings(columns))
        try group.putStrings("_index", index)
        return group
    }
}
