internal import FileSystem
internal import Glibc

// Every file that Vitrine draws says so, so that a later run knows it for one that it may replace.

/// What files of Vitrine's hold in their first or last bytes.
private let mark = "Vitrine figure"

/// The page's line in its head.
let pageMark = "<meta name=\"generator\" content=\"\(mark)\">"

/// The bytes of a figure's file with the mark: a text chunk of PNG, comments of SVG and PDF.
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

/// The chunk tEXt with the keyword Software (https://www.w3.org/TR/png-3/#11tEXt).
private let textChunk: [UInt8] = {
    let content = Array("tEXtSoftware\0\(mark)".utf8)
    return bigEndian(UInt32(content.count - 4)) + content + bigEndian(chunkCheck(content))
}()

private func bigEndian(_ number: UInt32) -> [UInt8] {
    (0..<4).map { UInt8(truncatingIfNeeded: number >> (24 - 8 * $0)) }
}

/// CRC-32 as PNG's chunks have it.
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

/// Whether the file at `path` is one that Vitrine has drawn, or its page of figures.
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
