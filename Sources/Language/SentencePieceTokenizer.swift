internal import CSentencePiece
internal import FileSystem
internal import Foundation

/// The tokens of a text as SigLIP and SigLIP 2 have them, by libsentencepiece: the text's own, the
/// mark of its end, and filling up to the context.
///
/// Threads may share it: the library's model does not change when a text is cut.
@safe
public final class SentencePieceTokenizer: TextTokenizer, @unchecked Sendable {
    /// The vocabulary, and what a text is filled up with.
    public enum Style: Sendable {
        /// SigLIP: filled up with the end.
        case siglip
        /// SigLIP 2 with Gemma's vocabulary: filled up with token 0.
        case gemma

        /// The name of the file with the vocabulary.
        public var fileName: String { self == .siglip ? "spiece.model" : "tokenizer.model" }
    }

    private let model: OpaquePointer
    private let style: Style
    private let removesPunctuation: Bool
    public let context: Int
    /// The mark of a text's end in both vocabularies.
    private static let end = 1

    /// Reads a vocabulary.
    ///
    /// - Parameters:
    ///   - count: the tokens of the model, which the vocabulary must have.
    ///   - removesPunctuation: whether texts are prepared as SigLIP's are.
    /// - Throws: `VocabularyError` for another file, or one of another size.
    public init(
        path: String, count: Int, style: Style, removesPunctuation: Bool, context: Int
    ) throws {
        guard let bytes = wholeFile(path) else {
            throw VocabularyError(path, "expected a vocabulary, found nothing that can be read")
        }
        guard let model = unsafe sentencepiece_load(bytes, bytes.count) else {
            throw VocabularyError(
                path, "expected a vocabulary of SentencePiece, found another file")
        }
        unsafe self.model = model
        self.style = style
        self.removesPunctuation = removesPunctuation
        self.context = context
        let found = unsafe sentencepiece_count(model)
        guard found == count, count > Self.end else {
            throw VocabularyError(
                path, "expected the model's \(count) tokens, found \(found)")
        }
    }

    deinit { unsafe sentencepiece_destroy(model) }

    /// The tokens of a text, exactly `context`: what exceeds it is cut off.
    public func tokens(of text: String) throws -> (numbers: [Int], isCut: Bool) {
        let prepared = removesPunctuation ? Self.canonical(text) : text.lowercased()
        var found = [Int32](repeating: 0, count: context)
        let count = unsafe sentencepiece_encode(
            model, prepared, prepared.utf8.count, &found, context)
        guard count >= 0 else {
            throw VocabularyError("\"\(text.prefix(40))\"", "expected a text, found none in UTF-8")
        }
        let kept = min(count, context - 1)
        let fill = style == .siglip ? Self.end : 0
        let numbers = found[..<kept].map { Int($0) } + [Self.end]
        return (
            numbers + [Int](repeating: fill, count: context - numbers.count), count > context - 1
        )
    }

    /// As SigLIP was trained: lower case, without ASCII's punctuation, single spaces.
    private static func canonical(_ text: String) -> String {
        let marks = Set("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~".unicodeScalars)
        var kept = String.UnicodeScalarView()
        for scalar in text.lowercased().unicodeScalars where !marks.contains(scalar) {
            kept.append(scalar.properties.isWhitespace ? " " : scalar)
        }
        return String(kept).split(separator: " ").joined(separator: " ")
    }
}
