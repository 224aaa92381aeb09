internal import Foundation

/// Cuts texts into the tokens of a vocabulary.
public protocol TextTokenizer: Sendable {
    /// The tokens of a text with the marks and the filling that its model expects, at most as many
    /// as it reads, and whether the text's end was cut off.
    ///
    /// - Throws: `VocabularyError` for a text that cannot be cut.
    func tokens(of text: String) throws -> (numbers: [Int], isCut: Bool)
}

/// The tokens of a text as CLIP has them: Unicode's composed form, white space collapsed, lower
/// case, words and other runs of characters, and byte pairs in each.
///
/// It is that of Transformers. OpenCLIP's also mends wrongly decoded text and HTML's entities
/// before, which is left to whoever writes the query.
public struct CLIPTokenizer: TextTokenizer, Sendable {
    private let vocabulary: BytePairVocabulary
    /// Tokens of the longest text, both marks included.
    public let context: Int

    public init(_ vocabulary: BytePairVocabulary, context: Int = 77) {
        precondition(context >= 2, "a context of \(context)")
        self.vocabulary = vocabulary
        self.context = context
    }

    /// The tokens of a text up to its first mark of the end, which is where its embedding is read.
    public func tokens(of text: String) -> (numbers: [Int], isCut: Bool) {
        let (all, isCut) = allTokens(of: text)
        guard let end = all.firstIndex(of: vocabulary.end) else { return (all, isCut) }
        return (Array(all[...end]), isCut && end == all.count - 1)
    }

    /// The tokens of a text between the marks of start and end, at most `context`: what exceeds it
    /// is cut off. A text may spell out the marks itself.
    ///
    /// - Returns: the tokens, and whether some were cut off.
    func allTokens(of text: String) -> (numbers: [Int], isCut: Bool) {
        var numbers: [Int] = [vocabulary.start]
        var isCut = false
        var cache: [String: [Int]] = [:]
        for piece in pieces(of: text) {
            if let mark = piece.mark { numbers.append(mark) }
            for word in Self.words(of: Self.normalized(piece.text)) where numbers.count < context {
                let own = cache[word] ?? pairs(of: word)
                cache[word] = own
                numbers += own
            }
        }
        if numbers.count > context - 1 {
            numbers.removeLast(numbers.count - (context - 1))
            isCut = true
        }
        return (numbers + [vocabulary.end], isCut)
    }

    /// A text cut at the marks that it spells out, each before what follows it.
    private func pieces(of text: String) -> [(mark: Int?, text: String)] {
        let marks = [("<|startoftext|>", vocabulary.start), ("<|endoftext|>", vocabulary.end)]
        var pieces: [(mark: Int?, text: String)] = []
        var mark: Int?
        var rest = text[...]
        while true {
            let next = marks.compactMap { name, number in
                rest.range(of: name).map { (range: $0, number: number) }
            }.min { $0.range.lowerBound < $1.range.lowerBound }
            guard let next else { break }
            pieces.append((mark, String(rest[..<next.range.lowerBound])))
            (mark, rest) = (next.number, rest[next.range.upperBound...])
        }
        pieces.append((mark, String(rest)))
        return pieces
    }

    /// The composed form of a text in lower case, with single spaces for white space.
    private static func normalized(_ text: String) -> String {
        var result = String.UnicodeScalarView()
        var isBehindSpace = false
        for scalar in text.precomposedStringWithCanonicalMapping.unicodeScalars {
            if scalar.properties.isWhitespace {
                if !isBehindSpace { result.append(" ") }
                isBehindSpace = true
                continue
            }
            isBehindSpace = false
            result.append(contentsOf: scalar.properties.lowercaseMapping.unicodeScalars)
        }
        return String(result)
    }

    /// The kinds of characters that words are made of.
    private enum Kind {
        case letter, number, space, other

        init(_ scalar: Unicode.Scalar) {
            if scalar.properties.isWhitespace {
                self = .space
                return
            }
            switch scalar.properties.generalCategory {
            case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter,
                .otherLetter:
                self = .letter
            case .decimalNumber, .letterNumber, .otherNumber: self = .number
            default: self = .other
            }
        }
    }

    /// The ends of English words behind an apostrophe that are words of their own.
    private static let clitics = ["'s", "'t", "'re", "'ve", "'m", "'ll", "'d"]
        .map { Array($0.unicodeScalars) }

    /// Words, single digits, clitics and runs of other characters.
    private static func words(of text: String) -> [String] {
        let scalars = Array(text.unicodeScalars)
        var words: [String] = []
        var place = 0
        while place < scalars.count {
            let rest = scalars[place...]
            let whole = clitics.first { rest.starts(with: $0) }
            var end = place + (whole?.count ?? 1)
            let kind = Kind(scalars[place])
            if whole == nil && (kind == .letter || kind == .other) {
                while end < scalars.count, Kind(scalars[end]) == kind { end += 1 }
            }
            if whole != nil || kind != .space {
                var word = String.UnicodeScalarView()
                word.append(contentsOf: scalars[place..<end])
                words.append(String(word))
            }
            place = end
        }
        return words
    }

    /// The tokens of one word: its bytes' symbols, of which the pair that was merged earliest
    /// becomes one, again and again.
    private func pairs(of word: String) -> [Int] {
        var symbols = word.utf8.map { vocabulary.symbols[Int($0)] }
        symbols[symbols.count - 1] += BytePairVocabulary.wordEnd
        while symbols.count > 1 {
            var best: (rank: Int, place: Int)?
            for place in 0..<symbols.count - 1 {
                let pair = BytePairVocabulary.Pair(
                    first: symbols[place], second: symbols[place + 1])
                if let rank = vocabulary.ranks[pair], rank < best?.rank ?? .max {
                    best = (rank, place)
                }
            }
            guard let best else { break }
            let (first, second) = (symbols[best.place], symbols[best.place + 1])
            var merged: [String] = []
            var place = 0
            while place < symbols.count {
                if place + 1 < symbols.count, symbols[place] == first,
                    symbols[place + 1] == second
                {
                    merged.append(first + second)
                    place += 2
                } else {
                    merged.append(symbols[place])
                    place += 1
                }
            }
            symbols = merged
        }
        return symbols.compactMap { vocabulary.numbers[$0] }
    }
}
