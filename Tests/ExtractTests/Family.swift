import Dense
import Foundation

/// The golden models of `Scripts/goldens/families.py`, as checkpoint files given to the program.
struct Family: Decodable {
    struct Description: Decodable {
        let name: String
        let shape: [Int]
        let centre: Double
        let half: Double
        let numbers: [Double]?
    }

    struct Layer: Decodable {
        let name: String
        let values: [Double]
    }

    let patch: Int
    let size: Int
    let width: Int
    let depth: Int
    let heads: Int
    let prefix: Int
    let tensors: [Description]
    let layers: [Layer]
    let logits: [Double]
    let classToken: Bool?
    let tableGrid: Int

    enum CodingKeys: String, CodingKey {
        case patch, size, width, depth, heads, prefix, tensors, layers, logits
        case classToken = "class_token"
        case tableGrid = "table_grid"
    }

    static func load(_ name: String) throws -> Family {
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent()
            .appendingPathComponent("ViTTests/Golden/Families/\(name).json")
        return try JSONDecoder().decode(Family.self, from: Data(contentsOf: file))
    }

    func values(_ name: String) -> [Float] {
        let k = tensors.firstIndex { $0.name == name }!
        if let numbers = tensors[k].numbers { return numbers.map { Float($0) } }
        var generator = CounterGenerator(seed: UInt64(1000 + k))
        return (0..<tensors[k].shape.reduce(1, *)).map { _ in
            Float(tensors[k].centre + tensors[k].half * (2 * generator.uniform() - 1))
        }
    }

    /// The checkpoint as a safetensors file; with `classes`, its heads have so many zero rows.
    func checkpoint(classes: Int? = nil) -> Data {
        var fields: [String] = []
        var data = Data()
        for tensor in tensors {
            let start = data.count
            var shape = tensor.shape
            if let classes, tensor.name.hasPrefix("head") {
                shape[0] = classes
                data.append(Data(count: 4 * shape.reduce(1, *)))
            } else {
                for value in values(tensor.name) {
                    data.append(bigEndian(value.bitPattern.byteSwapped))
                }
            }
            fields.append(
                "\"\(tensor.name)\":{\"dtype\":\"F32\",\"shape\":\(shape),"
                    + "\"data_offsets\":[\(start),\(data.count)]}")
        }
        let header = Data("{\(fields.joined(separator: ","))}".utf8)
        return bigEndian(UInt64(header.count).byteSwapped) + header + data
    }

    /// The golden image as a PNG file, which no resampling changes.
    func image() -> Data {
        var generator = CounterGenerator(seed: 77)
        var rows = Data()
        for _ in 0..<size {
            rows.append(0)
            for _ in 0..<size * 3 { rows.append(UInt8(generator.below(256))) }
        }
        var png = Data([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A])
        func add(_ kind: String, _ body: Data) {
            let content = Data(kind.utf8) + body
            png += bigEndian(UInt32(body.count)) + content + bigEndian(crc32(content))
        }
        add("IHDR", bigEndian(UInt32(size)) + bigEndian(UInt32(size)) + Data([8, 2, 0, 0, 0]))
        // zlib with stored blocks.
        var packed = Data([0x78, 1])
        for start in stride(from: 0, to: rows.count, by: 0xFFFF) {
            let block = rows[start..<min(rows.count, start + 0xFFFF)]
            let count = UInt16(block.count).byteSwapped
            packed.append(start + block.count == rows.count ? 1 : 0)
            packed += bigEndian(count) + bigEndian(~count) + block
        }
        var (a, b): (UInt32, UInt32) = (1, 0)
        for byte in rows {
            a = (a + UInt32(byte)) % 65521
            b = (b + a) % 65521
        }
        add("IDAT", packed + bigEndian(b << 16 | a))
        add("IEND", Data())
        return png
    }
}

private func bigEndian<Number: FixedWidthInteger>(_ number: Number) -> Data {
    Data(
        (1...Number.bitWidth / 8).map {
            UInt8(truncatingIfNeeded: number >> Number(Number.bitWidth - 8 * $0))
        })
}

/// PNG's check of a chunk.
private func crc32(_ data: Data) -> UInt32 {
    var value = ~UInt32(0)
    for byte in data {
        value ^= UInt32(byte)
        for _ in 0..<8 { value = value & 1 == 1 ? value >> 1 ^ 0xEDB8_8320 : value >> 1 }
    }
    return ~value
}
