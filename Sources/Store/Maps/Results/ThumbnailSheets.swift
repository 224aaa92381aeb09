/// Thumbnails of all images in sheets: JPEGs with `columns` thumbnails per row and up to
/// `perSheet` in all.
public struct ThumbnailSheets: Sendable, Equatable {
    /// Side of a thumbnail in pixels.
    public var side: Int
    /// Thumbnails per row of a sheet.
    public var columns: Int
    /// Thumbnails per sheet; the last sheet may have fewer.
    public var perSheet: Int
    /// Number of images. The thumbnail of image i is cell `i % perSheet` of sheet `i / perSheet`.
    public var count: Int
    /// The JPEG of each sheet.
    public var sheets: [[UInt8]]
    /// Images whose preview could not be decoded, ascending; their cells are grey.
    public var missing: [Int]

    /// Number of images above which a map file has no thumbnails.
    public static let limit = 50_000

    public init(
        side: Int, columns: Int, perSheet: Int, count: Int, sheets: [[UInt8]],
        missing: [Int] = []
    ) {
        self.side = side
        self.columns = columns
        self.perSheet = perSheet
        self.count = count
        self.sheets = sheets
        self.missing = missing
    }

    /// The images of a sheet.
    public func images(ofSheet sheet: Int) -> Range<Int> {
        sheet * perSheet..<min(count, (sheet + 1) * perSheet)
    }
}
