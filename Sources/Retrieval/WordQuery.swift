internal import Console
internal import Foundation
public import ModelLoading
internal import Store

/// A query of words, and of an image where one is given with them: a direction in the space that
/// texts and images share.
public struct WordQuery {
    /// Texts that are wanted.
    let wanted: [String]
    /// Texts that are not wanted.
    let unwanted: [String]

    public init(wanted: [String], unwanted: [String]) {
        self.wanted = wanted
        self.unwanted = unwanted
    }

    /// The query: the sum of the directions of what is wanted, less those of what is not.
    ///
    /// - Parameters:
    ///   - image: an image that is wanted as well; nil for none.
    ///   - encoder: the text tower of the store's model.
    /// - Throws: `Failure` for directions that cancel each other.
    public func query(with image: Query?, _ encoder: TextEncoder) throws -> Query {
        var remarks = encoder.remarks
        var sum = image.map { Self.direction($0.vector) } ?? []
        for (texts, sign) in [(wanted, Float(1)), (unwanted, Float(-1))] {
            for text in texts {
                let (vector, isCut) = try encoder.embedding(of: text)
                if isCut {
                    remarks.append(
                        "\"\(text.prefix(30))...\" is longer than the model reads: its end is left "
                            + "out")
                }
                let direction = Self.direction(vector)
                if sum.isEmpty { sum = [Float](repeating: 0, count: direction.count) }
                for i in sum.indices { sum[i] += sign * direction[i] }
            }
        }
        guard sum.contains(where: { abs($0) > 1e-6 }) else {
            throw Failure(Exit.usage, "\(name(with: image)): the parts of the query cancel out.")
        }
        remarks.append(
            "cosines of texts are comparable within one query, not between queries")
        return Query(
            name: name(with: image), image: nil, vector: sum, thumbnail: image?.thumbnail,
            remarks: (image?.remarks ?? []) + remarks)
    }

    /// The parts of the query in one line: `"a cat", not "snow"`.
    private func name(with image: Query?) -> String {
        ([image.map { ($0.name as NSString).lastPathComponent }].compactMap { $0 }
            + wanted.map { "\"\($0)\"" } + unwanted.map { "not \"\($0)\"" })
            .joined(separator: ", ")
    }

    /// A vector divided by its length; zeros stay.
    private static func direction(_ vector: [Float]) -> [Float] {
        let length = vector.reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot()
        return length > 0 ? vector.map { Float(Double($0) / length) } : vector
    }
}
