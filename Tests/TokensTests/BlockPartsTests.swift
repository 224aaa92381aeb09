import Testing
import Tokens

@Suite("Parts of blocks") struct BlockPartsTests {
    @Test("Numbers and ranges are read, and equal parts have equal texts")
    func texts() throws {
        let parts = try #require(BlockParts("9:0-3,7:530,7:112,7:530,9:4"))
        #expect(parts.text == "7:112,7:530,9:0-4")
        #expect(parts[7] == [112, 530] && parts[9] == [0, 1, 2, 3, 4] && parts[0].isEmpty)
        #expect(BlockParts(parts.text) == parts && !parts.isEmpty)
        #expect(BlockParts().text.isEmpty && BlockParts().isEmpty)
    }

    @Test(
        "Other texts are none",
        arguments: [
            "", "7", "7:", ":3", "7:3,", "7:3-", "7:5-3", "7:a", "-1:3", "7:1-2-3", "7:3 ", "７:3",
            "0:0-999999,1:0", "9999999:1",
        ])
    func refusals(text: String) {
        #expect(BlockParts(text) == nil)
    }

    @Test("The first part that a model does not have is named")
    func outside() throws {
        let parts = try #require(BlockParts("11:767,3:0"))
        #expect(parts.first(outsideOf: 12, parts: 768) == nil)
        #expect(parts.first(outsideOf: 12, parts: 767) == "11:767")
        #expect(parts.first(outsideOf: 3, parts: 768) == "3:0")
    }
}
