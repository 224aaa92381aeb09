import Foundation
import TestSupport

/// A page as a file: its description and its chunks, which tests read and change.
struct PageFile {
    private(set) var html: String
    var description: JSON

    private static let dataMark = "<script type=\"application/json\" id=\"page-data\">"
    private static let end = "</script>"

    init(_ url: URL) throws {
        html = try String(contentsOf: url, encoding: .utf8)
        let range = try Self.content(of: Self.dataMark, in: html)
        description = try JSON(parsing: String(html[range]))
    }

    private static func content(of mark: String, in html: String) throws -> Range<String.Index> {
        guard let start = html.range(of: mark)?.upperBound,
            let stop = html.range(of: end, range: start..<html.endIndex)?.lowerBound
        else { throw WebDriverError("no element", "the page lacks \(mark)") }
        return start..<stop
    }

    /// Writes the page with its present description beside the page that it was read from or
    /// elsewhere.
    func write(to url: URL) throws {
        // As the page's contract says: no text can end the element.
        let text = description.text.replacingOccurrences(of: "<", with: "\\u003c")
            .replacingOccurrences(of: ">", with: "\\u003e")
            .replacingOccurrences(of: "&", with: "\\u0026")
        var changed = html
        changed.replaceSubrange(try Self.content(of: Self.dataMark, in: html), with: text)
        try changed.write(to: url, atomically: true, encoding: .utf8)
    }

    // MARK: Chunks

    private static func mark(_ name: String) -> String {
        "<script type=\"text/plain\" id=\"chunk-\(name)\">"
    }

    func chunk(_ name: String) throws -> Data {
        let range = try Self.content(of: Self.mark(name), in: html)
        guard let data = Data(base64Encoded: String(html[range])) else {
            throw WebDriverError("no base64", "chunk \(name)")
        }
        return data
    }

    /// Sets a chunk; one that is not there comes to the others.
    mutating func setChunk(_ name: String, _ data: Data) throws {
        let text = data.base64EncodedString()
        if let range = try? Self.content(of: Self.mark(name), in: html) {
            html.replaceSubrange(range, with: text)
        } else {
            let place = try Self.content(of: Self.dataMark, in: html).upperBound
            let after = html.index(place, offsetBy: Self.end.count)
            html.insert(
                contentsOf: "\n\(Self.mark(name))\(text)\(Self.end)", at: after)
        }
    }

    // MARK: What the description says

    func collection(_ number: Int = 0) -> JSON { description["sets"][number] }

    func rows(_ number: Int = 0) -> Int { collection(number)["rows"].int ?? 0 }

    var mainLayer: Int { collection()["mainLayer"].int ?? 0 }

    private func blocks(_ number: Int) -> Int {
        let block = collection(number)["blockRows"].int ?? 4096
        return (rows(number) + block - 1) / block
    }

    func paths(_ number: Int = 0) throws -> [String] {
        let prefix = collection(number)["paths"].string ?? ""
        return try (0..<blocks(number)).flatMap { block in
            String(decoding: try chunk("\(prefix)/\(block)"), as: UTF8.self)
                .components(separatedBy: "\0")
        }
    }

    mutating func setPaths(_ paths: [String], of number: Int = 0) throws {
        let prefix = collection(number)["paths"].string ?? ""
        let block = collection(number)["blockRows"].int ?? 4096
        for first in stride(from: 0, to: paths.count, by: block) {
            let part = paths[first..<min(first + block, paths.count)]
            try setChunk("\(prefix)/\(first / block)", Data(part.joined(separator: "\0").utf8))
        }
    }

    /// Positions at a layer: x and y of each row in turn.
    func layout(_ layer: Int, of number: Int = 0) throws -> [Float] {
        floats(try chunk(collection(number)["layers"][layer]["chunk"].string ?? ""))
    }

    func column(_ name: String, of number: Int = 0) -> JSON {
        collection(number)["columns"].elements.first { $0["name"].string == name } ?? .null
    }

    /// Codes of a category, one per row; -1 for none.
    func codes(_ name: String, of number: Int = 0) throws -> [Int] {
        try integers(chunk(column(name, of: number)["chunk"].string ?? ""))
    }

    /// Numbers of a column, one per row; NaN for a missing one.
    func numbers(_ name: String) throws -> [Float] {
        floats(try chunk(column(name)["chunk"].string ?? ""))
    }

    /// Names of the labels of all rows; "" for none.
    func labels() throws -> [String] {
        let names = column("label")["names"].elements.map { $0.string ?? "" }
        return try codes("label").map { $0 < 0 ? "" : names[$0] }
    }

    /// The first column of numbers that has different ones.
    var numberColumn: String? {
        collection()["columns"].elements.first {
            $0["kind"].string == "number" && $0["low"].number != $0["high"].number
        }?["name"].string
    }

    /// The nearest rows of a row, the nearest first.
    func neighbors(_ row: Int) throws -> [Int] {
        let graph = collection()["neighbors"]
        guard let count = graph["count"].int, let prefix = graph["chunk"].string else { return [] }
        let block = collection()["blockRows"].int ?? 4096
        let data = Array(try chunk("\(prefix)/\(row / block)"))
        let inBlock = min(block, rows() - row / block * block)
        let width = graph["index"].string == "u16" ? 2 : 4
        let first = 4 * inBlock + 2 * count * inBlock + width * count * (row % block)
        return (0..<count).compactMap { place in
            let start = first + width * place
            let value = (0..<width).reduce(0) { $0 | Int(data[start + $1]) << (8 * $1) }
            return value == 1 << (8 * width) - 1 ? nil : value
        }
    }
}

func floats(_ data: Data) -> [Float] {
    words(data).map(Float.init(bitPattern:))
}

func integers(_ data: Data) -> [Int] {
    words(data).map { Int(Int32(bitPattern: $0)) }
}

private func words(_ data: Data) -> [UInt32] {
    let bytes = Array(data)
    return stride(from: 0, to: bytes.count - bytes.count % 4, by: 4).map { place in
        (0..<4).reduce(0) { $0 | UInt32(bytes[place + $1]) << (8 * UInt32($1)) }
    }
}

/// Little-endian bytes of numbers.
func data(_ values: [Float]) -> Data {
    data(values.map(\.bitPattern))
}

func data(_ values: [UInt32]) -> Data {
    Data(values.flatMap { value in (0..<4).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) } })
}
