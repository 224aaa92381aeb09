import Dense
import Foundation
import Images
import Store
import Testing
import Tokens

@testable import Page

@Suite("a map on the page") struct SetTests {
    private func read(_ maps: PageMap...) throws -> ReadPage {
        let sets = try maps.enumerated().map { try PageSet($1, number: $0) }
        let document = PageDocument(title: "What tiny sees", tool: "vitrine 1", sets: sets)
        #expect(!document.hasScripts && document.scriptNames.isEmpty)
        return try ReadPage(try document.html())
    }

    private func full() throws -> ReadPage {
        let map = fullMap()
        return try read(
            PageMap(
                name: "tsne", reduction: map, root: "../data/", color: "cluster",
                thumbnails: map.thumbnails.map { PageThumbnails($0, side: 64) },
                about: [
                    AboutSection("Model", [("name", "tiny"), ("note", ""), ("registers", nil)]),
                    AboutSection("Empty", []),
                ]))
    }

    @Test("Rows, layers and addresses are those of the map")
    func rows() throws {
        let page = try full()
        #expect(page.description["title"] as? String == "What tiny sees")
        #expect(page.description["chunks"] as? String == "inline")
        #expect(page.description["format"] as? Int == 1)
        let set = try page.set(0)
        #expect(set["rows"] as? Int == 4 && set["blockRows"] as? Int == 4096)
        #expect(set["noun"] as? [String] == ["image", "images"])
        #expect(set["root"] as? String == "../data/" && set["color"] as? String == "cluster")
        let layers = try #require(set["layers"] as? [[String: Any]])
        #expect(layers.map { $0["title"] as? String } == ["layer 0", "layer 1"])
        #expect(set["mainLayer"] as? Int == 1)
        #expect(try page.floats("0/layout/1") == layout(4, from: 1).elements)
        #expect(try page.floats("0/layout/0") == layout(4, from: 9).elements)
        let quality = try #require(layers[0]["quality"] as? [[Any]])
        #expect(quality.count == 1 && quality[0][0] as? String == "neighbour recall@3")
        #expect(quality[0][1] as? Double == 0.25)
        let paths = String(decoding: try page.bytes("0/paths/0"), as: UTF8.self)
        #expect(paths == "a/1.jpg\0a/2.jpg\0b/\\xff.jpg\0c")
        #expect(set["digests"] as? String == "0/digests")
        #expect(try page.bytes("0/digests/0") == (0..<128).map { UInt8($0) })
        let about = try #require(set["about"] as? [[String: Any]])
        #expect(about.count == 1 && about[0]["lines"] as? [[String]] == [["name", "tiny"]])
        // What the map does not have is null, and no chunk is unnamed.
        #expect(set["patches"] is NSNull && set["neighbors"] is NSNull)
    }

