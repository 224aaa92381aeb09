public import ArgumentParser

/// A number of bytes with an optional unit: 1024, 64K, 500MB, 16GiB.
public struct ByteSize: ExpressibleByArgument, Sendable, Equatable {
    /// The number of bytes.
    public let bytes: Int

    public init(bytes: Int) { self.bytes = bytes }

    /// K, M, G, T and KiB, MiB, ... are powers of 1024, and KB, MB, ... powers of 1000. Nil for
    /// other texts and beyond 2^60.
    public init?(argument: String) {
        let text = argument.filter { $0 != " " }
        let digits = text.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
        let unit = text.dropFirst(digits.count).uppercased()
        let power = ["", "K", "M", "G", "T"].firstIndex { unit.hasPrefix($0) && !$0.isEmpty } ?? 0
        let base: Double
        switch unit.dropFirst(power == 0 ? 0 : 1) {
        case "", "IB": base = 1024
        case "B": base = 1000
        default: return nil
        }
        guard let number = Double(digits), unit != "IB" else { return nil }
        var value = number
        for _ in 0..<power { value *= base }
        guard value <= 0x1p60 else { return nil }
        bytes = Int(value.rounded())
    }

    /// The number with the largest unit that divides it: "16GiB".
    public var defaultValueDescription: String {
        let units = ["GiB", "MiB", "KiB"]
        for (index, unit) in units.enumerated() {
            let size = 1 << (10 * (units.count - index))
            if bytes >= size && bytes % size == 0 { return "\(bytes / size)\(unit)" }
        }
        return "\(bytes)"
    }
}

/// The limits of downloads by `--weights`.
public struct DownloadOptions: ParsableArguments, Sendable {
    /// Range: 1 byte or more; 16 GiB by default.
    @Option(
        help: ArgumentHelp(
            "Largest file that --weights may download, such as 500MB or 16GiB.", valueName: "BYTES")
    )
    public var downloadLimit = ByteSize(bytes: 16 << 30)

    /// Bytes per second, averaged over a minute; 1,024 by default, 0 for no limit.
    @Option(
        help: ArgumentHelp(
            "Slowest download to wait for, in bytes per second over a minute; 0 for no limit.",
            valueName: "BYTES"))
    public var downloadFloor = ByteSize(bytes: 1024)

    public init() {}

    public func validate() throws {
        if downloadLimit.bytes < 1 {
            throw ValidationError("--download-limit: expected at least 1 byte, found 0.")
        }
    }
}
