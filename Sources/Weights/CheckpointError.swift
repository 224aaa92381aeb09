/// The reason why a checkpoint file cannot be used: one sentence with the file, what was expected,
/// what was found and what to do.
public struct CheckpointError: Error, CustomStringConvertible, Sendable, Equatable {
    /// The kind of failure, for callers that treat some of them apart.
    public enum Kind: String, Sendable {
        /// The operating system did not give the file.
        case unreadable
        /// The content is none of the formats.
        case unrecognised
        /// The file breaks its own format: cut short, overwritten, or made to harm.
        case damaged
        /// The file is sound but holds what this program does not read.
        case unsupported
        /// The tensors are not those of a Vision Transformer that this program knows.
        case mismatch
    }

    /// A tensor of another shape than the model needs.
    public struct Misshapen: Sendable, Equatable {
        /// The file's name for it.
        public let name: String
        /// The shape expected, in words or as `[a, b]`.
        public let expected: String
        /// The shape of the file's tensor.
        public let found: [Int]
    }

    /// The differences between the tensors of a file and those that the nearest family needs; all
    /// lists are sorted and use the file's own names.
    public struct Mismatch: Sendable, Equatable {
        /// The family with the fewest names missing or extra.
        public let nearest: VisionTransformerWeights.Family
        /// Names of the family that the file does not have.
        public let missing: [String]
        /// Names of the file that the family does not have.
        public let extra: [String]
        /// Tensors of the right name and another shape.
        public let misshapen: [Misshapen]
    }

    /// The kind of failure.
    public let kind: Kind
    /// The path, or the name given to bytes in memory.
    public let file: String
    /// The whole sentence, without control characters and with at most about 6,600 characters.
    public let description: String
    /// The names in detail; only with `Kind.mismatch`, and nil there for a single unknown tensor or
    /// wrong metadata.
    public let mismatch: Mismatch?

    /// An error whose sentence is `file: text.`.
    init(_ kind: Kind, _ file: String, _ text: String, mismatch: Mismatch? = nil) {
        self.kind = kind
        self.file = file
        self.mismatch = mismatch
        description = Self.printable("\(file): \(text).")
    }

    /// Names come from files that anyone may have made: control characters would reach the
    /// terminal of whoever reads the message, and ten thousand names fill it.
    private static func printable(_ text: String) -> String {
        let (head, tail) = (6000, 600)
        var scalars = Array(text.unicodeScalars)
        if scalars.count > head + tail {
            let note = " ... (\(scalars.count - head - tail) characters left out) ... "
            scalars = scalars[..<head] + Array(note.unicodeScalars) + scalars.suffix(tail)
        }
        var printable = String.UnicodeScalarView()
        for scalar in scalars {
            let isControl = scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
            printable.append(isControl ? "\u{FFFD}" : scalar)
        }
        return String(printable)
    }
}

extension CheckpointError {
    /// An error of kind `.damaged` that advises to copy or download the file again.
    static func damaged(_ file: String, _ text: String) -> CheckpointError {
        CheckpointError(.damaged, file, "\(text); copy or download the file again")
    }
}

/// A shape as people write it: `[3, 4]`.
func text(_ shape: [Int]) -> String {
    "[" + shape.map(String.init).joined(separator: ", ") + "]"
}
