// Windows and OS/2 bitmaps (BMP, and DIB without the file's header): [MS-WMF] 2.2.2, "Bitmap
// Storage" of the Windows documentation. Plain Swift: nothing here can read beside the bytes.

/// The header of a BMP or DIB file of a kind that is read, and its palette.
///
/// The values follow Pillow. Formats: [MS-WMF] 2.2.2 and "Bitmap Storage" of the Windows
/// documentation. A header may claim any size; `check` refuses it before `pixels` takes memory.
struct Bitmap {
    /// Columns. A damaged header may give 0 or a negative number.
    let width: Int
    /// Rows, without the sign that marks the order of the rows.
    let height: Int
    /// Whether the first stored row is the top one: a negative height in the header. Usually the
    /// bottom row comes first.
    private let rowsFromTop: Bool
    private let storage: Storage
    /// The byte at which the pixels begin. It may lie beyond the file; `pixels` checks that.
    private let pixelStart: Int
    /// The palette `[256, 3]`, red first; used by indices and runs only.
    private let colors: [UInt8]

    /// The way in which pixels are stored.
    private enum Storage {
        /// Indices into the palette of 1, 4 or 8 bits, the first pixel in the highest bits.
        case indices(bits: Int)
        /// Run-length encoded indices of 4 or 8 bits.
        case runs(bits: Int)
        /// 16 bits per pixel: 5 for blue (the lowest), 5 or 6 for green, 5 for red.
        case packed(greenBits: Int)
        /// A whole number of bytes per pixel (`count`), and which of them are red, green and blue,
        /// from 0. A fourth byte, alpha or unused, is dropped.
        case bytes(count: Int, red: Int, green: Int, blue: Int)
    }

    /// Bytes of the known header versions: OS/2's 12, Windows' 40 to 124.
    private static let headerSizes = [12, 40, 52, 56, 64, 108, 124]

    /// Whether the bytes begin a bitmap, with or without the file's header.
    static func recognizes(_ bytes: [UInt8]) -> Bool {
        let fields = Fields(bytes: bytes)
        if has("BM", bytes, at: 0) { return headerSizes.contains(fields.word32(14)) }
        let size = fields.word32(0)
        guard headerSizes.contains(size), bytes.count >= 40 else { return false }
        // Without a signature the planes must be one and the depth a known one.
        let place = size == 12 ? 8 : 12
        return fields.word16(place) == 1
            && [1, 4, 8, 16, 24, 32].contains(fields.word16(place + 2))
    }

    /// Reads the header and the palette.
    ///
    /// - Throws: `RejectedImage` where the bytes end inside the header (`truncated`), the palette
    ///   has an impossible number of colours (`corrupt`), or the kind is not read (`unsupported`).
    init(_ bytes: [UInt8]) throws(RejectedImage) {
        let fields = Fields(bytes: bytes)
        let start = has("BM", bytes, at: 0) ? 14 : 0
        let headerSize = fields.word32(start)
        var place = start + headerSize
        guard bytes.count >= place else { throw Self.endsEarly(bytes) }
        let isOld = headerSize == 12
        let bits = fields.word16(start + (isOld ? 10 : 14))
        let compression = isOld ? 0 : fields.word32(start + 16)
        if isOld {
            (width, height) = (fields.word16(start + 4), fields.word16(start + 6))
            rowsFromTop = false
        } else {
            let rows = fields.signed32(start + 8)
            (width, height) = (fields.signed32(start + 4), abs(rows))
            rowsFromTop = rows < 0
        }
        if compression == 3 && headerSize == 40 {
            place += 12
            guard bytes.count >= place else { throw Self.endsEarly(bytes) }
        }
        storage = try Self.storage(bits, compression, fields, start + 40, headerSize)
        let entry = isOld ? 3 : 4
        var colorCount = isOld ? 0 : fields.word32(start + 32)
        if colorCount == 0 && bits <= 8 { colorCount = 1 << bits }
        guard bits > 8 || colorCount <= 65_536 else {
            throw RejectedImage(.corrupt, "The header has \(colorCount) colours in the palette.")
        }
        let paletteSize = bits <= 8 ? colorCount * entry : 0
        colors = Self.colors(bytes, place, bits <= 8 ? colorCount : 0, entry)
        // Where the header gives no place, or that of the palette, the pixels follow the palette.
        let written = start == 0 ? 0 : fields.word32(10)
        pixelStart =
            written == 0 || written == start + headerSize && bits <= 8
            ? place + paletteSize : written
    }

