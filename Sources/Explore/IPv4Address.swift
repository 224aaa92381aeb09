/// An IPv4 address: four numbers in 0...255 with dots between.
struct IPv4Address {
    /// The four numbers.
    private let parts: [UInt8]

    /// Reads "127.0.0.1"; nil for any other text.
    init?(_ text: String) {
        let texts = text.split(separator: ".", omittingEmptySubsequences: false)
        let numbers = texts.compactMap { UInt8($0) }
        // Other programs read leading zeros as octal numbers.
        guard texts.count == 4, numbers.map({ "\($0)" }) == texts.map(String.init) else {
            return nil
        }
        parts = numbers
    }

    /// Whether only this machine reaches the address.
    var isLoopback: Bool { parts[0] == 127 }
    /// Whether the address stands for all addresses of this machine.
    var isAny: Bool { parts == [0, 0, 0, 0] }
}
