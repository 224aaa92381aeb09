internal import Dense
internal import FileSystem
internal import Foundation
internal import HDF5

/// An `.h5ad` file (AnnData's encoding 0.1.0): one dense array, the names of its rows and their
/// labels.
final class AnnDataFile: VectorSource {
    let path: String
    let arrayName: String
    let rowCount: Int
    let columns: Int
    let type: VectorType
    private let file: File
    private let dataset: Dataset

    /// The group of arrays besides `X`.
    private static let groupOfArrays = "obsm"

    /// Opens a file; `array` as in `VectorReader`.
    init(_ path: String, array: String?) throws {
        self.path = path
        file = try openForReading(path)
        if case .string(let format)? = try file.root.attributes.get("format"),
            format == Schema.Embeddings.format
        {
            throw StoreError.notVectors(
                file: path, found: "a file that `extract` wrote",
                advice: "give it with --layer, as it is")
        }
        let what = try Self.choose(array, in: file)
        arrayName = what
        if (try? file.root.group(what)) != nil {
            let others = try Self.arrays(of: file).filter { $0 != what }
            throw StoreError.notVectors(
                file: path, found: "\(what) as a group (a sparse matrix or a table)",
                advice: "store it dense, as in a.X = a.X.toarray()"
                    + (others.isEmpty ? "" : ", or name another array: \(Self.list(others))"))
        }
        do {
            dataset = try file.root.dataset(what)
        } catch let error as HDF5Error {
            throw StoreError.notVectors(
                file: path, found: "\(what) that HDF5 cannot open (\(error.reason))",
                advice: "the file is damaged: write it again")
        }
        (rowCount, columns, type) = try Self.check(dataset, what, path)
    }

    func read(_ rows: Range<Int>) throws -> VectorBlock {
        let selection = Selection(rows: rows, of: dataset.shape)
        let values: VectorBlock.Values =
            switch type {
            case .f16: .half(try dataset.read(at: selection))
            case .f32: .single(try dataset.read(at: selection))
            case .f64: .single(try dataset.read(as: Double.self, at: selection).map { Float($0) })
            }
        return VectorBlock(rows: rows.count, columns: columns, values: values)
    }

    // MARK: - Which array

    /// Names of the arrays: "X" if it exists, and those of `obsm`.
    private static func arrays(of file: File) throws -> [String] {
        let root = file.root
        let below =
            root.contains(groupOfArrays)
            ? ((try? root.group(groupOfArrays).names()) ?? []) : []
        return (root.contains("X") ? ["X"] : []) + below.map { "\(groupOfArrays)/\($0)" }
    }

    /// Names of arrays for an error message.
    private static func list(_ arrays: [String]) -> String {
        arrays.isEmpty ? "of which there is none" : arrays.joined(separator: ", ")
    }

    /// The name of the array to read.
    private static func choose(_ array: String?, in file: File) throws -> String {
        let arrays = try arrays(of: file)
        if let array {
            guard arrays.contains(array) else {
                throw StoreError.notVectors(
                    file: file.path, found: "no array \(array)",
                    advice: "name one of those in the file: \(list(arrays))")
            }
            return array
        }
        if arrays.first == "X" || arrays.count == 1 { return arrays[0] }
        throw StoreError.notVectors(
            file: file.path,
            found: arrays.isEmpty ? "neither X nor obsm" : "no X and several arrays in obsm",
            advice: arrays.isEmpty
                ? "write it with anndata's write_h5ad" : "name one of \(list(arrays))")
    }

    /// Rows, columns and precision of an array that can be read.
    private static func check(
        _ dataset: Dataset, _ what: String, _ path: String
    ) throws -> (rows: Int, columns: Int, VectorType) {
        func refuse(_ found: String, _ advice: String) -> StoreError {
            .notVectors(file: path, found: "\(what) \(found)", advice: advice)
        }
        let type: VectorType? =
            switch dataset.type {
            case .float16: .f16
            case .float32: .f32
            case .float64: .f64
            default: nil
            }
        guard let type else {
            throw refuse(
                "with numbers of type \(dataset.type)", "store it as a.X.astype(\"float32\")")
        }
        let shape = dataset.shape
        guard shape.count == 2, shape[0] > 0, shape[1] > 0, shape[1] <= VectorReader.maximumColumns
        else {
            throw refuse(
                "of shape \(shape)",
                "store two dimensions above 0, at most \(VectorReader.maximumColumns) numbers per "
                    + "row"
            )
        }
        // gzip compresses at most 1,032 to 1, so the file cannot have more rows than this.
        let bytes = regularFileSize(path) ?? 0
        let (count, overflows) = shape[0].multipliedReportingOverflow(by: shape[1] * type.size)
        guard !overflows, count / 1032 <= bytes else {
            throw refuse("of shape \(shape) in a file of \(bytes) bytes", "it is damaged")
        }
        return (shape[0], shape[1], type)
    }

    // MARK: - Names and labels

    /// The index of `obs`, `[rowCount]`; nil if it is not text.
    func names() throws -> [String]? {
        guard file.root.contains("obs"), let obs = try? file.root.group("obs") else { return nil }
        var index = "_index"
        if case .string(let name)? = try obs.attributes.get("_index") { index = name }
        return try texts(index, in: obs, count: rowCount)
    }

    /// Labels from a column of `obs`; nil without such a column, unless it was requested.
    func labels(column: String?) throws -> LabelColumn? {
        let obs = file.root.contains("obs") ? try? file.root.group("obs") : nil
        let reader = obs.map { LabelReader(path: path, obs: $0, rowCount: rowCount) }
        if let labels = try reader?.read(column ?? "label") { return labels }
        guard let column else { return nil }
        let columns = try reader?.columns() ?? []
        throw StoreError.notVectors(
            file: path, found: "no column obs/\(column)",
            advice: columns.isEmpty
                ? "there are no columns" : "name one of \(columns.joined(separator: ", "))")
    }

    /// A column of texts; nil if it has another type.
    private func texts(_ name: String, in group: Group, count: Int) throws -> [String]? {
        guard group.contains(name) else { return nil }
        // pandas 3 stores texts as a group of values and a mask.
        let column = group.contains("\(name)/values") ? "\(name)/values" : name
        guard let dataset = try? group.dataset(column), dataset.type.isText else { return nil }
        guard dataset.shape == [count] else { throw misshapen("obs/\(column)", dataset.shape) }
        return try dataset.readStrings()
    }

    /// The error for a column whose length is not the number of rows.
    private func misshapen(_ name: String, _ shape: [Int]) -> StoreError {
        .notVectors(
            file: path, found: "\(name) of shape \(shape) beside \(rowCount) rows of \(arrayName)",
            advice: "the file is damaged: write it again")
    }
}
