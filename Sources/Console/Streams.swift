internal import FileSystem
internal import Foundation
internal import Synchronization

/// Standard output and standard error, which may be closed, on a full disk, or a pipe without a
/// reader: a failed write never ends the program.
enum Streams {
    /// `errno` of the first failed write to standard output; 0 without one.
    private static let failure = Atomic<Int32>(0)

    /// Opens /dev/null in place of closed standard streams, so that no file opened later gets the
    /// descriptor of one and receives the program's messages.
    static func openMissing() {
        for descriptor: Int32 in 0...2 where fcntl(descriptor, F_GETFD) < 0 && errno == EBADF {
            _ = unsafe open("/dev/null", descriptor == 0 ? O_RDONLY : O_WRONLY)
        }
    }

    /// Writes to standard error; a failed write is ignored.
    static func writeError(_ text: String) {
        _ = write(Array(text.utf8), to: STDERR_FILENO)
    }

    /// Writes to standard output; nothing more is written after a failure.
    static func writeOutput(_ bytes: [UInt8]) {
        if failure.load(ordering: .relaxed) != 0 { return }
        let number = write(bytes, to: STDOUT_FILENO)
        if number != 0 { failure.store(number, ordering: .relaxed) }
    }

    /// The exit code for a failed standard output, with a message unless the reader of a pipe is
    /// gone; nil when all was written.
    static func failedEnd(_ program: String) -> Int32? {
        switch failure.load(ordering: .relaxed) {
        case 0: return nil
        case EPIPE: return Exit.closedPipe
        case let number:
            printError(
                program,
                "standard output: writing failed: \(systemText(number)); the output is incomplete.")
            return Exit.inputOutput
        }
    }

    /// Writes all bytes and returns 0, or `errno` of the failure.
    private static func write(_ bytes: [UInt8], to descriptor: Int32) -> Int32 {
        unsafe bytes.withUnsafeBytes { all in
            var done = 0
            while done < all.count {
                let count = unsafe Foundation.write(
                    descriptor, all.baseAddress! + done, all.count - done)
                if count > 0 {
                    done += count
                } else if count == 0 {
                    return EIO
                } else if errno == EAGAIN {
                    var ready = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                    unsafe poll(&ready, 1, 1000)
                } else if errno != EINTR {
                    return errno
                }
            }
            return 0
        }
    }
}

/// Prints an error as one line on standard error, behind the program's name.
public func printError(_ program: String, _ message: String) {
    printMessage("\(program): \(message)")
}

/// Prints one line on standard error: progress, a note or a warning. A line that cannot be written
/// is dropped.
public func printMessage(_ message: String) { Streams.writeError(printable(message) + "\n") }

/// Prints one line of results on standard output, unbuffered, so that the lines of both streams
/// appear in the order of their calls.
public func printResult(_ result: String) {
    Streams.writeOutput(Array((printable(result) + "\n").utf8))
}

/// Writes results to standard output as they are, without a line end or replaced characters.
public func printResult(bytes: [UInt8]) { Streams.writeOutput(bytes) }

/// The text with control characters replaced by "?", so that a file name cannot control the
/// terminal, and bytes of paths that are not UTF-8 as `\xNN`.
func printable(_ text: String) -> String {
    text.unicodeScalars.map { scalar in
        if let byte = byteInPath(scalar) { return "\\x" + String(byte, radix: 16) }
        let isControl = scalar.value < 0x20 || (0x7F..<0xA0).contains(scalar.value)
        return isControl && scalar != "\n" && scalar != "\t" ? "?" : String(scalar)
    }.joined()
}
