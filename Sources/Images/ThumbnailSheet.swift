/// Small square images side by side in one JPEG, so that a page loads hundreds of them at once.
///
/// Cells are filled row by row from the top left; a sheet is as high as its last row needs.
public struct ThumbnailSheet: Sendable, Equatable {
    /// Side of each cell in pixels. A multiple of 16 keeps JPEG's blocks within a cell.
    public let side: Int
    /// Cells per row.
    public let columns: Int

    /// Quality of the JPEG, 1...100.
    private static let quality = 75
    /// Value of the pixels of a cell without an image.
    private static let empty: UInt8 = 128

    /// A layout of cells; both numbers are at least 1.
    public init(side: Int, columns: Int) {
        precondition(side > 0 && columns > 0, "\(columns) columns of \(side) pixels")
        self.side = side
        self.columns = columns
    }

    /// An image resized to fit into a cell, in its middle on grey, `[side, side, 3]`.
    public func thumbnail(of image: RGBImage) -> RGBImage {
        if image.width == side && image.height == side { return image }
        func fitted(_ length: Int) -> Int {
            let longest = max(image.width, image.height)
            return max(1, (2 * length * side + longest) / (2 * longest))
        }
        let (width, height) = (fitted(image.width), fitted(image.height))
        let small = resample(image, width: width, height: height, interpolation: .bicubic)
        if width == side && height == side { return small }
        var pixels = [UInt8](repeating: Self.empty, count: side * side * 3)
        for row in 0..<height {
            let start = (((side - height) / 2 + row) * side + (side - width) / 2) * 3
            pixels.replaceSubrange(
                start..<start + width * 3,
                with: small.pixels[row * width * 3..<(row + 1) * width * 3])
        }
        return RGBImage(width: side, height: side, pixels: pixels)
    }

    /// The decoded image of a file as a thumbnail; nil if it cannot be decoded.
    public func thumbnail(ofFile bytes: [UInt8]) -> RGBImage? {
        var options = DecodeOptions()
        options.maximumPixels = 1 << 24
        guard let decoded = try? decodeImage(bytes, options: options) else { return nil }
        return thumbnail(of: decoded.image)
    }

    /// The JPEG of a sheet with these thumbnails, at least one; nil leaves a cell grey.
    public func encode(_ thumbnails: [RGBImage?]) -> [UInt8] {
        let rows = (thumbnails.count + columns - 1) / columns
        let width = columns * side
        var pixels = [UInt8](repeating: Self.empty, count: rows * side * width * 3)
        for (cell, thumbnail) in thumbnails.enumerated() {
            guard let thumbnail else { continue }
            precondition(
                thumbnail.width == side && thumbnail.height == side,
                "\(thumbnail.width) x \(thumbnail.height) pixels in a cell of \(side)")
            let corner = (cell / columns * side * width + cell % columns * side) * 3
            for line in 0..<side {
                let target = corner + line * width * 3
                pixels.replaceSubrange(
                    target..<target + side * 3,
                    with: thumbnail.pixels[line * side * 3..<(line + 1) * side * 3])
            }
        }
        return encodeJPEG(
            RGBImage(width: width, height: rows * side, pixels: pixels), quality: Self.quality)
    }

    /// The first `count` cells of the JPEG of a sheet.
    ///
    /// - Throws: `RejectedImage` if the bytes are no image, or one of another size.
    public func cells(of sheet: [UInt8], count: Int) throws(RejectedImage) -> [RGBImage] {
        let image = try decodeImage(sheet).image
        let (width, rows) = (columns * side, (count + columns - 1) / columns)
        guard image.width == width, image.height == rows * side else {
            throw RejectedImage(
                .corrupt,
                "A sheet of \(count) thumbnails has \(width) x \(rows * side) pixels, not "
                    + "\(image.width) x \(image.height).")
        }
        return (0..<count).map { cell in
            let corner = (cell / columns * side * width + cell % columns * side) * 3
            var pixels: [UInt8] = []
            pixels.reserveCapacity(side * side * 3)
            for line in 0..<side {
                let start = corner + line * width * 3
                pixels += image.pixels[start..<start + side * 3]
            }
            return RGBImage(width: side, height: side, pixels: pixels)
        }
    }
}
