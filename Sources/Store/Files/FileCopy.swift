internal import FileSystem
internal import Foundation

/// Copies a file. On file systems that support it the copy shares its blocks with the original, so
/// that no bytes are moved.
///
/// - Parameter betweenPieces: Called after every 4 MiB. An error that it throws ends the copying.
func copyFile(_ from: String, to target: String, betweenPieces: () throws -> Void) throws {
    let source = openFile(from, O_RDONLY)
    guard source >= 0 else { throw systemError(from, "opening the file to copy it") }
    defer { close(source) }
    let copy = openFile(target, O_WRONLY | O_CREAT | O_EXCL)
    guard copy >= 0 else { throw systemError(target, "making the copy") }
    defer { close(copy) }
    // FICLONE of linux/fs.h: both files share their blocks until one is written to.
    if ioctl(copy, 0x4004_9409, source) == 0 { return }
    var buffer = [UInt8](repeating: 0, count: 4 << 20)
    while true {
        try betweenPieces()
        let count = unsafe read(source, &buffer, buffer.count)
        if count == 0 { return }
        guard count > 0 || errno == EINTR else { throw systemError(from, "reading to copy it") }
        var done = 0
        while done < count {
            let written = unsafe buffer.withUnsafeBytes {
                unsafe write(copy, $0.baseAddress! + done, count - done)
            }
            if written < 0 && errno == EINTR { continue }
            guard written > 0 else { throw systemError(target, "writing the copy") }
            done += written
        }
    }
}
