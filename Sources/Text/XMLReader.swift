/// Reads XML (W3C, 1.0) from front to back, as far as annotations of images have it: elements,
/// text, CDATA, character references and the five named entities. Attributes, comments and
/// processing instructions are passed over; a document type that declares entities is refused.
///
/// Foundation's parser ends the process over `<?a?>` and over names that are no UTF-8.
public struct XMLReader {
    /// One step of reading.
    public enum Event: Equatable {
        /// The start tag of an element of this name. An empty element, `<a/>`, gives its end next.
        case start(String)
        /// The end tag of the innermost open element.
        case end(String)
        /// Text with its references resolved, white space included; an element may have several.
        case text(String)
    }

    /// The error of a file that is not the XML described above.
    public struct Malformed: Error, CustomStringConvertible {
        /// The line, the column (in bytes) and what stands there, as a phrase.
        public let description: String
    }

    /// The whole file, without a byte order mark.
    private let bytes: [UInt8]
    private var place = 0
    /// The names of the elements around the present place, the outermost first.
    public private(set) var path: [String] = []
    /// Whether the outermost element has begun.
    private var hasRoot = false
    /// Whether `<a/>` was read, whose end is the next event.
    private var isEmptyElement = false

    /// Reads a file in UTF-8, with or without a byte order mark; nothing is read before `next`.
    public init(_ bytes: [UInt8]) {
        // A mark of the byte order, which some editors write.
        self.bytes = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(bytes.dropFirst(3)) : bytes
    }

    /// The next event; nil at the end of the bytes, where `path` is what was left open.
    public mutating func next() throws(Malformed) -> Event? {
        if isEmptyElement {
            isEmptyElement = false
            return .end(path.removeLast())
        }
        while place < bytes.count {
            guard bytes[place] == UInt8(ascii: "<") else {
                let text = try characters()
                if !path.isEmpty { return .text(text) }
                guard text.allSatisfy(\.isWhitespace) else { throw malformed("text") }
                continue
            }
            if take("<!--") {
                try skip(past: "-->")
            } else if take("<?") {
                try skip(past: "?>")
            } else if !path.isEmpty && take("<![CDATA[") {
                let start = place
                try skip(past: "]]>")
                return .text(try text(start..<place - 3))
            } else if path.isEmpty && !hasRoot && take("<!DOCTYPE") {
                try skipDocumentType()
            } else if take("</") {
                return .end(try endTag())
            } else {
                place += 1
                return .start(try startTag())
            }
        }
        return nil
    }

    /// The name of a start tag behind its `<`; its attributes are checked for their form and passed
    /// over.
    private mutating func startTag() throws(Malformed) -> String {
        if path.isEmpty && hasRoot { throw malformed("a second outermost element") }
        let element = try name()
        hasRoot = true
        path.append(element)
        while true {
            let hadSpace = skipSpace()
            if take(">") { return element }
            if take("/>") {
                isEmptyElement = true
                return element
            }
            guard hadSpace else { throw malformed("<\(element)> that does not end") }
            _ = try name()
            _ = skipSpace()
            guard take("=") else { throw malformed("an attribute without a value") }
            _ = skipSpace()
            let quote = take("\"") ? "\"" : take("'") ? "'" : nil
            guard let quote else { throw malformed("a value without quotes") }
            try skip(past: quote)
        }
    }

    /// The name of an end tag behind its `</`, which must be that of the innermost open element.
    private mutating func endTag() throws(Malformed) -> String {
        let element = try name()
        _ = skipSpace()
        guard element == path.last, take(">") else {
            let around = path.last.map { "<\($0)>" } ?? "nothing"
            throw malformed("the end of <\(element)> within \(around)")
        }
        return path.removeLast()
    }

