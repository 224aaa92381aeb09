internal import Foundation

/// How far a long run is: one live line on a terminal, a plain line every ten seconds elsewhere.
public struct Progress: ~Copyable {
    private let total: Int
    private let first: Int
    private let unit: String
    private let quiet: Bool
    private let live: Bool
    private let start = ContinuousClock.now
    private var lastShown = ContinuousClock.now

    /// `unit` in the plural, such as "images"; `first` are done already and count for no rate.
    public init(total: Int, unit: String, quiet: Bool, first: Int = 0) {
        self.total = total
        self.first = first
        self.unit = unit
        self.quiet = quiet
        live = isatty(STDERR_FILENO) == 1
    }

    /// Seconds since the start.
    public var seconds: Double { (ContinuousClock.now - start) / .seconds(1) }

    /// Tells how many are done; shown at most five times a second (live) or every ten seconds.
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

    /// Clears the live line.
    public func end() {
        if live && !quiet { Streams.writeError("\r\u{1B}[K") }
    }
}

/// A number with three significant digits: "0.123", "12.3", "1230".
public func rounded(_ value: Double) -> String {
    if !value.isFinite { return "\(value)" }
    let digits = value == 0 ? 0 : Int(floor(log10(abs(value))))
    return String(format: "%.\(max(0, 2 - digits))f", value)
}

/// Seconds as people say them: "4.2 s", "3 min 20 s", "2 h 5 min".
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

/// Bytes as people say them, in powers of 1024: "3.9 MiB".
public func byteCount(_ bytes: Int) -> String {
    var value = Double(bytes)
    for unit in ["bytes", "KiB", "MiB", "GiB"] {
        if value < 1024 { return unit == "bytes" ? "\(bytes) bytes" : rounded(value) + " " + unit }
        value /= 1024
    }
    return rounded(value) + " TiB"
}
