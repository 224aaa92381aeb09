import Foundation
import Images
import TestSupport
import Testing

/// A header with the right checksum; fields by their places.
private func header(
    _ name: [UInt8], kind: Character = "0", size: [UInt8], magic: String = "ustar\u{0}00",
    prefix: String = "", modified: String = "00000000017", sum: Int? = nil
) -> [UInt8] {
    var block = [UInt8](repeating: 0, count: 512)
    func put(_ bytes: some Sequence<UInt8>, _ place: Int) {
        for (index, byte) in bytes.enumerated() { block[place + index] = byte }
    }
    put(name.prefix(100), 0)
    put(size, 124)
    put(modified.utf8, 136)
    put(String(kind).utf8, 156)
    put(magic.utf8, 257)
    put(prefix.utf8, 345)
    put("        ".utf8, 148)
    let total = sum ?? block.reduce(0) { $0 + Int($1) }
    put(octal(total, 6) + [0, 0x20], 148)
    return block
}

private func octal(_ value: Int, _ digits: Int) -> [UInt8] {
    let text = String(value, radix: 8)
    return Array((String(repeating: "0", count: digits - text.utf8.count) + text).utf8)
}

private func member(
    _ name: String, _ body: String, kind: Character = "0", magic: String = "ustar\u{0}00",
    prefix: String = ""
) -> [UInt8] {
    header(
        Array(name.utf8), kind: kind, size: octal(body.utf8.count, 11), magic: magic,
        prefix: prefix) + Array(body.utf8)
        + [UInt8](repeating: 0, count: (512 - body.utf8.count % 512) % 512)
}

private func pax(_ fields: [(String, String)], kind: Character = "x") -> [UInt8] {
    var records = ""
    for (key, value) in fields {
        let rest = " \(key)=\(value)\n"
        var length = rest.utf8.count
        while "\(length)\(rest)".utf8.count != length { length = "\(length)\(rest)".utf8.count }
        records += "\(length)\(rest)"
    }
    return member("PaxHeader", records, kind: kind)
}

private let end = [UInt8](repeating: 0, count: 1024)

private func list(_ bytes: [UInt8]) throws -> (members: [TarMember], error: TarError?) {
    var members: [TarMember] = []
    var found: TarError?
    try withFolder { folder in
        try write(bytes, folder + "/a.tar")
        do {
            try forEachTarMember(root: folder, path: Array("a.tar".utf8)) { members.append($0) }
        } catch let error as TarError {
            found = error
        }
    }
    return (members, found)
}

private func names(_ members: [TarMember]) -> [String] {
    members.map { String(decoding: $0.name, as: UTF8.self) }
}

/// Names that need each format's way of storing them.
private let packedNames = [
    "plain.jpg", "dir/with space,comma\"quote.png", "dir/ünï.webp",
    String(repeating: "long-folder/", count: 12) + "picture.jpg",
    "dir/" + String(repeating: "n", count: 180) + ".jpg", "dir/line\nbreak.jpg", "empty.jpg",
]

@Test(
    "what GNU tar packs is listed with its places, sizes and times",
    arguments: ["gnu", "posix", "ustar", "oldgnu", "v7"])
func listsArchivesOfTar(_ format: String) throws {
    try withFolder { folder in
        let names = packedNames.filter { $0.utf8.count < 100 || !["v7"].contains(format) }
            .filter { !$0.contains("nnn") || format != "ustar" }
        for name in names {
            let body = name == "empty.jpg" ? "" : String(repeating: name, count: 9)
            try write(Array(body.utf8), folder + "/in/" + name)
        }
        let tar = Process()
        tar.executableURL = URL(filePath: "/bin/tar")
        tar.arguments = [
            "-C", folder + "/in", "--format", format, "--mtime", "@1500000000.25", "-cf",
            folder + "/a.tar", ".",
        ]
        try tar.run()
        tar.waitUntilExit()
        try #require(tar.terminationStatus == 0)
        let archive = try Data(contentsOf: URL(filePath: folder + "/a.tar"))
        var seen: [String: String] = [:]
        let summary = try forEachTarMember(root: folder, path: Array("a.tar".utf8)) { member in
            let name = String(decoding: member.name, as: UTF8.self)
            seen[name] = String(
                decoding: archive[member.offset..<(member.offset + member.size)], as: UTF8.self)
            #expect(
                member.modified
                    == (format == "posix" ? 1_500_000_000_250_000_000 : 1_500_000_000_000_000_000))
        }
        #expect(seen.keys.sorted() == names.sorted())
        for (name, body) in seen {
            #expect(body == (name == "empty.jpg" ? "" : String(repeating: name, count: 9)))
        }
        #expect(summary.files == names.count && summary.links == 0 && summary.folders >= 2)
    }
}

