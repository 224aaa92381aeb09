internal import Console

/// How many images a table of labels covers; stored in the plan and in the finished file.
public struct LabelCounts: Codable, Sendable {
    /// Path of the table, as given.
    var file: String
    /// Number of images.
    var images: Int
    /// What is labelled, in the plural, if that is not "images".
    var noun: String?
    /// Number of images with a line in the table.
    var matched = 0
    /// `matched` by the rule that found the line, in the order of `PathRule.allCases`.
    var byRule = [Int](repeating: 0, count: PathRule.allCases.count)
    /// The first image without a line; "" when all have one.
    var firstImage = ""
    /// Lines that match no image, or several by a rule that is not certain.
    var unmatchedLines = 0
    /// Lines that repeat the image and the label of an earlier one.
    var repeatedLines = 0
    /// The first line without an image, counted from 1; 0 without one.
    var firstLine = 0
    /// The path in that line; "" without one.
    var firstLinePath = ""

    /// One line for the user: "labels.csv: 20 of 24 images have a line ...".
    public var text: String {
        var text = "\(file): \(matched) of \(images) \(noun ?? "images") have a line"
        if matched < images { text += " (the first without one is \(firstImage))" }
        if unmatchedLines > 0 {
            text +=
                "; \(unmatchedLines) \(unmatchedLines == 1 ? "line matches" : "lines match") "
                + "no image, or several (the first is line \(firstLine), \(firstLinePath))"
        }
        if repeatedLines > 0 {
            text +=
                "; \(repeatedLines) \(repeatedLines == 1 ? "line repeats" : "lines repeat") "
                + "an earlier one"
        }
        return text + (PathRule.text(byRule).map { "; " + $0 } ?? "")
    }
}

extension PathRule {
    /// How many paths matched by which rule, in words; nil if all did as written.
    static func text(_ counts: [Int]) -> String? {
        let rules = zip(allCases, counts).filter { $0.1 > 0 }
        guard rules.contains(where: { $0.0 != .exact }) else { return nil }
        return "paths matched: " + rules.map { "\($0.1) \($0.0.text)" }.joined(separator: ", ")
    }
}