    /// The storage of pixels, by bits per pixel and compression (0 none, 1 and 2 runs, 3 masks).
    ///
    /// Masks, three little-endian words at `maskPlace`, are read where they are 5-5-5, 5-6-5 or
    /// whole bytes.
    private static func storage(
        _ bits: Int, _ compression: Int, _ fields: Fields, _ maskPlace: Int, _ headerSize: Int
    ) throws(RejectedImage) -> Storage {
        switch (compression, bits) {
        case (0, 1), (0, 4), (0, 8): return .indices(bits: bits)
        case (1, 8), (2, 4): return .runs(bits: bits)
        case (0, 16): return .packed(greenBits: 5)
        case (0, 24), (0, 32): return .bytes(count: bits / 8, red: 2, green: 1, blue: 0)
        case (3, 16), (3, 24), (3, 32): break
        case (4, _): throw RejectedImage(.unsupported, "BMP with JPEG inside is not read.")
        case (5, _): throw RejectedImage(.unsupported, "BMP with PNG inside is not read.")
        default:
            throw RejectedImage(
                .unsupported, "BMP with \(bits) bits and compression \(compression) is not read.")
        }
        let masks = (0..<3).map { fields.word32(maskPlace + 4 * $0) }
        if bits == 16 {
            if masks == [0xF800, 0x7E0, 0x1F] { return .packed(greenBits: 6) }
            if masks == [0x7C00, 0x3E0, 0x1F] { return .packed(greenBits: 5) }
        } else if bits == 32 && masks == [0, 0, 0] {
            return .bytes(count: 4, red: 2, green: 1, blue: 0)
        } else {
            let bytes = masks.compactMap { mask in
                (0..<(bits / 8)).first { mask == 0xFF << (8 * $0) }
            }
            if bytes.count == 3 && Set(bytes).count == 3 {
                return .bytes(count: bits / 8, red: bytes[0], green: bytes[1], blue: bytes[2])
            }
        }
        throw RejectedImage(
            .unsupported, "BMP with \(bits) bits and masks that are not whole bytes is not read.")
    }

    /// The palette `[256, 3]`, red first, from `count` entries of `entry` bytes, which are blue,
    /// green, red in the file.
    ///
    /// Colours beyond its end are black. Where every entry is the grey of its index, so are those
    /// beyond.
    private static func colors(
        _ bytes: [UInt8], _ place: Int, _ count: Int, _ entry: Int
    ) -> [UInt8] {
        var colors = [UInt8](repeating: 0, count: 3 * 256)
        var isGrey = true
        for index in 0..<min(count, 256) {
            let source = place + index * entry
            guard source + 3 <= bytes.count else { break }
            for channel in 0..<3 {
                let value = bytes[source + 2 - channel]
                colors[3 * index + channel] = value
                isGrey = isGrey && Int(value) == index
            }
        }
        for index in 0..<(isGrey ? 256 : 0) {
            for channel in 0..<3 { colors[3 * index + channel] = UInt8(index) }
        }
        return colors
    }

    /// The rejection of a file that ends inside its header.
    private static func endsEarly(_ bytes: [UInt8]) -> RejectedImage {
        RejectedImage(.truncated, "The file ends after \(bytes.count) bytes, inside the header.")
    }
}

extension Bitmap {
    /// The pixels `[height, width, 3]` of the whole file, whose size was checked before.
    ///
    /// - Throws: `RejectedImage` (`truncated`) where the pixels reach beyond the bytes. Runs that
    ///   end early are refused as well.
    func pixels(of bytes: [UInt8]) throws(RejectedImage) -> [UInt8] {
        if case .runs(let bits) = storage { return try pixels(ofRuns: bytes, bits: bits) }
        let rowBits =
            switch storage {
            case .indices(let bits), .runs(let bits): width * bits
            case .packed: width * 16
            case .bytes(let count, _, _, _): width * count * 8
            }
        let rowBytes = (rowBits + 7) / 8
        let pitch = (rowBytes + 3) / 4 * 4
        // The last row may lack its padding.
        let needed = pixelStart + (height - 1) * pitch + rowBytes
        guard bytes.count >= needed else {
            throw RejectedImage(
                .truncated, "The pixels end at byte \(needed), the file has \(bytes.count).")
        }
        var pixels = [UInt8](repeating: 0, count: width * height * 3)
        var out = pixels.mutableSpan
        for row in 0..<height {
            let start = pixelStart + row * pitch
            let y = rowsFromTop ? row : height - 1 - row
            read(bytes.span.extracting(start..<(start + rowBytes)), into: &out, y * width * 3)
        }
        return pixels
    }

