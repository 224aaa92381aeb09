internal import ArgumentParser

/// Checks that the number of an option, unless nil, is in a range; NaN is not.
///
/// - Parameters:
///   - option: the name for the message, such as "--theta".
///   - expected: what the message calls the number: "a number" by default.
/// - Throws: `ValidationError`: "--theta: expected a number in 0...2, found 3."
public func checkNumber(
    _ option: String, _ value: Double?, in range: ClosedRange<Double>, _ expected: String? = nil
) throws {
    guard let value, !range.contains(value) else { return }
    throw ValidationError(
        "\(option): expected \(expected ?? "a number") in \(plain(range.lowerBound))..."
            + "\(plain(range.upperBound)), found \(plain(value)).")
}

/// Checks that the whole number of an option, unless nil, is in a range.
///
/// - Throws: `ValidationError`: "-k: expected a whole number of at least 1, found 0."
public func checkNumber(_ option: String, _ value: Int?, in range: ClosedRange<Int>) throws {
    guard let value, !range.contains(value) else { return }
    let allowed =
        range.upperBound == .max
        ? "of at least \(range.lowerBound)" : "in \(range.lowerBound)...\(range.upperBound)"
    throw ValidationError("\(option): expected a whole number \(allowed), found \(value).")
}

/// Checks the value of `--threads`, 1...1024 or nil.
public func checkThreads(_ threads: Int?) throws {
    try checkNumber("--threads", threads, in: 1...1024)
}

/// A number without ".0" where it is whole.
private func plain(_ value: Double) -> String {
    value == value.rounded() && abs(value) < 1e15 ? "\(Int(value))" : "\(value)"
}
