internal import Dense
public import Images
public import Store

/// Makes the thumbnails of a map's images from their previews.
public enum Thumbnails {
    /// Layout of a sheet.
    public static let sheet = ThumbnailSheet(side: 64, columns: 16)
    /// Thumbnails per sheet.
    public static let perSheet = 256

    /// Thumbnails of all images; nil for none or for too many.
    ///
    /// - Parameter previews: returns the JPEGs of some images; called for one range after another.
    public static func make(
        count: Int, previews: (Range<Int>) throws -> [[UInt8]]
    ) rethrows -> ThumbnailSheets? {
        guard (1...ThumbnailSheets.limit).contains(count) else { return nil }
        var sheets = ThumbnailSheets(
            side: sheet.side, columns: sheet.columns, perSheet: perSheet, count: count, sheets: [])
        for start in stride(from: 0, to: count, by: perSheet) {
            let (bytes, missing) = encode(
                try previews(start..<min(count, start + perSheet)))
            sheets.sheets.append(bytes)
            sheets.missing += missing.map { start + $0 }
        }
        return sheets
    }

    /// The sheet of some previews, and the indices of those that cannot be decoded.
    public static func encode(_ previews: [[UInt8]]) -> (bytes: [UInt8], missing: [Int]) {
        let thumbnails = parallelMap(previews.count) { sheet.thumbnail(ofFile: previews[$0]) }
        return (sheet.encode(thumbnails), thumbnails.indices.filter { thumbnails[$0] == nil })
    }
}
