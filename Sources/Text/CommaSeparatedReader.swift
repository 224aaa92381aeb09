/// A comma-separated file (RFC 4180) that is read row by row, as raw bytes; its separator may be
/// another.
///
/// The first row names the columns. Fields may stand in quotes, in which separators and line ends
/// are data and a doubled quote is one; lines end with LF, CR LF or CR; empty lines are passed
/// over; a byte order mark at the beginning is dropped. A row may have 1 MiB, and takes no more
/// memory than its bytes beside those of the file.
public struct CommaSeparatedReader: Sendable {
    /// The names in the first row; no two are the same.
    public let columns: [[UInt8]]
    /// The line on which the row last read begins, counted from 1.
    public private(set) var line = 1

    /// The bytes and the place of reading.
    private var scanner: Scanner

    /// Reads the row of names.
    ///
    /// - Parameters:
    ///   - bytes: the whole file, UTF-8 or any other code that has ASCII's bytes.
    ///   - separator: a single byte of ASCII, such as a semicolon or a tab.
    /// - Throws: `CommaSeparatedError` for UTF-16, a file without a row, and two equal names.
    public init(
        bytes: [UInt8], separator: UInt8 = UInt8(ascii: ",")
    ) throws(CommaSeparatedError) {
        scanner = Scanner(bytes: bytes, separator: separator)
        if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
            throw CommaSeparatedError(
                line: 1, what: "the file is UTF-16; save it as UTF-8")
        }
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { scanner.place = 3 }
        guard let names = try scanner.row() else {
            throw CommaSeparatedError(line: 1, what: "there is no row of column names")
        }
        for (index, name) in names.enumerated() where names[..<index].contains(name) {
            throw CommaSeparatedError(
                line: scanner.rowLine, what: "the column \"\(displayText(name))\" is there twice")
        }
        columns = names
        line = scanner.rowLine
    }

    /// The next row, one field for each column; nil after the last.
    ///
    /// - Throws: `CommaSeparatedError` for a row with another number of fields, a row beyond 1 MiB,
    ///   and quotes that do not follow RFC 4180.
    public mutating func next() throws(CommaSeparatedError) -> [[UInt8]]? {
        let row = try scanner.row()
        line = scanner.rowLine
        if let row, row.count != columns.count {
            throw CommaSeparatedError(
                line: line,
                what: "the row has \(row.count) fields where the first row has \(columns.count)")
        }
        return row
    }
}

/// The error of a comma-separated file that is malformed.
public struct CommaSeparatedError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The line, from 1.
    public let line: Int
    /// The fault at that line, a phrase without a full stop.
    public let what: String

    /// An error at a line that a caller found, such as a value that is no number.
    public init(line: Int, what: String) {
        self.line = line
        self.what = what
    }

    /// The line and the fault as a sentence.
    public var description: String { "Line \(line): \(what)." }
}

/// The most bytes of a row: an unclosed quote would otherwise take the rest of the file.
private let maximumRowBytes = 1 << 20

/// The bytes of a file and the place of reading.
private struct Scanner: Sendable {
    let bytes: [UInt8]
    let separator: UInt8
    var place = 0
    /// The line on which the row that was read last begins, from 1.
    var rowLine = 1
    private var line = 1

    init(bytes: [UInt8], separator: UInt8) {
        self.bytes = bytes
        self.separator = separator
    }

    /// The fields of the next row that is not empty; nil at the end of the file.
    mutating func row() throws(CommaSeparatedError) -> [[UInt8]]? {
        while place < bytes.count, isLineEnd(bytes[place]) { passLineEnd() }
        rowLine = line
        guard place < bytes.count else { return nil }
        let start = place
        var fields: [[UInt8]] = []
        while true {
            let limit = start + maximumRowBytes
            fields.append(
                place < bytes.count && bytes[place] == quote
                    ? try quotedField(limit) : try plainField(limit))
            guard place < bytes.count else { return fields }
            if isLineEnd(bytes[place]) {
                passLineEnd()
                return fields
            }
            place += 1
        }
    }

    /// A field without quotes, up to a separator or a line's end; a quote in it is an error.
    private mutating func plainField(_ limit: Int) throws(CommaSeparatedError) -> [UInt8] {
        let start = place
        while place < bytes.count {
            let byte = bytes[place]
            if byte == separator || isLineEnd(byte) { break }
            if byte == quote {
                throw CommaSeparatedError(
                    line: line, what: "a quote stands inside a field that does not begin with one")
            }
            place += 1
            if place > limit { throw tooLong() }
        }
        return Array(bytes[start..<place])
    }

    /// A field in quotes without them, doubled quotes undone.
    private mutating func quotedField(_ limit: Int) throws(CommaSeparatedError) -> [UInt8] {
        var field: [UInt8] = []
        let opening = line
        place += 1
        while place < bytes.count {
            let byte = bytes[place]
            if place > limit { throw tooLong() }
            if byte == quote {
                place += 1
                guard place < bytes.count else { return field }
                let after = bytes[place]
                if after == separator || isLineEnd(after) { return field }
                guard after == quote else {
                    throw CommaSeparatedError(
                        line: line,
                        what: "after a closing quote neither a separator nor a line's end")
                }
            } else if byte == lineFeed
                || byte == carriageReturn && bytes.dropFirst(place + 1).first != lineFeed
            {
                line += 1
            }
            field.append(byte)
            place += 1
        }
        throw CommaSeparatedError(line: opening, what: "a quote is opened here and never closed")
    }

    /// Passes over LF, CR or CR LF, which counts as one line.
    private mutating func passLineEnd() {
        if bytes[place] == carriageReturn && place + 1 < bytes.count
            && bytes[place + 1] == lineFeed
        {
            place += 1
        }
        place += 1
        line += 1
    }

    private func tooLong() -> CommaSeparatedError {
        CommaSeparatedError(
            line: rowLine, what: "the row has more than \(maximumRowBytes) bytes; is a quote open?")
    }
}

private let quote = UInt8(ascii: "\"")
private let lineFeed = UInt8(ascii: "\n")
private let carriageReturn = UInt8(ascii: "\r")

private func isLineEnd(_ byte: UInt8) -> Bool { byte == lineFeed || byte == carriageReturn }
