internal import CNouns
internal import Console
internal import Digest
internal import FileSystem
internal import Foundation

/// Words that images may be named by, and the sentences that they stand in.
public struct WordList: Sendable {
    /// The words in their order, each once.
    public let words: [String]
    /// "nouns", or the path of the file.
    public let source: String
    /// The sentences, in which {} stands for the word. The embedding of a word is the mean of
    /// theirs, each scaled to length 1.
    public let templates: [String]
    /// SHA-256 of the words, one a line, hexadecimal.
    public let sha256: String

    /// The value of `--names` for the list that is part of the program.
    public static let nouns = "nouns"
    /// Most words of a list.
    static let mostWords = 1_000_000

    /// The seven sentences with which CLIP's repository names pictures of ImageNet nearly as well
    /// as with eighty (Radford et al. 2021, arXiv 2103.00020).
    private static let sentences = [
        "itap of a {}.", "a bad photo of the {}.", "a origami {}.", "a photo of the large {}.",
        "a {} in a video game.", "art of the {}.", "a photo of the small {}.",
    ]

    /// The list of the program, or the lines of a file.
    ///
    /// - Parameter name: "nouns", or the path of a text file with one word or phrase a line.
    /// - Throws: `Failure` for a file that cannot be read, is not UTF-8 or has no words.
    public init(_ name: String) throws {
        source = name
        if name == Self.nouns {
            templates = ["a photo of a {}."]
            let bytes = unsafe Array(
                UnsafeBufferPointer(start: nouns_bytes(), count: nouns_count()))
            words = Self.lines(String(decoding: bytes, as: UTF8.self))
        } else {
            templates = Self.sentences
            guard let bytes = wholeFile(name) else {
                throw Failure(
                    Exit.nothing,
                    "--names \(name): expected nouns, or a text file with one word a line, found "
                        + "nothing that can be read.")
            }
            guard let text = String(validating: bytes, as: UTF8.self) else {
                throw Failure(
                    Exit.nothing,
                    "--names \(name): expected a text in UTF-8, found other bytes; save it as "
                        + "UTF-8.")
            }
            words = Self.lines(text)
        }
        guard (2...Self.mostWords).contains(words.count) else {
            throw Failure(
                Exit.nothing,
                "--names \(name): expected 2 to \(Self.mostWords) different words, one a line, "
                    + "found \(words.count).")
        }
        sha256 = hexadecimal(
            SHA256.digest(Array(words.map { $0 + "\n" }.joined().utf8)))
    }

    /// The lines that are not empty, without white space around them, each once.
    private static func lines(_ text: String) -> [String] {
        var seen: Set<String> = []
        return text.split(whereSeparator: \.isNewline)
            .map { $0.trimmingCharacters(in: .whitespaces.union(["\u{FEFF}"])) }
            .filter { !$0.isEmpty && seen.insert($0).inserted }
    }

    /// The sentences of a word.
    func sentences(of word: String) -> [String] {
        templates.map { $0.replacing("{}", with: word) }
    }
}
