internal import FileSystem
internal import Foundation

/// The vocabulary of CLIP's byte-level byte pair encoding (Sennrich et al. 2016, arXiv 1508.07909):
/// symbols of bytes, and the pairs of symbols that are merged, the most frequent first.
///
/// Token numbers follow from the merges: 256 symbols of bytes, the same at the end of a word, one
/// token for each merge, and the marks of start and end.
public struct BytePairVocabulary: Sendable {
    /// A pair of symbols that stand side by side.
    struct Pair: Hashable, Sendable {
        let first: String
        let second: String
    }

    /// The order of each merge, from 0.
    let ranks: [Pair: Int]
    /// The number of each token.
    let numbers: [String: Int]
    /// The symbol of each byte: a printable character.
    let symbols: [String]
    /// Number of the mark of the start; that of the end is the next.
    public var start: Int { 512 + ranks.count }
    public var end: Int { start + 1 }
    /// Tokens of the vocabulary, the two marks included.
    public var count: Int { end + 1 }

    /// What stands behind the last symbol of a word.
    static let wordEnd = "</w>"
    /// The names of files that hold a vocabulary, in the order in which they are looked for.
    public static let fileNames = ["merges.txt", "tokenizer.json", "bpe_simple_vocab_16e6.txt"]

    /// A vocabulary of merges.
    ///
    /// - Returns: nil where a merge stands twice.
    public init?(merges: [(String, String)]) {
        let symbols = Self.byteSymbols()
        var numbers: [String: Int] = [:]
        // Bytes in the order of their symbols, as CLIP's own vocabulary has them.
        let ordered = Self.byteOrder.map { symbols[$0] }
        for symbol in ordered + ordered.map({ $0 + Self.wordEnd }) {
            numbers[symbol] = numbers.count
        }
        var ranks: [Pair: Int] = [:]
        for (first, second) in merges {
            guard ranks.updateValue(ranks.count, forKey: Pair(first: first, second: second)) == nil
            else { return nil }
            numbers[first + second] = 512 + ranks.count - 1
        }
        self.symbols = symbols
        self.numbers = numbers
        self.ranks = ranks
    }

    /// Reads a vocabulary.
    ///
    /// - Parameters:
    ///   - path: a list of merges, one a line behind a first line that names the version, or
    ///     Transformers' `tokenizer.json`.
    ///   - count: the tokens of the model. OpenAI's own list has more merges than are used.
    /// - Throws: `VocabularyError` for another file, or one of another size.
    public init(path: String, count: Int) throws {
        guard let bytes = wholeFile(path) else {
            throw VocabularyError(path, "expected a vocabulary, found nothing that can be read")
        }
        var merges =
            path.lowercased().hasSuffix(".json")
            ? try Self.merges(json: bytes, path) : Self.merges(text: bytes)
        let wanted = count - 514
        guard wanted > 0 else {
            throw VocabularyError(
                path,
                "expected a text tower of more than 514 tokens (bytes and marks), "
                    + "found one of \(count)")
        }
        if merges.count > wanted && path.lowercased().hasSuffix(".txt") {
            merges = Array(merges[..<wanted])
        }
        guard merges.count == wanted, let vocabulary = Self(merges: merges) else {
            throw VocabularyError(
                path,
                "expected \(wanted) different merges for the model's \(count) tokens, found "
                    + "\(merges.count)")
        }
        self = vocabulary
    }

    /// The merges of a text, of which the first line is the version.
    private static func merges(text: [UInt8]) -> [(String, String)] {
        String(decoding: text, as: UTF8.self).split(whereSeparator: \.isNewline).dropFirst()
            .compactMap {
                let parts = $0.split(separator: " ")
                return parts.count == 2 ? (String(parts[0]), String(parts[1])) : nil
            }
    }

    /// The merges of Transformers' `tokenizer.json`: pairs, or texts with a space between.
    private static func merges(json bytes: [UInt8], _ path: String) throws -> [(String, String)] {
        let root = try? JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any]
        guard let model = root?["model"] as? [String: Any], model["type"] as? String == "BPE",
            let merges = model["merges"] as? [Any]
        else {
            throw VocabularyError(
                path, "expected the vocabulary of a byte pair encoding, found another file")
        }
        return merges.compactMap { merge in
            let parts =
                merge as? [String]
                ?? (merge as? String)?.split(separator: " ").map(String.init) ?? []
            return parts.count == 2 ? (parts[0], parts[1]) : nil
        }
    }

    /// The bytes whose symbols are themselves, then the others: the order of the first tokens.
    private static let byteOrder: [Int] = {
        let printable = Array(33...126) + Array(161...172) + Array(174...255)
        return printable + (0..<256).filter { !printable.contains($0) }
    }()

    /// The symbol of each byte: printable Latin characters are their own, the other 68 bytes those
    /// from U+0100 on, as in GPT-2.
    private static func byteSymbols() -> [String] {
        var symbols = [String](repeating: "", count: 256)
        for (place, byte) in byteOrder.enumerated() {
            let scalar = UInt32(place < 188 ? byte : 256 + place - 188)
            symbols[byte] = Unicode.Scalar(scalar).map { String(Character($0)) } ?? ""
        }
        return symbols
    }
}

/// Why a vocabulary cannot be used.
public struct VocabularyError: Error, CustomStringConvertible {
    public let description: String

    init(_ path: String, _ text: String) { description = "\(path): \(text)." }
}
