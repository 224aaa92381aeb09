internal import FileSystem
internal import Foundation
internal import Synchronization

/// Standard output and standard error, which may be closed, full, or a pipe that nobody reads any
/// more: a write that fails never ends the program.
enum Streams {
    /// The number of the first failed write to standard output; 0 while none has failed.
    private static let failure = Atomic<Int32>(0)

    /// Opens /dev/null where standard input, output or error is closed: no file that is written
    /// later gets its number, and with it the program's messages.
    static func openMissing() {
        for descriptor: Int32 in 0...2 where fcntl(descriptor, F_GETFD) < 0 && errno == EBADF {
            _ = unsafe open("/dev/null", descriptor == 0 ? O_RDONLY : O_WRONLY)
        }
    }

    /// A message; dropped when it cannot be written.
    static func writeError(_ text: String) {
        _ = write(Array(text.utf8), to: STDERR_FILENO)
    }

    /// A part of the answer; after a first failure the rest is dropped.
    static func writeOutput(_ bytes: [UInt8]) {
        if failure.load(ordering: .relaxed) != 0 { return }
        let number = write(bytes, to: STDOUT_FILENO)
        if number != 0 { failure.store(number, ordering: .relaxed) }
    }

    /// How a program whose work is done ends when standard output failed; nil when it did not.
    ///
    /// A pipe that nobody reads any more ends it as SIGPIPE would have, without a word.
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

    /// Writes all bytes; the system's number of what went wrong, or 0.
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

/// The text with control characters replaced, so that no file name speaks to the terminal, and the
/// bytes of paths that are no UTF-8 as `\xNN`.
func printable(_ text: String) -> String {
    text.unicodeScalars.map { scalar in
        if let byte = byteInPath(scalar) { return "\\x" + String(byte, radix: 16) }
        let isControl = scalar.value < 0x20 || (0x7F..<0xA0).contains(scalar.value)
        return isControl && scalar != "\n" && scalar != "\t" ? "?" : String(scalar)
    }.joined()
}
