internal import Console
internal import FileSystem
internal import Foundation

/// Reads up to `count` bytes from offset `place` on, fewer at the end of the file.
///
/// - Parameter name: the file, for the message.
/// - Throws: `Failure` with the system's reason.
func readBytes(_ descriptor: Int32, at place: Int, count: Int, _ name: String) throws -> [UInt8] {
    var failure: String?
    let bytes = unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
        while filled < count {
            let got = unsafe pread(
                descriptor, buffer.baseAddress! + filled, count - filled, off_t(place + filled))
            if got == 0 { return }
            if got > 0 {
                filled += got
            } else if errno != EINTR {
                failure = systemText()
                return
            }
        }
    }
    if let failure { throw Failure(Exit.inputOutput, "\(name): reading failed: \(failure).") }
    return bytes
}

/// Writes all bytes at the file's current offset.
///
/// - Parameter name: the file, for the message.
/// - Throws: `Failure` with the system's reason.
func writeBytes(_ descriptor: Int32, _ bytes: [UInt8], _ name: String) throws {
    var done = 0
    while done < bytes.count {
        let count = unsafe bytes.withUnsafeBufferPointer {
            unsafe write(descriptor, $0.baseAddress! + done, bytes.count - done)
        }
        if count > 0 {
            done += count
        } else if errno != EINTR {
            throw Failure(Exit.inputOutput, "\(name): writing failed: \(systemText()).")
        }
    }
}
