/// A noun in both numbers: "1 image", "1,234 images".
public struct CountedNoun: Sendable, Equatable {
    public let one: String
    public let many: String

    public init(_ one: String, _ many: String) {
        self.one = one
        self.many = many
    }

    /// The number with thousands separators and the noun that goes with it.
    public func counted(_ count: Int) -> String {
        "\(grouped(count)) \(count == 1 ? one : many)"
    }
}

/// "a", "a and b", "a, b and c".
public func listed(_ names: [String]) -> String {
    names.dropLast().joined(separator: ", ") + (names.count > 1 ? " and " : "")
        + (names.last ?? "")
}

/// `12,345`.
public func grouped(_ number: Int) -> String {
    var result = ""
    for (index, digit) in String(number).enumerated() {
        if index > 0, (String(number).count - index) % 3 == 0 { result += "," }
        result.append(digit)
    }
    return result
}
