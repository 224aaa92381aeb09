internal import CHDF5
internal import Foundation

/// A failure that the HDF5 library reports, with the library's own words.
public struct HDF5Error: Error, CustomStringConvertible, Sendable {
    /// The file it happened in.
    public let file: String
    /// What was attempted, such as "writing /layers/00/class".
    public let operation: String
    /// The library's message, innermost first.
    public let reason: String

    public var description: String { "\(file): \(operation) failed: \(reason)" }
}

/// The one owner of an HDF5 identifier; the identifier is closed with it.
final class Handle {
    let id: hid_t
    private let close: (hid_t) -> herr_t
    private var isClosed = false

    /// Takes over an identifier; a negative one is a failure of `operation`.
    init(
        _ id: hid_t, file: String, _ operation: @autoclosure () -> String,
        close: @escaping (hid_t) -> herr_t
    ) throws {
        guard id >= 0 else { throw takeError(file: file, operation()) }
        self.id = id
        self.close = close
    }

    /// Closes it before its time and says when that failed.
    func closeNow(file: String, _ operation: String) throws {
        precondition(!isClosed, "\(file): \(operation) twice")
        isClosed = true
        try check(close(id), file: file, operation)
    }

    deinit { if !isClosed { _ = close(id) } }
}

/// Turns a negative return code into the error that the library holds.
func check(_ code: herr_t, file: String, _ operation: @autoclosure () -> String) throws {
    guard code >= 0 else { throw takeError(file: file, operation()) }
}

/// The error stack belongs to the thread and is read before anything else can clear it.
func takeError(file: String, _ operation: String) -> HDF5Error {
    var text = [CChar](repeating: 0, count: 256)
    unsafe vitrine_h5e_take(&text)
    let bytes = text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
    let reason = bytes.isEmpty ? "no reason given" : String(decoding: bytes, as: UTF8.self)
    return HDF5Error(file: file, operation: operation, reason: systemMessage(in: reason))
}

/// The system's words for a failed call: the library gives time, buffer and sizes over several
/// lines, and the system's message behind "error message = ".
private func systemMessage(in reason: String) -> String {
    let marker = "error message = '"
    guard let start = reason.range(of: marker)?.upperBound,
        let end = reason[start...].firstIndex(of: "'")
    else { return reason.replacingOccurrences(of: "\n", with: " ") }
    let failure = reason.prefix { $0 != ":" }
    return "\(failure): \(reason[start..<end])"
}
