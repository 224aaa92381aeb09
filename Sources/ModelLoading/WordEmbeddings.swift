internal import Console
public import Dense
internal import Digest
internal import Downloads
internal import FileSystem
public import Foundation
internal import Store

/// The embeddings of a word list, and the cache in which they are kept.
public struct WordEmbeddings {
    /// Each word's, scaled to length 1, `[words, joint]`.
    public let vectors: Matrix<Float>
    /// Where they come from, for the user.
    public let note: String

    /// Words after which the time is estimated, and between two looks at an interruption.
    private static let portion = 256
    /// Words whose sentences are computed together.
    private static let together = 16
    /// What a file of the cache begins with.
    private static let magic = Array("vitrine words 1\n".utf8)

    /// Takes the embeddings from the cache, or computes and caches them.
    ///
    /// - Parameters:
    ///   - announce: gets a line with the expected time, once it is known.
    ///   - environment: where the cache is; see `DownloadCache`.
    /// - Throws: `Failure` after an interruption, and what `TextEncoder` throws. A cache that
    ///   cannot be read or written is no error.
    public init(
        of list: WordList, _ encoder: TextEncoder, quiet: Bool,
        environment: [String: String] = ProcessInfo.processInfo.environment,
        announce: (String) -> Void
    ) throws {
        let width = encoder.width
        let key = [encoder.identity, list.sha256] + list.templates
        let digest = SHA256.digest(Array(key.joined(separator: "\n").utf8))
        let path = DownloadCache(environment: environment).map {
            "\($0.folder)/words/\(hexadecimal(digest)).bin"
        }
        let count = list.words.count
        if let path, let found = Self.read(path, rows: count, columns: width) {
            vectors = found
            note = "embeddings of the words from \(path)"
            return
        }
        var elements: [Float] = []
        elements.reserveCapacity(count * width)
        var progress = Progress(total: count, unit: "words", quiet: quiet)
        defer { progress.end() }
        let start = ContinuousClock.now
        for first in stride(from: 0, to: count, by: Self.portion) {
            if let code = Interruption.exitCode {
                throw Failure(code, "interrupted while words were embedded; nothing was written.")
            }
            let end = min(count, first + Self.portion)
            let words = Array(list.words[first..<end])
            let pieces = stride(from: 0, to: words.count, by: Self.together).map {
                Array(words[$0..<min(words.count, $0 + Self.together)])
            }
            let part = parallelMap(pieces.count) { place in
                Result { try Self.directions(pieces[place], list, encoder) }
            }
            for row in part { elements += try row.get() }
            if first == 0 {
                let seconds = (ContinuousClock.now - start) / .seconds(1)
                let all = seconds * Double(count) / Double(words.count)
                announce(
                    "\(counted(count, "word")) in "
                        + "\(counted(list.templates.count, "sentence")) each: about "
                        + "\(duration(all)), kept for the next time")
            }
            progress.update(done: end)
        }
        vectors = Matrix(rows: count, columns: width, elements: elements)
        if let path, Self.write(vectors, to: path) {
            note = "embeddings of the words kept in \(path)"
        } else {
            note = "embeddings of the words computed, and not kept"
        }
    }

    /// The mean direction of the sentences of each word, scaled to length 1, `[words * joint]`.
    private static func directions(
        _ words: [String], _ list: WordList, _ encoder: TextEncoder
    ) throws -> [Float] {
        let found = try encoder.embeddings(of: words.flatMap { list.sentences(of: $0) })
        let count = list.templates.count
        return words.indices.flatMap { word -> [Float] in
            var sum = [Double](repeating: 0, count: encoder.width)
            for sentence in found[word * count..<(word + 1) * count] {
                let unit = unitVector(sentence.vector.map { Double($0) })
                for place in sum.indices { sum[place] += unit[place] }
            }
            return unitVector(sum).map { Float($0) }
        }
    }

    private static func unitVector(_ vector: [Double]) -> [Double] {
        let length = vector.reduce(0) { $0 + $1 * $1 }.squareRoot()
        return length > 0 ? vector.map { $0 / length } : vector
    }

    /// A file of the cache: magic, numbers in single precision, SHA-256 of both; nil for another.
    private static func read(_ path: String, rows: Int, columns: Int) -> Matrix<Float>? {
        guard let bytes = wholeFile(path),
            bytes.count == magic.count + 4 * rows * columns + 32, bytes.starts(with: magic),
            SHA256.digest(Array(bytes.dropLast(32))) == Array(bytes.suffix(32))
        else { return nil }
        let elements = singles(littleEndian: bytes[magic.count..<bytes.count - 32])
        guard elements.allSatisfy(\.isFinite) else { return nil }
        return Matrix(rows: rows, columns: columns, elements: elements)
    }

    /// Whether the file was written.
    private static func write(_ vectors: Matrix<Float>, to path: String) -> Bool {
        var bytes = magic
        bytes.reserveCapacity(magic.count + 4 * vectors.elements.count + 32)
        for value in vectors.elements {
            let bits = value.bitPattern
            for shift in stride(from: UInt32(0), to: 32, by: 8) {
                bytes.append(UInt8(truncatingIfNeeded: bits >> shift))
            }
        }
        bytes += SHA256.digest(bytes)
        do {
            try FileManager.default.createDirectory(
                atPath: folderPath(of: path), withIntermediateDirectories: true)
            try AtomicFile.write(bytes, to: path)
            return true
        } catch {
            return false
        }
    }
}

/// A time in words: "40 s", "3 min".
private func duration(_ seconds: Double) -> String {
    seconds < 90 ? "\(max(1, Int(seconds.rounded()))) s" : "\(Int((seconds / 60).rounded())) min"
}
