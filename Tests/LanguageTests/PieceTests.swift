import Foundation
import Testing

@testable import Language

/// Texts and their tokens by SentencePiece's vocabularies (`Scripts/goldens/texts.py`).
private struct Pieces: Decodable {
    let texts: [String]
    let siglip: [[Int]]
    let gemma: [[Int]]
    let context: Int
    let vocabulary: Int
}

@Suite("Tokens by SentencePiece") struct PieceTests {
    @Test(
        "SigLIP's tokens are those of transformers, Gemma's those of its training",
        arguments: [SentencePieceTokenizer.Style.siglip, .gemma])
    func golden(style: SentencePieceTokenizer.Style) throws {
        let data = try Data(contentsOf: URL(fileURLWithPath: goldenFolder + "/pieces.json"))
        let pieces = try JSONDecoder().decode(Pieces.self, from: data)
        let tokenizer = try SentencePieceTokenizer(
            path: "\(goldenFolder)/\(style.fileName)", count: pieces.vocabulary, style: style,
            removesPunctuation: style == .siglip, context: pieces.context)
        let expected = style == .siglip ? pieces.siglip : pieces.gemma
        var cut = 0
        for (text, expected) in zip(pieces.texts, expected) {
            let (found, isCut) = try tokenizer.tokens(of: text)
            #expect(found == expected, "\(text.prefix(100).debugDescription)")
            cut += isCut ? 1 : 0
        }
        #expect(cut > 20 && cut < pieces.texts.count)
    }

    @Test("Another file, and a vocabulary of another size, are refused by name")
    func refusals() throws {
        func refusal(_ path: String, _ count: Int) -> String {
            let error = #expect(throws: VocabularyError.self) {
                try SentencePieceTokenizer(
                    path: path, count: count, style: .siglip, removesPunctuation: true, context: 16)
            }
            return error?.description ?? ""
        }
        #expect(refusal(goldenFolder + "/spiece.model", 32_000).contains("found 500"))
        #expect(refusal(goldenFolder + "/merges.txt", 500).contains("found another file"))
        #expect(refusal(goldenFolder + "/none.model", 500).contains("nothing that can be read"))
    }
}
