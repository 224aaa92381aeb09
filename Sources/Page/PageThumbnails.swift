internal import Dense
internal import Images
public import Store

/// Where the page's thumbnails come from; each sheet is made when it is written.
public struct PageThumbnails {
    /// Number of images.
    public let count: Int
    /// Images without a thumbnail; nil if that is not known before the sheets are made.
    let missing: [Int]?
    /// Layout of a sheet.
    let sheet: ThumbnailSheet
    /// Thumbnails per sheet.
    let perSheet: Int
    /// The JPEG of the sheet with some images.
    private let make: (Range<Int>) throws -> [UInt8]

    /// Thumbnails per row, and per sheet, of sheets that are made here.
    private static let (columns, ownPerSheet) = (16, 256)

    /// The thumbnails of a map file, resized unless they have the side already.
    ///
    /// A sheet that cannot be decoded becomes a sheet of grey cells.
    public init(_ sheets: ThumbnailSheets, side: Int) {
        count = sheets.count
        missing = sheets.missing
        perSheet = sheets.perSheet
        let stored = ThumbnailSheet(side: sheets.side, columns: sheets.columns)
        let sheet = ThumbnailSheet(side: side, columns: sheets.columns)
        self.sheet = sheet
        make = { images in
            let bytes = sheets.sheets[images.lowerBound / sheets.perSheet]
            if side == sheets.side { return bytes }
            let cells = (try? stored.cells(of: bytes, count: images.count)) ?? []
            return sheet.encode(
                cells.isEmpty
                    ? images.map { _ in nil }
                    : parallelMap(cells.count) { sheet.thumbnail(of: cells[$0]) })
        }
    }

    /// Thumbnails made from the previews of a map file; nil unless it has those of all images.
    public init?(previews: [Int: [UInt8]], count: Int, side: Int) {
        guard count > 0, (0..<count).allSatisfy({ previews[$0] != nil }) else { return nil }
        self.init(count: count, side: side) { images in images.map { previews[$0] ?? [] } }
    }

    /// Thumbnails made from the previews of the file that a map was made from.
    public init(_ reader: EmbeddingReader, side: Int) {
        self.init(count: reader.imageCount, side: side) { try reader.previews(rows: $0) }
    }

    private init(
        count: Int, side: Int, previews: @escaping (Range<Int>) throws -> [[UInt8]]
    ) {
        self.count = count
        missing = nil
        perSheet = Self.ownPerSheet
        let sheet = ThumbnailSheet(side: side, columns: Self.columns)
        self.sheet = sheet
        make = { images in
            let files = try previews(images)
            return sheet.encode(parallelMap(files.count) { sheet.thumbnail(ofFile: files[$0]) })
        }
    }

    /// The JPEG of one thumbnail, made from the JPEG of a preview.
    public static func single(_ preview: [UInt8], side: Int) -> [UInt8] {
        let sheet = ThumbnailSheet(side: side, columns: 1)
        return sheet.encode([sheet.thumbnail(ofFile: preview)])
    }

    /// Number of sheets.
    var sheetCount: Int { (count + perSheet - 1) / perSheet }

    /// The JPEG of a sheet.
    func encode(_ index: Int) throws -> [UInt8] {
        try make(index * perSheet..<min(count, (index + 1) * perSheet))
    }
}
