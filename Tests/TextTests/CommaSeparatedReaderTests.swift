import TestSupport
import Testing
import Text

private func rows(_ text: String) throws(CommaSeparatedError) -> [[String]] {
    try rows(Array(text.utf8))
}

private func rows(_ bytes: [UInt8]) throws(CommaSeparatedError) -> [[String]] {
    var reader = try CommaSeparatedReader(bytes: bytes)
    var rows = [reader.columns.map { String(decoding: $0, as: UTF8.self) }]
    while let row = try reader.next() {
        rows.append(row.map { String(decoding: $0, as: UTF8.self) })
    }
    return rows
}

@Test("fields, quotes and ends of lines are read by RFC 4180")
func readsFields() throws {
    let expected = [["path", "label"], ["a.jpg", "cat"], ["b,c.jpg", "say \"no\""]]
    #expect(try rows("path,label\na.jpg,cat\n\"b,c.jpg\",\"say \"\"no\"\"\"\n") == expected)
    #expect(try rows("path,label\r\na.jpg,cat\r\n\"b,c.jpg\",\"say \"\"no\"\"\"") == expected)
    #expect(try rows("\u{FEFF}path,label\r\ra.jpg,cat\r\"b,c.jpg\",\"say \"\"no\"\"\"") == expected)
    #expect(try rows("path\n\n\"two\nlines\r\n\"\n\"\"\n") == [["path"], ["two\nlines\r\n"], [""]])
    #expect(try rows("a,b,c\n,,\n\"\",x,\n") == [["a", "b", "c"], ["", "", ""], ["", "x", ""]])
    #expect(try rows(" path ,b\n a b ,\t") == [[" path ", "b"], [" a b ", "\t"]])
}

@Test("fields are raw bytes, and rows know their lines")
func rawBytes() throws {
    var reader = try CommaSeparatedReader(
        bytes: Array("path,n\n\"a\n".utf8) + [0xFF, 0x00, 0xC3] + Array("\",1\r\n\r\nb,2".utf8))
    #expect(try reader.next() == [[0x61, 0x0A, 0xFF, 0x00, 0xC3], [0x31]])
    #expect(reader.line == 2)
    #expect(try reader.next() == [[0x62], [0x32]])
    #expect(reader.line == 5)
    #expect(try reader.next() == nil)
    #expect(try reader.next() == nil)
}

@Test("what is no table is refused with its line")
func refusesTables() throws {
    let long = String(repeating: "x", count: 1 << 20)
    let cases: [(text: String, line: Int, words: String)] = [
        ("", 1, "no row of column names"), ("\n\n", 3, "no row of column names"),
        ("a,b\n1,2\n3\n", 3, "1 fields where the first row has 2"),
        ("a,b\n1,2,3\n", 2, "3 fields"), ("a,b\n\"x\ny\",2\n1\n", 4, "1 fields"),
        ("a,b,a\n", 1, "\"a\" is there twice"),
        ("a\nb\"c\n", 2, "inside a field"), ("a\n\"b\"c\n", 2, "after a closing quote"),
        ("a\n\n\"b\nc\nd", 3, "never closed"),
        ("a\n\"\(long)\n", 2, "more than 1048576 bytes"), ("a\nb\(long)\n", 2, "1048576"),
    ]
    for (text, line, words) in cases {
        let error = #expect(throws: CommaSeparatedError.self) { try rows(text) }
        let shown = text.prefix(20)
        #expect(error?.what.contains(words) == true, "\(shown): \(error as Any)")
        let expected = words.contains("no row") ? 1 : line
        #expect(error?.line == expected, "\(shown): \(error as Any)")
    }
    #expect(throws: CommaSeparatedError.self) { try rows([0xFF, 0xFE, 0x61, 0]) }
}

@Test("what is quoted as the rule says is read back", arguments: 0..<60 as Range<UInt64>)
func readsBack(_ seed: UInt64) throws {
    var random = Seeded(state: seed)
    let alphabet = Array("ab,\"\n\r é".utf8)
    let width = Int.random(in: 1...4, using: &random)
    var table: [[[UInt8]]] = [(0..<width).map { Array("column \($0)".utf8) }]
    var text: [UInt8] = []
    for _ in 0..<Int.random(in: 0...8, using: &random) {
        table.append(
            (0..<width).map { _ in
                (0..<Int.random(in: 0...6, using: &random)).map { _ in
                    alphabet.randomElement(using: &random) ?? 0
                }
            })
    }
    let lineEnd = Array(["\n", "\r\n", "\r"][Int(seed % 3)].utf8)
    for row in table {
        for (column, field) in row.enumerated() {
            text += column == 0 ? [0x22] : [0x2C, 0x22]
            for byte in field { text += byte == 0x22 ? [0x22, 0x22] : [byte] }
            text.append(0x22)
        }
        text += lineEnd
    }
    var reader = try CommaSeparatedReader(bytes: text)
    var read = [reader.columns]
    while let row = try reader.next() { read.append(row) }
    #expect(read == table, "seed \(seed)")
}