@Test("names, sizes and times come from the header that counts for them")
func extendedHeaders() throws {
    let long = "L" + String(repeating: "x", count: 150)
    var bytes = member("./././a.jpg", "1234")
    bytes += member("name", "5", prefix: "folder/of/it")
    bytes += member("gnu", "6", magic: "ustar  \u{0}", prefix: "not a folder")
    bytes += member("././@LongLink", long + "\0", kind: "L") + member("cut", "7")
    bytes += pax([("mtime", "3.5"), ("comment", "none")], kind: "g")
    bytes += pax([("path", "./päx"), ("mtime", "-1.25")]) + member("short", "8")
    bytes += member("folder/", "", kind: "5") + member("old folder/", "", kind: "\0")
    bytes += member("link", "", kind: "2") + member("pipe", "", kind: "6")
    bytes += member("unknown", "to be passed over", kind: "Z")
    bytes += member("last", "9", kind: "7")
    let (members, error) = try list(bytes + end + member("after the end", "x"))
    #expect(error == nil)
    #expect(names(members) == ["a.jpg", "folder/of/it/name", "gnu", long, "päx", "last"])
    #expect(members.map(\.size) == [4, 1, 1, 1, 1, 1])
    #expect(
        members.map(\.modified) == [
            15_000_000_000, 15_000_000_000, 15_000_000_000, 15_000_000_000, -1_250_000_000,
            3_500_000_000,
        ])
    for (member, body) in zip(members, ["1234", "5", "6", "7", "8", "9"]) {
        #expect(bytes[member.offset..<(member.offset + member.size)].elementsEqual(body.utf8))
    }
}

@Test("sizes beyond octal digits are read, from base-256 and from pax")
func hugeMembers() throws {
    try withFolder { folder in
        let size = 9 << 30
        let digits = (0..<8).map { UInt8(truncatingIfNeeded: size >> (8 * (7 - $0))) }
        let first = header(Array("huge".utf8), size: [0x80, 0, 0, 0] + digits)
        let second = pax([("size", "\(size)")]) + header(Array("pax".utf8), size: octal(0, 11))
        try write(first, folder + "/a.tar")
        let file = try FileHandle(forWritingTo: URL(filePath: folder + "/a.tar"))
        try file.seek(toOffset: UInt64(512 + size))
        try file.write(contentsOf: second)
        try file.seek(toOffset: UInt64(512 + size + second.count + size))
        try file.write(contentsOf: member("z", "z") + end)
        try file.close()
        var members: [TarMember] = []
        try forEachTarMember(root: folder, path: Array("a.tar".utf8)) { members.append($0) }
        #expect(names(members) == ["huge", "pax", "z"])
        #expect(members.map(\.size) == [size, size, 1])
        #expect(members.last?.offset == 2 * size + 512 + second.count + 512)
    }
}

@Test("an archive cut anywhere hands out its whole members, then says that it was cut")
func cutArchives() throws {
    let bytes =
        member("a", "1") + pax([("path", "b")]) + member("short", "22")
        + member("././@LongLink", "c\0", kind: "L")
        + member("cut", String(repeating: "3", count: 700))
    let ends = [513, 512 * 5 + 2, 512 * 9 + 700]
    for count in stride(from: 1, through: bytes.count, by: 37) {
        let (members, error) = try list(Array(bytes[..<count]))
        #expect(names(members) == Array(["a", "b", "c"].prefix(ends.count { $0 <= count })))
        let words = count < 512 ? "no tar archive" : "cut short"
        #expect(error?.description.contains(words) == true, "\(count): \(error as Any)")
    }
}

