/// A noun in singular and plural, for counts in captions and legends.
public struct CountedNoun: Sendable, Equatable {
    /// The singular, "image".
    public let one: String
    /// The plural, "images"; also used for 0.
    public let many: String

    /// A noun from its two forms.
    public init(_ one: String, _ many: String) {
        self.one = one
        self.many = many
    }

    /// The number with thousands separators and the form of the noun that goes with it: "1 image",
    /// "1,234 images".
    public func counted(_ count: Int) -> String {
        "\(grouped(count)) \(count == 1 ? one : many)"
    }
}

/// Names joined in a sentence: "a", "a and b", "a, b and c"; "" for none.
public func listed(_ names: [String]) -> String {
    names.dropLast().joined(separator: ", ") + (names.count > 1 ? " and " : "")
        + (names.last ?? "")
}

/// A number of 0 or more with commas between thousands: `12,345`.
public func grouped(_ number: Int) -> String {
    var result = ""
    for (index, digit) in String(number).enumerated() {
        if index > 0, (String(number).count - index) % 3 == 0 { result += "," }
        result.append(digit)
    }
    return result
}
