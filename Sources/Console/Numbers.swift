internal import ArgumentParser

/// Refuses an option's number outside of its range, NaN and infinity among them, in the one way
/// that all programs have: "--theta: expected a number in 0.0...2.0, found 3.0."
public func checkNumber(
    _ option: String, _ value: Double?, in range: ClosedRange<Double>, _ expected: String? = nil
) throws {
    guard let value, !range.contains(value) else { return }
    throw ValidationError(
        "\(option): expected \(expected ?? "a number") in \(plain(range.lowerBound))..."
            + "\(plain(range.upperBound)), found \(plain(value)).")
}

/// The same of a whole number.
public func checkNumber(_ option: String, _ value: Int?, in range: ClosedRange<Int>) throws {
    guard let value, !range.contains(value) else { return }
    let allowed =
        range.upperBound == .max
        ? "of at least \(range.lowerBound)" : "in \(range.lowerBound)...\(range.upperBound)"
    throw ValidationError("\(option): expected a whole number \(allowed), found \(value).")
}

/// Threads that a program may be asked to use.
public func checkThreads(_ threads: Int?) throws {
    try checkNumber("--threads", threads, in: 1...1024)
}

/// "2" of 2.0.
private func plain(_ value: Double) -> String {
    value == value.rounded() && abs(value) < 1e15 ? "\(Int(value))" : "\(value)"
}
