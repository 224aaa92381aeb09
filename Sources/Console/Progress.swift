internal import Foundation

/// Prints the progress of a long run to standard error, with rate and remaining time: one line that
/// is overwritten on a terminal, a new line every ten seconds elsewhere.
public struct Progress: ~Copyable {
    private let total: Int
    private let first: Int
    private let unit: String
    private let quiet: Bool
    private let live: Bool
    private let start = ContinuousClock.now
    private var lastShown = ContinuousClock.now

    /// - Parameters:
    ///   - total: number of units of the whole run.
    ///   - unit: in the plural, such as "images".
    ///   - quiet: whether nothing is printed.
    ///   - first: units that were done before the start, which the rate does not count.
    public init(total: Int, unit: String, quiet: Bool, first: Int = 0) {
        self.total = total
        self.first = first
        self.unit = unit
        self.quiet = quiet
        live = isatty(STDERR_FILENO) == 1
    }

    /// Seconds since the start.
    public var seconds: Double { (ContinuousClock.now - start) / .seconds(1) }

    /// Sets how many units are done; printed at most five times per second on a terminal.
    ///
    /// - Parameter note: printed at the end of the line.
    public mutating func update(done: Int, note: String = "") {
        let now = ContinuousClock.now
        guard !quiet, done > 0, now - lastShown >= (live ? .milliseconds(200) : .seconds(10)) else {
            return
        }
        lastShown = now
        let rate = Double(done - first) / max(seconds, 1e-9)
        let left = Double(total - done) / max(rate, 1e-9)
        let text =
            "\(done) of \(total) \(unit), \(rounded(rate)) per second, \(duration(left)) left"
            + (note.isEmpty ? "" : ", " + note)
        if live {
            Streams.writeError("\r\u{1B}[K\(text)")
        } else {
            printMessage(text)
        }
    }

    /// Clears the line on a terminal.
    public func end() {
        if live && !quiet { Streams.writeError("\r\u{1B}[K") }
    }
}

/// A number with at least three significant digits and no exponent: "0.123", "12.3", "1230".
public func rounded(_ value: Double) -> String {
    if !value.isFinite { return "\(value)" }
    let digits = value == 0 ? 0 : Int(floor(log10(abs(value))))
    return String(format: "%.\(max(0, 2 - digits))f", value)
}

/// Seconds as a text: "4.2 s", "42 s", "3 min 20 s", "2 h 5 min".
public func duration(_ seconds: Double) -> String {
    if seconds < 60 { return String(format: seconds < 10 ? "%.1f s" : "%.0f s", seconds) }
    let whole = Int(min(seconds, 1e12))
    if whole < 3600 { return "\(whole / 60) min \(whole % 60) s" }
    return "\(whole / 3600) h \(whole % 3600 / 60) min"
}

/// An estimate of a time: "less than 1 s", "about 40 s".
public func estimatedTime(_ seconds: Double) -> String {
    seconds < 1 ? "less than 1 s" : "about " + duration(seconds)
}

/// Bytes as a text in powers of 1024 with three significant digits: "512 bytes", "3.90 MiB".
public func byteCount(_ bytes: Int) -> String {
    var value = Double(bytes)
    for unit in ["bytes", "KiB", "MiB", "GiB"] {
        if value < 1024 { return unit == "bytes" ? "\(bytes) bytes" : rounded(value) + " " + unit }
        value /= 1024
    }
    return rounded(value) + " TiB"
}
