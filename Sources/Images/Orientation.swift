// EXIF orientation: 1 upright, 2 mirrored, 3 turned by 180 degrees, 4 flipped, 5 transposed,
// 6 to be turned by 90 degrees clockwise, 7 transposed over the other diagonal, 8 by 90 degrees
// counterclockwise (CIPA DC-008, tag 0x0112).

/// The EXIF orientation of a file, 1...8; 1 where it has none, or none that can be read.
///
/// As in Pillow, EXIF comes before XMP, and TIFF uses its own tag. BMP and GIF have none. Metadata
/// that are damaged end the search; they never reject an image.
func orientation(of bytes: [UInt8], codec: Codec, header: ImageHeader) -> Int {
    let found: Metadata
    switch codec {
    case .jpeg: found = metadataOfJPEG(bytes)
    case .png: found = metadataOfPNG(bytes)
    case .webp: found = metadataOfWebP(bytes)
    case .tiff: return (1...8).contains(header.orientation) ? header.orientation : 1
    case .bmp, .gif: return 1
    }
    if let exif = found.exif, let value = orientation(exif: bytes[exif]) {
        return (1...8).contains(value) ? value : 1
    }
    if let xmp = found.xmp, let value = orientation(xmp: bytes[xmp]) {
        return (1...8).contains(value) ? value : 1
    }
    return 1
}

/// Where a file's metadata stand among its bytes; nil for what was not found. Of several blocks the
/// first counts.
private struct Metadata {
    /// The EXIF block, beginning with its TIFF header.
    var exif: Range<Int>?
    /// The XMP packet, XML text.
    var xmp: Range<Int>?
}

/// EXIF and XMP from the APP1 segments (marker FFE1) of a JPEG file.
///
/// The search ends at the first scan or at a segment that reaches beyond the file.
private func metadataOfJPEG(_ bytes: [UInt8]) -> Metadata {
    let xmpName: StaticString = "http://ns.adobe.com/xap/1.0/\0"
    var found = Metadata()
    var place = 2
    while place + 4 <= bytes.count {
        guard bytes[place] == 0xFF else {
            place += 1
            continue
        }
        let marker = bytes[place + 1]
        if marker == 0xFF || marker == 0x00 || (0xD0...0xD8).contains(marker) || marker == 0x01 {
            place += marker == 0xFF ? 1 : 2
            continue
        }
        if marker == 0xDA || marker == 0xD9 { break }
        let length = Int(bytes[place + 2]) << 8 | Int(bytes[place + 3])
        let end = place + 2 + length
        if length < 2 || end > bytes.count { break }
        if marker == 0xE1 {
            if found.exif == nil && length >= 8 && has("Exif\0", bytes, at: place + 4) {
                found.exif = (place + 10)..<end
            } else if found.xmp == nil && length >= 31 && has(xmpName, bytes, at: place + 4) {
                found.xmp = (place + 33)..<max(place + 33, end)
            }
        }
        place = end
    }
    return found
}

/// EXIF from the chunk `eXIf`, XMP from the chunk `iTXt` with Adobe's keyword, uncompressed, of a
/// PNG file.
private func metadataOfPNG(_ bytes: [UInt8]) -> Metadata {
    var found = Metadata()
    var place = 8
    while place + 12 <= bytes.count {
        let length = bytes[place..<(place + 4)].reduce(0) { $0 << 8 | Int($1) }
        let body = place + 8
        if length > bytes.count - body - 4 { break }
        if has("eXIf", bytes, at: place + 4) && found.exif == nil {
            found.exif = body..<(body + length)
        } else if has("iTXt", bytes, at: place + 4) && found.xmp == nil && length > 22
            && has("XML:com.adobe.xmp\0\0", bytes, at: body)
        {
            found.xmp = (body + 22)..<(body + length)
        }
        place = body + length + 4
    }
    return found
}

