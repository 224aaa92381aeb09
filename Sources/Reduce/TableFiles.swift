internal import Console
internal import Findings
internal import Foundation
internal import Store

/// The tables of a map as comma-separated files in a folder beside it.
struct TableFiles {
    let map: String

    /// `tsne.h5` has its tables in `tsne.tables`.
    var folder: String { (map as NSString).deletingPathExtension + ".tables" }

    func write(_ tables: [ResultTable]) throws {
        guard !tables.isEmpty else { return }
        do {
            try FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: true)
            for table in tables {
                try Data(Self.bytes(of: table)).write(
                    to: URL(fileURLWithPath: "\(folder)/\(table.name).csv"), options: .atomic)
            }
        } catch {
            throw Failure(
                Exit.inputOutput,
                "\(folder): the tables could not be written: \(error.localizedDescription) They "
                    + "are in \(map) too.")
        }
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