    @Test("Columns have codes of names or numbers with their range")
    func columns() throws {
        let page = try full()
        let columns = try #require(try page.set(0)["columns"] as? [[String: Any]])
        let expected: [(name: String, names: [String], codes: [Int32], none: String)] = [
            ("label", ["cat", "dög"], [0, -1, 1, 0], "no label"),
            ("cluster", ["cluster 0", "cluster 1"], [1, 0, -1, 1], "in no cluster"),
            ("predicted_class", ["Saluki", "tabby"], [0, -1, 1, 1], "no prediction"),
            ("split", ["train", "val"], [1, 0, -1, 0], "no split"),
        ]
        for (name, names, codes, none) in expected {
            let column = try #require(columns.first { $0["name"] as? String == name })
            #expect(column["kind"] as? String == "category" && column["type"] as? String == "i32")
            #expect(column["names"] as? [String] == names && column["none"] as? String == none)
            let chunk = try #require(column["chunk"] as? String)
            #expect(try page.numbers(chunk, of: UInt32.self).map(Int32.init(bitPattern:)) == codes)
        }
        let numbers: [(name: String, low: Double, high: Double, values: [Float])] = [
            ("recall", 0, 1, [0.5, 1, .nan, 0]), ("doubt", -0.5, 0.5, [-0.5, .nan, .nan, 0.5]),
            ("outlier_percentile", 75, 100, [.nan, 75, 100, .nan]),
            ("predicted_probability", 0.5, 0.5, [0.5, .nan, 0.5, 0.5]),
        ]
        for (name, low, high, values) in numbers {
            let column = try #require(columns.first { $0["name"] as? String == name })
            #expect(column["low"] as? Double == low && column["high"] as? Double == high)
            let found = try page.floats(try #require(column["chunk"] as? String))
            #expect(zip(found, values).allSatisfy { $0 == $1 || $0.isNaN && $1.isNaN }, "\(name)")
        }
    }

    @Test("A category with too many names is left out with a line; a map may have no column")
    func tooManyNames() throws {
        var map = plainMap((0..<65_540).map { "\($0)" })
        map.rows.labels = (0..<65_540).map { Int32($0) }
        map.rows.labelNames = map.paths
        let set = try PageSet(PageMap(name: "m", reduction: map, color: "label"), number: 0)
        #expect(set.notes.count == 1 && set.notes[0].contains("65540 names"))
        #expect(set.description.columns.isEmpty && set.description.color == nil)
        #expect(set.isLarge)
    }

    @Test("Findings name rows that exist; a list that was not searched is null")
    func findings() throws {
        let set = try full().set(0)
        let findings = try #require(set["findings"] as? [String: Any])
        #expect(findings["conflicts"] is NSNull && findings["missing"] is NSNull)
        let pairs = try #require(findings["duplicates"] as? [[String: Any]])
        #expect(pairs.count == 1 && pairs[0]["second"] as? Int == 2)
        #expect(pairs[0]["pixels"] as? Double == 0.75)
        #expect(pairs[0]["transform"] as? String == "mirrored")
        let doubtful = try #require(findings["doubtful"] as? [[String: Any]])
        #expect(doubtful.map { $0["row"] as? Int } == [3])
        let outliers = try #require(findings["outliers"] as? [[String: Any]])
        #expect(outliers.map { $0["isFar"] as? Bool } == [true, false])
        let leaks = try #require(findings["leaks"] as? [[String: Any]])
        #expect(leaks.count == 1 && leaks[0]["first"] as? Int == 2)
        #expect(leaks[0]["kind"] as? String == "exact")
        #expect(leaks[0]["secondLabel"] as? String == "val")
        let profile = try #require(set["profile"] as? [[String: Any]])
        #expect(profile[0]["accuracy"] as? Double == 0.5 && profile[0]["overlap"] is NSNull)
        let bare = try read(PageMap(name: "m", reduction: plainMap(["x"]))).set(0)
        let none = try #require(bare["findings"] as? [String: Any])
        #expect(none.count == 6 && none.values.allSatisfy { $0 is NSNull })
    }

    @Test("An explained image has its pixels, objects, attention and patches; variants have none")
    func explained() throws {
        let page = try full()
        let images = try #require(try page.set(0)["explained"] as? [[String: Any]])
        try #require(images.count == 1)
        let image = images[0]
        #expect(image["row"] as? Int == 1 && image["path"] as? String == "a/2.jpg")
        #expect(image["grid"] as? [Int] == [2, 2] && image["origin"] as? [Int] == [0, 0])
        let picture = try decodeImage(page.bytes("0/explained/0/picture")).image
        #expect(picture.width == 32 && abs(Int(picture.pixels[0]) - 200) < 8)
        #expect(try page.bytes("0/explained/0/objects") == [0, 1, 1, 0])
        // Row of the class token: 0, 0.1, 0.2, 0.3, 0.4 without the first.
        let shares: [UInt8] = [64, 128, 191, 255]
        #expect(try page.bytes("0/explained/0/rollout") == shares + shares)
        #expect(image["rolloutMax"] as? [Double] == [0.4, 0.4])
        let attention = try page.bytes("0/explained/0/attention")
        #expect(attention.count == 16 && attention[7] == 255 && attention[15] == 255)
        #expect(image["attentionMax"] as? [Double] == [0.4375, 0.9375])
        let predictions = try #require(image["predictions"] as? [[Any]])
        #expect(predictions.map { $0[0] as? String } == ["Saluki", "class 7"])
        let tokens = try #require(image["tokens"] as? [String: Any])
        #expect(tokens["size"] as? Int == 2 && tokens["layers"] as? [String] == ["0", "1"])
        let codes = try page.bytes("0/explained/0/tokens").map { Int8(bitPattern: $0) }
        #expect(codes == (-8..<8).map { Int8($0) })
    }

    @Test("Thumbnails are those of the images, of any size; missing ones are marked")
    func thumbnails() throws {
        let map = fullMap()
        let sheets = try #require(map.thumbnails)
        for side in [32, 48, 64] {
            let page = try read(
                PageMap(
                    name: "m", reduction: map, thumbnails: PageThumbnails(sheets, side: side)))
            let described = try #require(try page.set(0)["thumbnails"] as? [String: Any])
            #expect(described["side"] as? Int == side && described["columns"] as? Int == 2)
            #expect(described["perSheet"] as? Int == 3 && described["count"] as? Int == 4)
            let present = try #require(described["present"] as? String)
            #expect(try page.bytes(present) == [1, 1, 1, 0])
            let layout = ThumbnailSheet(side: side, columns: 2)
            let cells = try layout.cells(of: page.bytes("0/sheet/0"), count: 3)
            for (channel, cell) in cells.enumerated() {
                let center = (side / 2 * side + side / 2) * 3
                let color = cell.pixels[center..<center + 3]
                #expect(color.max() == color[center + channel], "\(side): \(color)")
            }
            #expect(try layout.cells(of: page.bytes("0/sheet/1"), count: 1).count == 1)
        }
        #expect(PageThumbnails(previews: [0: [], 2: []], count: 2, side: 96) == nil)
        let jpeg = encodeJPEG(image([9, 200, 9], side: 128), quality: 90)
        let made = try #require(PageThumbnails(previews: [0: jpeg, 1: [1]], count: 2, side: 96))
        let cells = try ThumbnailSheet(side: 96, columns: 16).cells(of: made.encode(0), count: 2)
        // Beside the edges, where JPEG blurs colours.
        let center = (48 * 96 + 48) * 3 + 1
        #expect(cells[0].pixels[center] > 180 && abs(Int(cells[1].pixels[center]) - 128) < 4)
        // A damaged sheet leaves grey cells and ends nothing.
        var damaged = sheets
        damaged.sheets[0] = [1, 2, 3]
        #expect(try !PageThumbnails(damaged, side: 32).encode(0).isEmpty)
    }

    @Test("Patches have their image and their place on the grid")
    func patches() throws {
        var map = plainMap(["a:0,1", "b:1,0"])
        map.token = "patches"
        map.rows.patches = [
            PatchRow(image: 0, gridRow: 0, gridColumn: 1, object: "cat", attention: 0.25),
            PatchRow(image: 3, gridRow: 1, gridColumn: 0, object: "background", attention: .nan),
        ]
        let page = try read(PageMap(name: "m", reduction: map, color: "object"))
        let set = try page.set(0)
        #expect(set["noun"] as? [String] == ["patch", "patches"])
        let patches = try #require(set["patches"] as? [String: Any])
        #expect(patches["grid"] as? [Int] == [2, 2])
        #expect(try page.numbers("0/image", of: UInt32.self) == [0, 3])
        #expect(try page.numbers("0/grid-row", of: UInt32.self) == [0, 1])
        #expect(try page.numbers("0/grid-column", of: UInt32.self) == [1, 0])
        let columns = try #require(set["columns"] as? [[String: Any]])
        #expect(columns.map { $0["name"] as? String } == ["object", "attention"])
        #expect(columns[0]["names"] as? [String] == ["cat"])
    }

    @Test("No name, label or layer can leave its place in the page")
    func hostileNames() throws {
        let names = [
            "</script><script>alert(1)</script>.jpg", "\" onerror=\"alert(1)", "'><img src=x>",
            "\u{202E}gpj.exe", "\\xff\\xfe.png", "a\u{0}b", String(repeating: "é", count: 10_000),
            "<!-- page:chunks -->", "\u{2028}", "שלום",
        ]
        var map = plainMap(names)
        map.rows.labels = names.indices.map { Int32($0) }
        map.rows.labelNames = names
        map.layer = "11\"><script>alert(1)</script>"
        map.map?.otherLayouts = [("../../x", layout(names.count))]
        let set = try PageSet(PageMap(name: names[0], reduction: map, color: "label"), number: 0)
        let document = PageDocument(title: names[0] + names[1], tool: "v", sets: [set])
        let html = try document.html()
        let text = String(decoding: html, as: UTF8.self)
        #expect(!text.contains("alert(1)</script>") && !text.contains("<img src=x"))
        let page = try ReadPage(html)
        #expect(page.names.allSatisfy { $0.wholeMatch(of: /[\w\/.-]+/) != nil }, "\(page.names)")
        let paths = String(decoding: try page.bytes("0/paths/0"), as: UTF8.self)
            .split(separator: "\0", omittingEmptySubsequences: false).map(String.init)
        #expect(paths == names.map { $0.replacing("\0", with: " ") })
        let columns = try #require(try page.set(0)["columns"] as? [[String: Any]])
        #expect(columns[0]["names"] as? [String] == names)
        let layers = try #require(try page.set(0)["layers"] as? [[String: Any]])
        #expect(layers.map { $0["name"] as? String } == ["../../x", map.layer])
    }

    @Test("Two maps of different kinds share a page; large ones have their chunks as scripts")
    func severalMaps() throws {
        var vectors = plainMap(["x", "y"])
        vectors.model.grid = .none
        let both = try [
            PageMap(name: "images", reduction: fullMap()),
            PageMap(name: "vectors", reduction: vectors),
        ].enumerated().map { try PageSet($1, number: $0) }
        let page = try ReadPage(
            try PageDocument(title: "t", tool: "v", sets: both).html())
        #expect(try page.set(1)["noun"] as? [String] == ["vector", "vectors"])
        #expect(try page.floats("1/layout/1").count == 4)
        let large = try PageSet(
            PageMap(name: "large", reduction: plainMap((0..<50_001).map { "\($0)" })), number: 2)
        let document = PageDocument(
            title: "t", tool: "v", sets: both + [large], scriptMark: "/* mine */")
        let html = try ReadPage(try document.html())
        #expect(html.names.isEmpty && html.description["chunks"] as? String == "scripts")
        #expect(html.description["chunkFolder"] as? String == "map.data")
        var written: [String: [UInt8]] = [:]
        try document.writeScripts { written[$0] = $1 }
        #expect(Set(written.keys) == Set(document.scriptNames))
        #expect(written.keys.allSatisfy { $0.wholeMatch(of: /[\w.-]+\.js/) != nil })
        let last = try #require(written["2-paths-12.js"])
        let script = String(decoding: last, as: UTF8.self)
        #expect(script.hasPrefix("/* mine */\nvitrineChunk(\"2/paths/12\", \""))
        #expect(script.hasSuffix("\");\n"))
        let base64 = script.split(separator: "\"")[3]
        let rows = String(
            decoding: try #require(Data(base64Encoded: String(base64))), as: UTF8.self)
        #expect(rows.split(separator: "\0").count == 50_001 - 12 * 4096)
    }
}