@Test(
    "archives that are compressed, damaged, sparse or beyond the bounds are refused by a sentence")
func refusedArchives() throws {
    let huge = header(Array("x".utf8), kind: "x", size: octal(1 << 21, 11))
    let overflow = header(
        Array("big".utf8), size: [0x80, 0, 0, 0, 0x7F] + [UInt8](repeating: 0xFF, count: 7))
    let wide = header(Array("big".utf8), size: [0x80] + [UInt8](repeating: 0xFF, count: 11))
    let broken = header(Array("b".utf8), size: octal(0, 11), sum: 7)
    let cases: [(bytes: [UInt8], words: String)] = [
        ([], "no bytes"),
        ([0x1F, 0x8B] + end, "gzip"), ([0x28, 0xB5, 0x2F, 0xFD] + end, "unzstd"),
        (Array("no archive at all".utf8) + end, "no tar archive"),
        (member("a", "1") + broken + end, "after 1 members: the header's checksum"),
        (member("s", "", kind: "S") + end, "sparse file \"s\""),
        (pax([("GNU.sparse.major", "1"), ("path", "t")]) + member("u", "") + end, "file \"t\""),
        (huge + end, "pax header of 2097152 bytes"),
        (overflow + end, "ends inside member 1, \"big\""), (wide + end, "size is no number"),
        (header(Array("m".utf8), size: Array("-0000000001".utf8)) + end, "size is no number"),
        (member("P", "12 path=short\n", kind: "x") + member("a", ""), "pax header is malformed"),
        (member("P", "99 path=a\n", kind: "x") + member("a", ""), "pax header is malformed"),
        (pax([("path", "a\u{0}b")]) + member("a", "") + end, "NUL byte"),
        (pax([("size", "-5")]) + member("a", "") + end, "pax header is malformed"),
        (member("", "") + end, "name is empty"),
    ]
    for (bytes, words) in cases {
        let error = try list(bytes).error
        #expect(error?.description.contains(words) == true, "\(words): \(error as Any)")
        #expect(error?.description.contains("a.tar\"") == true)
    }
    let missing = #expect(throws: TarError.self) {
        try forEachTarMember(root: "/nowhere", path: [0x61]) { _ in }
    }
    #expect(missing?.description.contains("No such file") == true)
    #expect(throws: TarError.self) { try forEachTarMember(root: "", path: [0x2F]) { _ in } }
}

@Test("damaged archives never crash, and members lie inside the file")
func damagedArchives() throws {
    let bytes =
        member("a", "1") + pax([("path", "b"), ("mtime", "4.5"), ("size", "2")])
        + member("short", "22") + member("././@LongLink", "c\0", kind: "L") + member("cut", "3")
        + end
    try withFolder { folder in
        for seed in 0..<UInt64(300) {
            var random = Seeded(state: seed)
            var damaged = bytes
            let place = Int.random(in: 0..<(bytes.count - 1024), using: &random)
            damaged[place] = .random(in: 0...255, using: &random)
            // The sum of the header there is made right again, so that more than it is tried.
            let start = place / 512 * 512
            damaged.replaceSubrange((start + 148)..<(start + 156), with: "        ".utf8)
            let sum = damaged[start..<(start + 512)].reduce(0) { $0 + Int($1) }
            damaged.replaceSubrange((start + 148)..<(start + 154), with: octal(sum, 6))
            damaged[start + 154] = 0
            try write(damaged, folder + "/a.tar")
            _ = try? forEachTarMember(root: folder, path: Array("a.tar".utf8)) { member in
                #expect(member.size >= 0 && member.offset + member.size <= bytes.count)
                #expect(!member.name.isEmpty && !member.name.contains(0), "seed \(seed)")
            }
        }
    }
}
