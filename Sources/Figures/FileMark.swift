internal import FileSystem
internal import Glibc

// Every file that Vitrine draws says so, so that a later run knows it for one that it may replace.

/// The text in the first 512 or last 64 bytes of every file that Vitrine draws. A later run
/// replaces only files with it.
private let mark = "Vitrine figure"

/// The element in a page's head that carries the mark. It belongs into the first 512 bytes.
public let pageMark = "<meta name=\"generator\" content=\"\(mark)\">"

/// The comment at the head of a script that carries the mark.
public let scriptMark = "/* \(mark) */"

/// The bytes of a figure's file with the mark in it: a text chunk of PNG, a comment of SVG or PDF.
func marked(_ bytes: [UInt8], _ format: FigureFormat) -> [UInt8] {
    switch format {
    case .png:
        // Signature and header chunk have 33 bytes.
        return Array(bytes[..<33]) + textChunk + Array(bytes[33...])
    case .svg:
        // Behind the XML declaration, which is a line.
        let start = (bytes.firstIndex(of: UInt8(ascii: "\n")) ?? -1) + 1
        return Array(bytes[..<start]) + Array("<!-- \(mark) -->\n".utf8) + Array(bytes[start...])
    case .pdf:
        return bytes + Array("%\(mark)\n".utf8)
    }
}

/// A complete PNG chunk tEXt with the keyword Software (https://www.w3.org/TR/png-3/#11tEXt).
private let textChunk: [UInt8] = {
    let content = Array("tEXtSoftware\0\(mark)".utf8)
    return bigEndian(UInt32(content.count - 4)) + content + bigEndian(chunkCheck(content))
}()

/// Four bytes, the highest first.
private func bigEndian(_ number: UInt32) -> [UInt8] {
    (0..<4).map { UInt8(truncatingIfNeeded: number >> (24 - 8 * $0)) }
}

/// The CRC-32 of PNG's chunks (ISO 3309, reflected polynomial EDB88320).
private func chunkCheck(_ bytes: [UInt8]) -> UInt32 {
    var check = UInt32.max
    for byte in bytes {
        check ^= UInt32(byte)
        for _ in 0..<8 {
            let bit = check & 1
            check >>= 1
            if bit == 1 { check ^= 0xEDB8_8320 }
        }
    }
    return ~check
}

/// Whether the file at `path` was drawn by Vitrine, as a figure or as the page of figures.
///
/// False where the file cannot be opened. Reads at most 576 bytes.
public func isOwnFigure(_ path: String) -> Bool {
    let descriptor = openFile(path, O_RDONLY | O_NONBLOCK)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    let size = Int(lseek(descriptor, 0, SEEK_END))
    let wanted = Array(mark.utf8)
    return [(0, 512), (max(0, size - 64), 64)].contains { start, count in
        let bytes = unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            filled = max(0, unsafe pread(descriptor, buffer.baseAddress, count, start))
        }
        return bytes.indices.contains { bytes[$0...].starts(with: wanted) }
    }
}
