internal import Console
internal import FileSystem
internal import Foundation
internal import MapPages
internal import Page
internal import Store
internal import Text

/// What the map page shows of a file.
extension MapFile {
    /// The map for the page, and a line about thumbnails that are not as requested; nil for none.
    ///
    /// - Parameters:
    ///   - folder: The folder of the page, to which the address of the images is relative.
    ///   - side: Side of the thumbnails.
    /// - Throws: `MissingContent` without a map, `StoreError` for a damaged neighbour graph.
    func pageMap(folder: String, _ side: ThumbnailSide) throws -> (map: PageMap, note: String?) {
        _ = try mapLayout()
        let (thumbnails, note) = pageThumbnails(side)
        let map = try described.pageMap(
            root: imageAddress(from: folder), color: coloring.column, thumbnails: thumbnails)
        return (map, note)
    }

    /// Address of the folder of the images relative to another folder, percent-encoded, with a
    /// final "/"; nil if there is no such folder.
    func imageAddress(from folder: String) -> String? {
        described.imageFolder.map { relativeAddress(of: $0, from: folder) }
    }

    /// Thumbnails of this side, or those that can be had, with a line about what is missing.
    private func pageThumbnails(_ side: ThumbnailSide) -> (PageThumbnails?, note: String?) {
        guard let pixels = side.pixels, rowKind != .vectors else { return (nil, nil) }
        let images = reduction.imageCount
        // A map of patches has thumbnails of all images.
        let sheets = reduction.thumbnails.flatMap { $0.count >= images ? $0 : nil }
        if let sheets, pixels <= sheets.side {
            return (PageThumbnails(sheets, side: pixels), nil)
        }
        if let own = PageThumbnails(previews: reduction.previews, count: images, side: pixels) {
            return (own, nil)
        }
        do {
            return (PageThumbnails(try described.store(), side: pixels), nil)
        } catch {
            let reason = (error as? UnreachableStore)?.reason ?? clause("\(error)")
            guard let sheets else {
                return (nil, "\(path): no thumbnails on the page: \(reason)")
            }
            return (
                PageThumbnails(sheets, side: sheets.side),
                "\(path): thumbnails of \(sheets.side) pixels, not of \(pixels): \(reason)"
            )
        }
    }
}

/// Address of a folder relative to another one, percent-encoded, with a final "/".
func relativeAddress(of folder: String, from base: String) -> String {
    let target = absolutePath(folder).split(separator: "/")
    let start = absolutePath(base).split(separator: "/")
    let common = zip(target, start).prefix { $0 == $1 }.count
    let up = [String](repeating: "..", count: start.count - common)
    let down = target.dropFirst(common).map { percentEncoded(pathBytes(String($0))) }
    return up.isEmpty && down.isEmpty ? "./" : (up + down).joined(separator: "/") + "/"
}

/// A path of the map as an address: the bytes that are written as `\xNN` and others that are not
/// plain are percent-encoded, the slashes stay.
func relativeAddress(ofPath path: String) -> String {
    pathBytes(path).split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        .map { percentEncoded($0) }.joined(separator: "/")
}