    /// Expands one stored row into `out` at `place`, `[width, 3]`.
    ///
    /// Samples of 5 bits become `v * 255 / 31`, of 6 bits `v * 255 / 63`, truncated as in Pillow.
    private func read(
        _ row: borrowing Span<UInt8>, into out: inout MutableSpan<UInt8>, _ place: Int
    ) {
        switch storage {
        case .indices(let bits), .runs(let bits):
            let table = colors.span
            for x in 0..<width {
                let shift = 8 - bits - ((x * bits) & 7)
                let index = Int(row[(x * bits) >> 3] >> UInt8(shift)) & ((1 << bits) - 1)
                for channel in 0..<3 { out[place + 3 * x + channel] = table[3 * index + channel] }
            }
        case .packed(let greenBits):
            let greens = (1 << greenBits) - 1
            for x in 0..<width {
                let pixel = Int(row[2 * x]) | Int(row[2 * x + 1]) << 8
                out[place + 3 * x] = UInt8((pixel >> (5 + greenBits) & 31) * 255 / 31)
                out[place + 3 * x + 1] = UInt8((pixel >> 5 & greens) * 255 / greens)
                out[place + 3 * x + 2] = UInt8((pixel & 31) * 255 / 31)
            }
        case .bytes(let count, let red, let green, let blue):
            for x in 0..<width {
                out[place + 3 * x] = row[count * x + red]
                out[place + 3 * x + 1] = row[count * x + green]
                out[place + 3 * x + 2] = row[count * x + blue]
            }
        }
    }

    /// The pixels `[height, width, 3]` of a run-length encoded file of 4 or 8 bits.
    ///
    /// A pair (n, index) repeats an index; (0, 0) ends a row, (0, 1) the image, (0, 2, dx, dy)
    /// moves; (0, n) is followed by n indices and padding to 16 bits. A pixel that no run covers
    /// has index 0.
    private func pixels(ofRuns bytes: [UInt8], bits: Int) throws(RejectedImage) -> [UInt8] {
        var indices = [UInt8](repeating: 0, count: width * height)
        var (x, row, place) = (0, 0, pixelStart)
        func put(_ index: UInt8) {
            if x < width && row < height {
                indices[(rowsFromTop ? row : height - 1 - row) * width + x] = index
            }
            x += 1
        }
        func half(_ byte: UInt8, _ number: Int) -> UInt8 {
            bits == 8 ? byte : number % 2 == 0 ? byte >> 4 : byte & 15
        }
        while row < height && !(row == height - 1 && x >= width) {
            guard place >= 0 && place + 2 <= bytes.count else { throw runsEndEarly(bytes) }
            let (count, value) = (Int(bytes[place]), bytes[place + 1])
            place += 2
            if count > 0 {
                // Beyond the row nothing is put, so that a long file takes no long time.
                for number in 0..<min(count, width - min(x, width)) { put(half(value, number)) }
            } else if value == 0 {
                (x, row) = (0, row + 1)
            } else if value == 1 {
                break
            } else if value == 2 {
                guard place + 2 <= bytes.count else { throw runsEndEarly(bytes) }
                (x, row) = (x + Int(bytes[place]), row + Int(bytes[place + 1]))
                place += 2
            } else {
                let size = (Int(value) * bits + 7) / 8
                guard place + size <= bytes.count else { throw runsEndEarly(bytes) }
                for number in 0..<Int(value) { put(half(bytes[place + number * bits / 8], number)) }
                place += size + size % 2
            }
        }
        var pixels: [UInt8] = []
        pixels.reserveCapacity(width * height * 3)
        for index in indices {
            let place = 3 * Int(index)
            pixels.append(colors[place])
            pixels.append(colors[place + 1])
            pixels.append(colors[place + 2])
        }
        return pixels
    }

    /// The rejection of a file that ends before its runs do.
    private func runsEndEarly(_ bytes: [UInt8]) -> RejectedImage {
        RejectedImage(
            .truncated, "The file ends after \(bytes.count) bytes, before its runs do.")
    }
}

/// Little-endian numbers at byte offsets of a header; bytes beyond its end count as 0.
private struct Fields {
    let bytes: [UInt8]

    /// An unsigned number of 16 bits.
    func word16(_ place: Int) -> Int { byte(place) | byte(place + 1) << 8 }
    /// An unsigned number of 32 bits.
    func word32(_ place: Int) -> Int { word16(place) | word16(place + 2) << 16 }
    /// A signed number of 32 bits, in two's complement.
    func signed32(_ place: Int) -> Int { Int(Int32(truncatingIfNeeded: word32(place))) }

    private func byte(_ place: Int) -> Int { place < bytes.count ? Int(bytes[place]) : 0 }
}
