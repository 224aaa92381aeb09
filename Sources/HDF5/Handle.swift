internal import CHDF5
internal import Foundation

/// A failure of an HDF5 file: what the library reported, or a check of ours.
public struct HDF5Error: Error, CustomStringConvertible, Sendable {
    /// Path of the file.
    public let file: String
    /// What was attempted, such as "writing /layers/00/class".
    public let operation: String
    /// The message of the library or of the operating system, or what a check found.
    public let reason: String

    public var description: String { "\(file): \(operation) failed: \(reason)" }
}

/// The owner of an HDF5 identifier, which is closed when the handle is released.
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

    /// Closes the identifier now, once.
    ///
    /// - Throws: `HDF5Error` when the library fails, which `deinit` would hide.
    func closeNow(file: String, _ operation: String) throws {
        precondition(!isClosed, "\(file): \(operation) twice")
        isClosed = true
        try check(close(id), file: file, operation)
    }

    deinit { if !isClosed { _ = close(id) } }
}

/// Throws the library's error when `code`, the result of its last call, is negative.
func check(_ code: herr_t, file: String, _ operation: @autoclosure () -> String) throws {
    guard code >= 0 else { throw takeError(file: file, operation()) }
}

/// Reads the library's error of the last failed call. The error stack belongs to the thread, and
/// the next call clears it.
func takeError(file: String, _ operation: String) -> HDF5Error {
    var text = [CChar](repeating: 0, count: 256)
    unsafe vitrine_h5e_take(&text)
    let bytes = text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
    let reason = bytes.isEmpty ? "no reason given" : String(decoding: bytes, as: UTF8.self)
    return HDF5Error(file: file, operation: operation, reason: systemMessage(in: reason))
}

/// The operating system's message in a reason of the library, which surrounds it with times and
/// addresses over several lines: "..., error message = 'No space left on device', ...".
private func systemMessage(in reason: String) -> String {
    let marker = "error message = '"
    guard let start = reason.range(of: marker)?.upperBound,
        let end = reason[start...].firstIndex(of: "'")
    else { return reason.replacingOccurrences(of: "\n", with: " ") }
    let failure = reason.prefix { $0 != ":" }
    return "\(failure): \(reason[start..<end])"
}
