internal import CHDF5
internal import Foundation

/// A failure to read or write an HDF5 file: one that the library reports, or content that is
/// refused.
public struct HDF5Error: Error, CustomStringConvertible, Sendable {
    /// The path of the file it happened in.
    public let file: String
    /// The operation that failed, such as "writing /layers/00/class".
    public let operation: String
    /// The library's message (the system's own where a call to it failed), or what was expected and
    /// found.
    public let reason: String

    /// A sentence with the file, the operation and the reason.
    public var description: String { "\(file): \(operation) failed: \(reason)" }
}

/// The one owner of an HDF5 identifier, which is closed with it.
final class Handle {
    /// The identifier, not negative.
    let id: hid_t
    /// The library's function that closes an identifier of this kind.
    private let close: (hid_t) -> herr_t
    private var isClosed = false

    /// Takes over an identifier; throws the library's error where it is negative.
    init(
        _ id: hid_t, file: String, _ operation: @autoclosure () -> String,
        close: @escaping (hid_t) -> herr_t
    ) throws {
        guard id >= 0 else { throw takeError(file: file, operation()) }
        self.id = id
        self.close = close
    }

    /// Closes the identifier before the object's end, and throws where that fails; a second call is
    /// a programming error.
    func closeNow(file: String, _ operation: String) throws {
        precondition(!isClosed, "\(file): \(operation) twice")
        isClosed = true
        try check(close(id), file: file, operation)
    }

    deinit { if !isClosed { _ = close(id) } }
}

/// Throws the error that the library holds where a return code is negative.
func check(_ code: herr_t, file: String, _ operation: @autoclosure () -> String) throws {
    guard code >= 0 else { throw takeError(file: file, operation()) }
}

/// Takes the error that the library holds for this thread. It must be called before any other call
/// of the library, which would clear the error.
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
