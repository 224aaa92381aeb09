import Foundation
import Testing

@testable import Language

/// Texts and their tokens by transformers (`Scripts/goldens/texts.py`, and with the vocabulary of
/// published models `Scripts/checks/texts.py`).
private struct Texts: Decodable {
    let texts: [String]
    let tokens: [[Int]]
    let context: Int
    /// Tokens of the vocabulary.
    let vocabulary: Int

    /// The texts and the vocabulary of a folder.
    static func load(_ folder: String) throws -> (Texts, BytePairVocabulary) {
        let texts = try JSONDecoder().decode(
            Texts.self, from: Data(contentsOf: URL(fileURLWithPath: folder + "/texts.json")))
        return (
            texts,
            try BytePairVocabulary(path: folder + "/merges.txt", count: texts.vocabulary)
        )
    }
}

let goldenFolder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("Golden").path

@Suite("Tokens of texts") struct TokenizerTests {
    @Test("Words of many scripts have the tokens that transformers gives them")
    func golden() throws {
        try compare(goldenFolder, least: 400)
    }

    @Test(
        "With the vocabulary of published models, too",
        .enabled(if: ProcessInfo.processInfo.environment["VITRINE_TEXTS"] != nil))
    func published() throws {
        let folder = try #require(ProcessInfo.processInfo.environment["VITRINE_TEXTS"])
        try compare(folder, least: 2000)
    }

    private func compare(_ folder: String, least: Int) throws {
        let (texts, vocabulary) = try Texts.load(folder)
        #expect(vocabulary.count == texts.vocabulary && texts.texts.count >= least)
        let tokenizer = CLIPTokenizer(vocabulary, context: texts.context)
        var different = 0
        for (text, expected) in zip(texts.texts, texts.tokens) {
            let (found, isCut) = tokenizer.allTokens(of: text)
            if found != expected { different += 1 }
            #expect(found == expected || different > 5, "\(text.prefix(200).debugDescription)")
            #expect(found.count <= texts.context && (!isCut || found.count == texts.context))
        }
        #expect(different == 0)
        // The last texts have 1,000 words.
        #expect(tokenizer.tokens(of: texts.texts.last ?? "").isCut)
        // The embedding is that of the first end.
        let read = tokenizer.tokens(of: "a <|endoftext|> cat")
        #expect(read.numbers == tokenizer.tokens(of: "a").numbers && !read.isCut)
    }

    @Test("Both forms of tokenizer.json are read, and other files are refused by name")
    func files() throws {
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("vitrine-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let path = folder + "/tokenizer.json"
        func write(_ text: String) throws {
            try Data(text.utf8).write(to: URL(fileURLWithPath: path))
        }
        for merges in [#"[["t", "h"], ["th", "e</w>"]]"#, #"["t h", "th e</w>"]"#] {
            try write(#"{"model": {"type": "BPE", "merges": \#(merges)}}"#)
            let vocabulary = try BytePairVocabulary(path: path, count: 516)
            let tokenizer = CLIPTokenizer(vocabulary)
            #expect(tokenizer.tokens(of: "The the").numbers == [514, 513, 513, 515])
        }
        for (text, words) in [
            ("{}", "found another file"), ("[", "found another file"),
            (#"{"model": {"type": "Unigram", "vocab": []}}"#, "found another file"),
            (#"{"model": {"type": "BPE", "merges": ["t h"]}}"#, "expected 2 different merges"),
            (#"{"model": {"type": "BPE", "merges": ["t h", "t h"]}}"#, "expected 2 different"),
        ] {
            try write(text)
            let error = #expect(throws: VocabularyError.self) {
                try BytePairVocabulary(path: path, count: 516)
            }
            #expect(error?.description.contains(words) == true, "\(error as Any)")
        }
        // OpenAI's list has more merges than its model uses.
        let list = folder + "/bpe_simple_vocab_16e6.txt"
        try Data("version\nt h\nth e</w>\na n\n".utf8).write(to: URL(fileURLWithPath: list))
        #expect(try BytePairVocabulary(path: list, count: 516).ranks.count == 2)
    }
}
