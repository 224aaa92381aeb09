internal import FileSystem
internal import Glibc

// Reading at places of a file: archives are listed without their data being read.

/// An open regular file that is read at given offsets; it closes itself.
struct PositionalFile: ~Copyable {
    /// The file's length in bytes when it was opened.
    let size: Int
    private let descriptor: Int32

    /// Opens the file without waiting for the other end of a pipe.
    ///
    /// - Throws: `PositionalFileError`, also for what is not a regular file.
    init(reading path: [UInt8]) throws(PositionalFileError) {
        // O_NONBLOCK: opening a pipe that nobody writes to would wait for ever.
        let opened = openFile(pathText(path), O_RDONLY | O_NONBLOCK | O_NOCTTY)
        guard opened >= 0 else { throw PositionalFileError(number: errno) }
        var status = stat()
        guard unsafe fstat(opened, &status) == 0 else {
            let number = errno
            close(opened)
            throw PositionalFileError(number: number)
        }
        guard status.st_mode & S_IFMT == S_IFREG else {
            close(opened)
            throw PositionalFileError(
                cause: .notARegularFile, phrase: "is a folder, pipe, socket or device, not a file")
        }
        size = Int(status.st_size)
        descriptor = opened
    }

    deinit { close(descriptor) }

    /// At most `count` bytes from the offset `place` on, fewer (down to none) where the file ends.
    ///
    /// A negative offset or count is a programming error.
    func read(at place: Int, count: Int) throws(PositionalFileError) -> [UInt8] {
        precondition(place >= 0 && count >= 0, "\(count) bytes at \(place)")
        var failure: Int32 = 0
        let bytes = unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            while filled < count {
                let got = unsafe pread(
                    descriptor, buffer.baseAddress! + filled, count - filled, place + filled)
                if got > 0 {
                    filled += got
                } else if got == 0 {
                    return
                } else if errno != EINTR {
                    failure = errno
                    return
                }
            }
        }
        if failure != 0 { throw PositionalFileError(number: failure) }
        return bytes
    }
}

/// Why a file cannot be read, as a phrase that continues a sentence after the file's name.
struct PositionalFileError: Error {
    /// The category, as in a rejected image.
    let cause: RejectedImage.Cause
    /// The phrase, without the path and without a full stop: "cannot be read; the system reports:
    /// ...".
    let phrase: String

    /// An error with its own phrase.
    init(cause: RejectedImage.Cause, phrase: String) {
        self.cause = cause
        self.phrase = phrase
    }

    /// The error of a failed system call with this `errno`.
    init(number: Int32) {
        cause =
            switch number {
            case ENOENT, ENOTDIR: .missing
            case ENXIO: .notARegularFile
            default: .unreadable
            }
        phrase = "cannot be read; the system reports: \(systemText(number))"
    }
}
