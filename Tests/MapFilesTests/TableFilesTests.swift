import MapFiles
import Store
import Testing

@Suite("Tables beside a map") struct TableFilesTests {
    @Test("The folder has the name of the map")
    func folder() {
        #expect(TableFiles(map: "a/tsne.h5").folder.path == "a/tsne.tables")
        #expect(TableFiles(map: "compare.h5").folder.path == "compare.tables")
    }

    @Test("A table as CSV: NaN is empty, and text of a spreadsheet's formula is quoted")
    func table() {
        let table = ResultTable(
            "t",
            [
                .init("n", .integers([1, -1])), .init("x", .reals([0.5, .nan])),
                .init("s", .texts(["a,b", "=1"])),
            ])
        let lines = String(decoding: TableFiles.bytes(of: table), as: UTF8.self)
            .split(whereSeparator: \.isNewline)
        #expect(lines == ["n,x,s", "1,0.5,\"a,b\"", "-1,,'=1"])
    }

    @Test("No images have no thumbnails")
    func none() {
        #expect(Thumbnails.make(count: 0) { _ in [] } == nil)
        let sheets = Thumbnails.make(count: 3) { $0.map { _ in [] } }
        #expect(sheets?.missing == [0, 1, 2] && sheets?.sheets.count == 1)
    }
}
