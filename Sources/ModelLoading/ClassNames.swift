internal import Console
internal import FileSystem
internal import Foundation

/// The names of a head's classes: those of `--classes`, of the checkpoint or, for 1,000 outputs
/// without any, of ImageNet-1k.
public struct ClassNames {
    /// In the order of the head; empty when there are none.
    public let names: [String]
    /// Whether they are those of ImageNet-1k because there were no others.
    public let areAssumed: Bool
    /// A note on that; nil where they are not assumed.
    public var remark: String? {
        areAssumed
            ? "the 1,000 classes of the head are named as in ImageNet-1k; --classes FILE sets "
                + "other names" : nil
    }

    /// - Parameters:
    ///   - known: the checkpoint's own names.
    ///   - count: outputs of the head; nil without a head.
    /// - Throws: `Failure` when the file of `--classes` has another number of names.
    public init(options: ModelOptions, known: [String], count: Int?) throws {
        areAssumed =
            count == imageNetNames.count && options.classes == nil && known.isEmpty
        guard let count else {
            names = []
            return
        }
        guard let path = options.classes else {
            names = areAssumed ? imageNetNames : known.count == count ? known : []
            return
        }
        guard let bytes = wholeFile(path) else {
            throw Failure(
                Exit.nothing,
                "--classes \(path): expected a text file, found nothing that can be read.")
        }
        names = String(decoding: bytes, as: UTF8.self)
            .split(separator: "\n", omittingEmptySubsequences: true)
            .map { $0.trimmingCharacters(in: .whitespaces) }
        guard names.count == count else {
            throw Failure(
                Exit.usage,
                "--classes \(path): expected \(count) names, one per line, found \(names.count).")
        }
    }
}
