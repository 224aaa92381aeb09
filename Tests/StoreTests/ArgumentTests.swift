import Testing

@testable import Store

@Test(
    "Arguments keep all their bytes",
    arguments: [
        Array("plain".utf8), Array("ä€😀".utf8), [0x62, 0xFF, 0x2E], [0xC3], [0xE2, 0x82],
        [0xF4, 0x8F, 0x9E, 0x80], [0xF4, 0x8F, 0x9F, 0xBF, 0xFE], [],
    ] as [[UInt8]])
func argumentTexts(bytes: [UInt8]) {
    let text = argumentText(bytes)
    #expect(argumentBytes(text) == bytes)
    #expect(hasOtherBytes(text) == (String(validating: bytes, as: UTF8.self) != text))
}