    /// Passes over `<!DOCTYPE annotation SYSTEM "a.dtd">`; one with declarations, which could
    /// declare entities, is refused.
    private mutating func skipDocumentType() throws(Malformed) {
        while place < bytes.count {
            if take(">") { return }
            if take("\"") {
                try skip(past: "\"")
            } else if take("'") {
                try skip(past: "'")
            } else if bytes[place] == UInt8(ascii: "[") || bytes[place] == UInt8(ascii: "<") {
                throw malformed("declarations, which are not read")
            } else {
                place += 1
            }
        }
        throw malformed("the end within a document type")
    }

    /// The name of an element or attribute; an empty one is an error.
    private mutating func name() throws(Malformed) -> String {
        let start = place
        while place < bytes.count, !Self.endsName(bytes[place]) { place += 1 }
        guard place > start else { throw malformed("a tag without a name") }
        return try text(start..<place)
    }

    /// Whether a byte cannot be part of a name: white space, control characters and the marks of
    /// XML. All others are allowed, more than the standard has.
    private static func endsName(_ byte: UInt8) -> Bool {
        byte <= 0x20 || byte == 0x7F || "<>&'\"/=![]".utf8.contains(byte)
    }

    /// Text up to the next tag, with its references resolved.
    private mutating func characters() throws(Malformed) -> String {
        var found = ""
        var start = place
        while place < bytes.count, bytes[place] != UInt8(ascii: "<") {
            if bytes[place] == UInt8(ascii: "&") {
                found += try text(start..<place)
                found.unicodeScalars.append(try reference())
                start = place
            } else {
                place += 1
            }
        }
        return found + (try text(start..<place))
    }

    /// The character of a reference: `&amp;`, `&#233;`, `&#xE9;`. Unknown names and the character 0
    /// are errors.
    private mutating func reference() throws(Malformed) -> Unicode.Scalar {
        let start = place + 1
        // The longest is "#x0010FFFF".
        guard let end = bytes[start...].prefix(12).firstIndex(of: UInt8(ascii: ";")) else {
            throw malformed("an & without its ;")
        }
        let word = try text(start..<end)
        let scalar: Unicode.Scalar? =
            switch word {
            case "amp": "&"
            case "lt": "<"
            case "gt": ">"
            case "quot": "\""
            case "apos": "'"
            default:
                word.hasPrefix("#x")
                    ? UInt32(word.dropFirst(2), radix: 16).flatMap(Unicode.Scalar.init)
                    : word.hasPrefix("#")
                        ? UInt32(word.dropFirst()).flatMap(Unicode.Scalar.init) : nil
            }
        guard let scalar, scalar != "\0" else { throw malformed("&\(word);, which is not known") }
        place = end + 1
        return scalar
    }

    /// Bytes as text; those that are no UTF-8 are an error.
    private func text(_ range: Range<Int>) throws(Malformed) -> String {
        guard let text = String(validating: bytes[range], as: UTF8.self) else {
            throw malformed("bytes that are no UTF-8")
        }
        return text
    }

    /// Takes `word`, if it stands next.
    private mutating func take(_ word: String) -> Bool {
        let wanted = word.utf8
        guard bytes[place...].starts(with: wanted) else { return false }
        place += wanted.count
        return true
    }

    /// Passes over the bytes up to and including `word`; throws where there is none.
    private mutating func skip(past word: String) throws(Malformed) {
        let wanted = Array(word.utf8)
        let start = place
        while place < bytes.count {
            if bytes[place] == wanted[0], bytes[place...].starts(with: wanted) {
                place += wanted.count
                return
            }
            place += 1
        }
        place = start
        throw malformed("no \(word)")
    }

    /// Passes over white space; returns whether there was any.
    private mutating func skipSpace() -> Bool {
        let start = place
        while place < bytes.count, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[place]) { place += 1 }
        return place > start
    }

    /// The error at the present place, with its line and column from 1.
    private func malformed(_ found: String) -> Malformed {
        let before = bytes[..<min(place, bytes.count)]
        let line = before.count { $0 == 0x0A } + 1
        let column = place - (before.lastIndex(of: 0x0A) ?? -1)
        return Malformed(description: "line \(line), column \(column) has \(found)")
    }
}
