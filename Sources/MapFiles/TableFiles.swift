internal import Foundation
public import Store
internal import Text

/// The map file and its CSV tables, which are published together.
public struct TableFiles: Sendable {
    /// Path of the map file.
    public let map: String

    public init(map: String) { self.map = map }

    /// Folder of the tables: `tsne.tables` for `tsne.h5`.
    public var folder: TableFolder {
        TableFolder(path: (map as NSString).deletingPathExtension + ".tables")
    }

    /// Writes the map and its tables, which replace earlier ones. Even if the process is killed, no
    /// table stands beside a map that it does not belong to.
    ///
    /// - Returns: Names of the tables.
    public func write(_ reduction: Reduction) throws -> [String] {
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

    /// A table as CSV: a line of names, then one line per row; NaN is empty, and texts that a
    /// spreadsheet would take for a formula begin with '.
    public static func bytes(of table: ResultTable) -> [UInt8] {
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
