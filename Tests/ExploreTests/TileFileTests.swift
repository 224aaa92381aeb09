import Dense
import Foundation
import ProgramRunner
import Testing

@testable import Explore

@Suite("the file of tiles") struct TileFileTests {
    private let layout = Matrix<Float>(
        rows: 3, columns: 2, elements: [0, 0, 4, 1, 2, 4])

    @Test("Tiles are written, read again, and made again for another map")
    func kept() throws {
        let folder = try TemporaryFolder()
        let path = folder.file("cache/11.tiles")
        let made = TileFile(path: path, layout: layout)
        #expect(made.note == nil)
        let text = String(decoding: made.description, as: UTF8.self)
        #expect(text == #"{"bounds":[0,4,0,4],"box":[0,0,4],"tiles":[["",3]]}"#)
        let points = try #require(made.points(""))
        #expect(points.count == 3 * 12 && made.points("0") == nil)
        let rows = (0..<3).map { Int(points[4 * $0]) }
        #expect(rows.sorted() == [0, 1, 2])
        for (place, row) in rows.enumerated() {
            for part in 0..<2 {
                let start = 12 + 8 * place + 4 * part
                let bits = (0..<4).reduce(UInt32(0)) { $0 | UInt32(points[start + $1]) << (8 * $1) }
                #expect(Float(bitPattern: bits) == layout[row, part])
            }
        }
        // A file that fits is not written again.
        func changed() throws -> Date? {
            try FileManager.default.attributesOfItem(atPath: path)[.modificationDate] as? Date
        }
        let before = try changed()
        #expect(TileFile(path: path, layout: layout).points("") == points)
        #expect(try changed() == before)
        var other = layout
        other.elements[0] = 1
        #expect(TileFile(path: path, layout: other).points("") != points)
        #expect(try changed() != before)
        #expect(TileFile(path: path, layout: layout).points("") == points)
    }

    @Test("Damaged points are found and made again", arguments: [36, 30, 1])
    func damage(place: Int) throws {
        let folder = try TemporaryFolder()
        let path = folder.file("11.tiles")
        let whole = TileFile(path: path, layout: layout)
        var bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
        bytes[bytes.count - place] ^= 0x40
        try Data(bytes).write(to: URL(fileURLWithPath: path))
        #expect(TileFile(path: path, layout: layout).points("") == whole.points(""))
        #expect([UInt8](try Data(contentsOf: URL(fileURLWithPath: path))) != bytes)
        try Data().write(to: URL(fileURLWithPath: path))
        let again = TileFile(path: path, layout: layout)
        #expect(again.note == nil && again.points("") == whole.points(""))
    }

    @Test("A cut file is made again, a file of another kind is left alone")
    func foreign() throws {
        let folder = try TemporaryFolder()
        let path = folder.file("11.tiles")
        let whole = TileFile(path: path, layout: layout)
        let bytes = try Data(contentsOf: URL(fileURLWithPath: path))
        try bytes.dropLast(5).write(to: URL(fileURLWithPath: path))
        #expect(TileFile(path: path, layout: layout).points("") == whole.points(""))
        #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == bytes)
        let mine = Data("my notes\nabout tiles\n".utf8)
        try mine.write(to: URL(fileURLWithPath: path))
        let left = TileFile(path: path, layout: layout)
        #expect(left.note?.contains("not a file of tiles") == true)
        #expect(left.points("") == whole.points(""))
        #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == mine)
        let nowhere = TileFile(path: path + "/sub/11.tiles", layout: layout)
        #expect(nowhere.note?.contains("not cached") == true && nowhere.points("") != nil)
    }
}
