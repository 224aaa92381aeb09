import TestSupport

/// Findings that a test puts into a page, so that its steps do not depend on the images.
struct Findings {
    /// Row, present and suggested label.
    var doubtful: [(row: Int, label: String, suggested: String)] = []
    /// First and second row.
    var duplicates: [(first: Int, second: Int)] = []
    var outliers: [Int] = []

    var json: JSON {
        let doubtful = doubtful.map { line -> JSON in
            [
                "row": .int(line.row), "label": .string(line.label),
                "suggested": .string(line.suggested), "confidence": 0.8, "votes": 20,
                "suggestedVotes": 18,
            ]
        }
        let duplicates = duplicates.map { pair -> JSON in
            [
                "first": .int(pair.first), "second": .int(pair.second), "kind": "near",
                "cosine": 0.9912, "pixels": 0.98, "transform": "mirrored", "firstLabel": "one",
                "secondLabel": "two",
            ]
        }
        let outliers = outliers.map { row -> JSON in
            ["row": .int(row), "distance": 0.8, "percentile": 99.5, "isFar": true]
        }
        return [
            "doubtful": .array(doubtful), "duplicates": .array(duplicates),
            "outliers": .array(outliers), "conflicts": nil, "leaks": nil,
            "missing": "The data have no splits.",
        ]
    }
}
