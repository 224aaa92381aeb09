import Testing
import Text

private func events(_ xml: [UInt8]) throws(XMLReader.Malformed) -> [XMLReader.Event] {
    var reader = XMLReader(xml)
    var events: [XMLReader.Event] = []
    while let event = try reader.next() { events.append(event) }
    return events
}

@Test("elements and text come in order, and the path is that of the open elements")
func readsElements() throws {
    var reader = XMLReader(Array("<a x='1'><!-- -->b&amp;<c/></a>".utf8))
    let expected: [(XMLReader.Event, path: [String])] = [
        (.start("a"), ["a"]), (.text("b&"), ["a"]), (.start("c"), ["a", "c"]), (.end("c"), ["a"]),
        (.end("a"), []),
    ]
    for (event, path) in expected {
        #expect(try reader.next() == event)
        #expect(reader.path == path)
    }
    #expect(try reader.next() == nil)
}

@Test(
    "XML that is not well-formed, or not read, is refused where it is",
    arguments: [
        ("<a></b>", "line 1, column 7 has the end of <b> within <a>"), ("<a/><b/>", "a second"),
        ("<a/>text", "text"), ("<a", "does not end"), ("<a b>", "without a value"),
        ("<a b=c>", "without quotes"), ("<a b=\"c>", "no \""), ("<>", "without a name"),
        ("<a>\n&b;", "line 2, column 1 has &b;"), ("<a>&#xD800;", "&#xD800;"), ("<a>&#0;", "&#0;"),
        ("<a>&amp", "without its ;"), ("<!--", "no -->"), ("<?a>", "no ?>"),
        ("<a><![CDATA[", "no ]]>"),
        ("<!DOCTYPE a [<!ENTITY b \"c\">]><a/>", "declarations"), ("<!DOCTYPE a", "document type"),
        ("</a>", "within nothing"), ("<a><!DOCTYPE a></a>", "without a name"),
        ("<a/ >", "does not end"),
    ])
func brokenXML(_ xml: String, _ words: String) {
    let error = #expect(throws: XMLReader.Malformed.self) { try events(Array(xml.utf8)) }
    #expect(error?.description.contains(words) == true, "\(error?.description ?? "")")
}

@Test("XML in other encodings is refused")
func encodings() {
    for bytes in [[0xFF, 0xFE, 0x3C, 0], Array("<a>".utf8) + [0xE9], [0x3C, 0xFE, 0x3E]] {
        let error = #expect(throws: XMLReader.Malformed.self) { try events(bytes) }
        #expect(error?.description.contains("no UTF-8") == true, "\(error?.description ?? "")")
    }
}
