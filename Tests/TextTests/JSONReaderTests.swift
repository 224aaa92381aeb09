import Testing
import Text

/// What a reader of `pieces` gives for an object with members of every kind.
private func described(_ pieces: [[UInt8]]) throws -> [String] {
    var rest = pieces[...]
    var reader = JSONReader { rest.popFirst() ?? [] }
    var found: [String] = []
    try reader.members { reader, name in
        switch name {
        case "list":
            #expect(try reader.isAtArray())
            try reader.elements { found.append("\(name) \(try $0.integer())") }
        case "text": found.append("\(name) \(try reader.string())")
        case "skip": try reader.skip()
        default: found.append("\(name) \(try reader.scalar() ?? "nil")")
        }
    }
    try reader.end()
    return found
}

private let everyKind = #"""
     { "list" : [ 1, -20 ,3 ], "none": null, "yes": true, "number": 1.5e3, "object": {"a": [1]},
    "skip": {"a": "}\"]", "b": [[], {}]}, "empty": [],
    "text": "\"\\\/\b\f\n\r\t\u00e9\ud83d\ude00é" }
    """#

@Test("values of every kind are read, in pieces of any size", arguments: [1, 2, 3, 7, 1000])
func readsValues(_ size: Int) throws {
    let bytes = Array(everyKind.utf8)
    let pieces = stride(from: 0, to: bytes.count, by: size).map {
        Array(bytes[$0..<min($0 + size, bytes.count)])
    }
    let expected = [
        "list 1", "list -20", "list 3", "none nil", "yes true", "number 1.5e3", "object nil",
        "empty nil", "text \"\\/\u{8}\u{C}\n\r\té😀é",
    ]
    #expect(try described(pieces) == expected)
}

@Test(
    "what is not expected is refused with its place",
    arguments: [
        (#"["a"]"#, #"at byte 0 expected "{", found "[""#),
        (#"{"list": [1 2]}"#, #"at byte 12 expected "]", found "2""#),
        (#"{"list": [1.5]}"#, "at byte 13 expected a whole number, found 1.5"),
        (#"{"text" 1"#, #"at byte 8 expected ":", found "1""#),
        (#"{"text": "a"#, "at byte 11 expected more, found the end"),
        (#"{"skip": ]}"#, "expected a value, found a closing bracket"),
        (#"{"text": "\u00g0"}"#, "at byte 12 expected four hexadecimal digits"),
        (#"{"text": "\ud83d"}"#, "at byte 16 expected an escaped character"),
        (#"{"text": "\ud83d\u0061"}"#, "the second half of an escaped character"),
        (#"{"none": null} 1"#, "at byte 15 expected the end"),
    ])
func refusesJSON(_ json: String, _ words: String) {
    let error = #expect(throws: JSONReader.Unexpected.self) { try described([Array(json.utf8)]) }
    #expect(error?.description.contains(words) == true, "\(error?.description ?? "")")
}

@Test("only a strict reader refuses strings that the standard forbids")
func strictStrings() throws {
    let cases: [([UInt8], String, wanted: String)] = [
        (Array("\"a\tb\"".utf8), "a\tb", "the end of a text"),
        (Array("\"\\x\"".utf8), "x", "an escaped character"),
        ([0x22, 0xFF, 0x22], "\u{FFFD}", "UTF-8"),
    ]
    for (bytes, text, wanted) in cases {
        var lenient = JSONReader(bytes)
        #expect(try lenient.string() == text)
        let error = #expect(throws: JSONReader.Unexpected.self) {
            var strict = JSONReader(bytes, isStrict: true)
            _ = try strict.string()
        }
        #expect(error?.wanted == wanted)
    }
}

@Test("digits are a number that fits, or none")
func readsDigits() throws {
    func number(_ text: String) throws -> Int? {
        var reader = JSONReader(Array(text.utf8))
        return try reader.digits()
    }
    #expect(try number(" 042,") == 42)
    #expect(try number("-1") == nil)
    #expect(try number("9223372036854775807") == Int.max)
    #expect(throws: JSONReader.Unexpected.self) { try number("9223372036854775808") }
}
