internal import Foundation
internal import Store
internal import Text

/// A map and its tables, which are published together: the tables as comma-separated files in a
/// folder beside the map.
struct TableFiles {
    let map: String

    /// `tsne.h5` has its tables in `tsne.tables`.
    var folder: TableFolder {
        TableFolder(path: (map as NSString).deletingPathExtension + ".tables")
    }

    /// Writes the map and its tables in place of earlier ones. Whenever the process ends, no table
    /// stands beside a map that it is not of.
    ///
    /// - Returns: the names of the tables.
    func write(_ reduction: Reduction) throws -> [String] {
        let tables = [reduction.mapTable] + reduction.tables
        try folder.stage(tables.map { ("\($0.name).csv", Self.bytes(of: $0)) })
        do {
            try ReductionWriter.write(reduction, to: map, beforeNaming: folder.retire)
        } catch {
            folder.abandon()
            throw error
        }
        try folder.publish()
        return tables.map(\.name)
    }

    static func bytes(of table: ResultTable) -> [UInt8] {
        commaSeparatedTable(
            columns: table.columns.map(\.name),
            rows: (0..<table.rowCount).map { row in
                table.columns.map { column in
                    switch column.values {
                    case .integers(let values): .integer(Int(values[row]))
                    case .reals(let values): .real(values[row])
                    case .texts(let values): .text(values[row])
                    }
                }
            })
    }
}
