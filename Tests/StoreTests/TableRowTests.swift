import Foundation
import Testing

@testable import Store

@Suite("Rows of tables") struct TableRowTests {
    /// The columns of each table, as the types have them.
    private let columns: [(table: String, names: [String])] = [
        ("clusters", ClusterRow.columns.map(\.name)),
        ("layer_profile", LayerProfileRow.columns.map(\.name)),
        ("duplicates", DuplicateRow.columns.map(\.name)),
        ("label_conflicts", LabelConflictRow.columns.map(\.name)),
        ("labels", LabelRow.columns.map(\.name)), ("outliers", OutlierRow.columns.map(\.name)),
        ("leaks", LeakRow.columns.map(\.name)), ("maps", LayerMapRow.columns.map(\.name)),
        ("reference", ReferenceRow.columns.map(\.name)),
    ]

    @Test("FileFormat.md lists the columns of every table in their order")
    func documented() throws {
        let page = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("../../Documentation/FileFormat.md")
        let lines = try String(contentsOf: page, encoding: .utf8).split(separator: "\n")
        for (table, names) in columns {
            let line = try #require(
                lines.first {
                    $0.hasPrefix("| `\(table)` |") && $0.split(separator: "|").count >= 3
                })
            let words = line.split(separator: "`").map(String.init).dropFirst(2)
            #expect(words.filter(names.contains) == names, "\(table)")
        }
    }

    @Test("A text that is no kind of copies is not taken for one")
    func kinds() throws {
        let column = try #require(LabelConflictRow.columns.first { $0.name == "kind" })
        var rows = [LabelConflictRow(kind: .exact)]
        #expect(column.assign(.texts(["near in the vectors"]), &rows))
        #expect(rows[0].kind == .nearInVectors)
        #expect(!column.assign(.texts(["nearly"]), &rows) && !column.assign(.integers([1]), &rows))
    }

    @Test("A column that nothing is known of is left out only where its table allows it")
    func unknown() {
        let bare = ResultTable("rows", [PatchRow(image: 1, gridRow: 0, gridColumn: 2)])
        #expect(bare.columns.map(\.name) == ["image", "grid_row", "grid_column"])
        let full = ResultTable(
            "rows", [PatchRow(), PatchRow(image: 1, object: "cat", attention: 0.5)])
        #expect(full.columns.map(\.name).suffix(2) == ["object", "attention"])
        let pairs = ResultTable("duplicates", [DuplicateRow(first: 0, second: 1)])
        #expect(pairs.columns.map(\.name) == DuplicateRow.columns.map(\.name))
        let none = ResultTable("leaks", [LeakRow]())
        #expect(none.columns.count == 5 && none.columns[4].values == .reals([]))
    }
}
