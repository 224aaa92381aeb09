internal import Foundation

/// Improves the message of ArgumentParser for an unknown option, which suggests the closest name,
/// however different it is.
struct Suggestions {
    let program: String

    /// Option names of other tools, with the way to do it here.
    private static let elsewhere: [String: String] = [
        "batch-size": "the batch size is fixed; --threads sets how many batches run in parallel",
        "checkpoint": "--weights takes the checkpoint",
        "cuda": "everything is computed on the CPU",
        "device": "everything is computed on the CPU",
        "force": "--overwrite replaces a file",
        "gpu": "everything is computed on the CPU",
        "model": "--weights takes the checkpoint",
        "num-workers": "--threads sets the number of threads",
        "pretrained": "--weights takes the checkpoint",
        "resume": "repeat the same command to resume an interrupted run",
        "workers": "--threads sets the number of threads",
    ]
    /// Such names for one program, which take precedence.
    private static let here: [String: [String: String]] = [
        "extract": [
            "data": "the images are the first argument, without an option",
            "images": "the images are the first argument, without an option",
            "input": "the images are the first argument, without an option",
            "out": "the file to write is the second argument, without an option",
            "output": "the file to write is the second argument, without an option",
        ],
        "search": [
            "images": "the query, an image file or the name of a row, is the second argument",
            "image": "the query, an image file or the name of a row, is the second argument",
            "query": "the query, an image file or the name of a row, is the second argument",
        ],
        "reduce": [
            "images": "reduce reads the file that extract wrote",
            "input": "the file to read is the argument, without an option",
        ],
        "plot": ["images": "--image chooses the images that are drawn"],
    ]

    /// The message with a hint for a known name, its suggestion if at most one letter in three
    /// differs, or a reference to `--help`.
    func mended(_ message: String) -> String {
        let opening = "Unknown option '"
        guard let start = message.range(of: opening),
            let end = message[start.upperBound...].firstIndex(of: "'")
        else { return message }
        let wanted = message[start.upperBound..<end].drop { $0 == "-" }
        var rest = message[message.index(after: end)...]
        var suggestion: Substring?
        let before = ". Did you mean '"
        if rest.hasPrefix(before), let mark = rest.range(of: "'?") {
            suggestion = rest[rest.index(rest.startIndex, offsetBy: before.count)..<mark.lowerBound]
            rest = rest[mark.upperBound...]
        }
        let head = message[...end]
        if let hint = Self.here[program]?[String(wanted)] ?? Self.elsewhere[String(wanted)] {
            return head + "; " + hint + "." + rest
        }
        guard let suggestion else { return message }
        let name = suggestion.drop { $0 == "-" }
        // One letter in three may be wrong.
        let isNear =
            editDistance(String(wanted), String(name)) * 3 <= max(wanted.count, name.count)
            || name.hasPrefix(wanted)
        return isNear ? message : head + "; --help lists the options." + rest
    }
}

/// The Levenshtein distance (1966): the least number of insertions, deletions and substitutions
/// between two texts, of which only the first 200 letters count.
public func editDistance(_ a: String, _ b: String) -> Int {
    let (a, b) = (Array(a.prefix(200)), Array(b.prefix(200)))
    var row = Array(0...b.count)
    for i in a.indices {
        var corner = row[0]
        row[0] = i + 1
        for j in b.indices {
            let changed = corner + (a[i] == b[j] ? 0 : 1)
            corner = row[j + 1]
            row[j + 1] = min(changed, row[j] + 1, corner + 1)
        }
    }
    return row[b.count]
}
