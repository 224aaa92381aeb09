import Testing
import Text

@Suite("Comma-separated tables")
struct CommaSeparatedTableTests {
    private func table(_ fields: [CommaSeparatedField]) -> String {
        let names = (0..<fields.count).map { "c\($0)" }
        let bytes = commaSeparatedTable(columns: names, rows: [fields])
        return String(
            decoding: bytes.dropFirst(names.joined(separator: ",").count + 2), as: UTF8.self)
    }

    @Test("lines end with CR LF, and names come first")
    func layout() {
        let bytes = commaSeparatedTable(
            columns: ["path", "a,b"], rows: [[.text("x"), .integer(-3)], [.empty, .real(0.1)]])
        #expect(String(decoding: bytes, as: UTF8.self) == "path,\"a,b\"\r\nx,-3\r\n,0.1\r\n")
        #expect(commaSeparatedTable(columns: ["a"], rows: []) == Array("a\r\n".utf8))
    }

    @Test(
        "text is quoted where it must be and exact otherwise",
        arguments: [
            ("plain name.jpg", "plain name.jpg"), ("a,b", "\"a,b\""),
            ("5\" disk", "\"5\"\" disk\""),
            ("two\nlines", "\"two\nlines\""), ("two\rlines", "\"two\rlines\""), ("", ""),
            (" padded ", " padded "), ("'quoted'", "'quoted'"), ("Zürich/ä.png", "Zürich/ä.png"),
        ])
    func quoting(text: String, field: String) {
        #expect(table([.text(text)]) == field + "\r\n")
        #expect(table([.bytes(Array(text.utf8))]) == field + "\r\n")
    }

    @Test(
        "text that a spreadsheet would take for a formula is disarmed",
        arguments: [
            ("=1+1", "'=1+1"), ("+x", "'+x"), ("-x", "'-x"), ("@sum", "'@sum"), ("\tx", "'\tx"),
            ("\rx", "\"'\rx\""), ("=\"a\",b", "\"'=\"\"a\"\",b\""), ("a=1", "a=1"),
            ("dir/=1.jpg", "dir/=1.jpg"),
        ])
    func formulas(text: String, field: String) {
        #expect(table([.text(text)]) == field + "\r\n")
        #expect(table([.bytes(Array(text.utf8))]) == field + "\r\n")
    }

    @Test("numbers stay numbers; what is none leaves its field empty")
    func numbers() {
        #expect(table([.integer(-1), .real(-0.25), .real(1e-9)]) == "-1,-0.25,1e-09\r\n")
        #expect(table([.real(.nan), .real(.infinity), .empty]) == ",,\r\n")
    }

    @Test("bytes that are no UTF-8 stay as they are")
    func rawBytes() {
        let bytes = commaSeparatedTable(columns: ["p"], rows: [[.bytes([0xFF, 0x2F, 0xFE])]])
        #expect(bytes == Array("p\r\n".utf8) + [0xFF, 0x2F, 0xFE, 0x0D, 0x0A])
    }
}
