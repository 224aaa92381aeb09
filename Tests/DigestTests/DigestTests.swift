import Testing

@testable import Digest

@Test("SHA-256 of FIPS 180-2's examples, whole and in pieces")
func sha256() {
    #expect(
        hexadecimal(SHA256.digest([]))
            == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
    #expect(
        hexadecimal(SHA256.digest(Array("abc".utf8)))
            == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    let hash = SHA256()
    for byte in "abc".utf8 { hash.update([byte]) }
    #expect(hash.finish() == SHA256.digest(Array("abc".utf8)))
}

@Test("CRC-32C of RFC 3720's examples, whole and in pieces")
func crc32c() {
    func check(_ bytes: [UInt8]) -> UInt32 {
        var crc = CRC32C()
        crc.update(bytes)
        return crc.value
    }
    #expect(check([UInt8](repeating: 0, count: 32)) == 0x8A91_36AA)
    #expect(check([UInt8](repeating: 0xFF, count: 32)) == 0x62A8_AB43)
    #expect(check(Array(0..<32)) == 0x46DD_794E)
    #expect(check(Array("123456789".utf8)) == 0xE306_9283)
    // The processor's instruction and the tables, at every length and begin of a word.
    let bytes = (0..<300).map { UInt8(truncatingIfNeeded: $0 * $0 + 7 * $0) }
    for start in 0..<9 {
        for end in start..<bytes.count {
            let part = Array(bytes[start..<end])
            #expect(check(part) == CRC32C.byTables(part))
        }
    }
    var pieces = CRC32C()
    pieces.update(Array("1234567".utf8))
    pieces.update(Array("89".utf8))
    #expect(pieces.value == 0xE306_9283)
    var numbers = CRC32C()
    numbers.update([Float(1), 2])
    #expect(numbers.value == check([0, 0, 0x80, 0x3F, 0, 0, 0, 0x40]))
}