/// EXIF and XMP from the chunks of a WebP file's RIFF container.
private func metadataOfWebP(_ bytes: [UInt8]) -> Metadata {
    var found = Metadata()
    var place = 12
    while place + 8 <= bytes.count {
        let length = bytes[(place + 4)..<(place + 8)].reversed().reduce(0) { $0 << 8 | Int($1) }
        let body = place + 8
        if length > bytes.count - body { break }
        if has("EXIF", bytes, at: place) && found.exif == nil {
            // Some writers put JPEG's "Exif\0\0" before the TIFF header.
            let prefix = length >= 6 && has("Exif\0\0", bytes, at: body) ? 6 : 0
            found.exif = (body + prefix)..<(body + length)
        } else if has("XMP ", bytes, at: place) && found.xmp == nil {
            found.xmp = body..<(body + length)
        }
        place = body + length + length % 2
    }
    return found
}

/// The value of tag 0x0112 in the first directory of a TIFF block of either byte order.
///
/// The value may be of type BYTE, SHORT or LONG; nil where the tag is missing, of another type, or
/// beyond the block.
private func orientation(exif: ArraySlice<UInt8>) -> Int? {
    let block = Array(exif)
    let isLittle = block.starts(with: [0x49, 0x49, 0x2A, 0])
    guard isLittle || block.starts(with: [0x4D, 0x4D, 0, 0x2A]) else { return nil }
    func number(_ place: Int, _ size: Int) -> Int? {
        guard place >= 0 && place <= block.count - size else { return nil }
        let part = block[place..<(place + size)]
        return isLittle
            ? part.reversed().reduce(0) { $0 << 8 | Int($1) } : part.reduce(0) { $0 << 8 | Int($1) }
    }
    guard let directory = number(4, 4), let entries = number(directory, 2) else { return nil }
    for entry in 0..<entries {
        let place = directory + 2 + 12 * entry
        guard let tag = number(place, 2), let kind = number(place + 2, 2) else { return nil }
        if tag != 0x0112 { continue }
        switch kind {
        case 1: return number(place + 8, 1)
        case 3: return number(place + 8, 2)
        case 4: return number(place + 8, 4)
        default: return nil
        }
    }
    return nil
}

/// The digit in `tiff:Orientation="6"` or `<tiff:Orientation>6<`; nil where neither form occurs.
/// The packet is searched as bytes, not parsed as XML.
private func orientation(xmp: ArraySlice<UInt8>) -> Int? {
    let name = Array("tiff:Orientation".utf8)
    var place = xmp.startIndex
    while place + name.count + 2 < xmp.endIndex {
        guard xmp[place] == name[0], xmp[place..<(place + name.count)].elementsEqual(name) else {
            place += 1
            continue
        }
        var next = place + name.count
        if xmp[next] == UInt8(ascii: "=") && xmp[next + 1] == UInt8(ascii: "\"") {
            next += 2
        } else if xmp[next] == UInt8(ascii: ">") {
            next += 1
        }
        if next > place + name.count && next < xmp.endIndex,
            (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(xmp[next])
        {
            return Int(xmp[next] - UInt8(ascii: "0"))
        }
        place += name.count
    }
    return nil
}

extension RGBImage {
    /// The image as it is meant to be seen when its file has the `orientation` 1...8; any other
    /// value, and 1, leaves it as it is.
    ///
    /// Orientations 5...8 exchange width and height. The result equals Pillow's
    /// `ImageOps.exif_transpose`.
    func oriented(_ orientation: Int) -> RGBImage {
        guard (2...8).contains(orientation) else { return self }
        let swapsSides = orientation >= 5
        let (newWidth, newHeight) = swapsSides ? (height, width) : (width, height)
        let (lastX, lastY) = (width - 1, height - 1)
        var turned = [UInt8](repeating: 0, count: pixels.count)
        var to = 0
        for y in 0..<newHeight {
            for x in 0..<newWidth {
                let (sourceX, sourceY) =
                    switch orientation {
                    case 2: (lastX - x, y)
                    case 3: (lastX - x, lastY - y)
                    case 4: (x, lastY - y)
                    case 5: (y, x)
                    case 6: (y, lastY - x)
                    case 7: (lastX - y, lastY - x)
                    default: (lastX - y, x)
                    }
                let from = (sourceY * width + sourceX) * 3
                for channel in 0..<3 { turned[to + channel] = pixels[from + channel] }
                to += 3
            }
        }
        return RGBImage(width: newWidth, height: newHeight, pixels: turned)
    }
}
