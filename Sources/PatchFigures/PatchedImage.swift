internal import Dense
public import Figures
internal import FileSystem
internal import Foundation
internal import Images
public import Store
public import Tokens

/// An image of a store whose patches a figure compares.
public struct PatchedImage {
    /// Row of the image in the store; nil for an image that is not in it.
    public let row: Int?
    /// File name, for captions.
    public let name: String
    /// The picture as the model saw it, without a border.
    public let picture: RasterImage
    /// The patches that show the picture.
    public let area: PictureArea

    /// An image of a store, shown by its preview.
    ///
    /// - Throws: `StoreError` for a damaged preview.
    public init(_ reader: EmbeddingReader, row: Int, path: [UInt8]) throws {
        let preview = try decodeImage(try reader.previews(rows: row..<row + 1)[0]).image
        self.init(
            row: row, name: (displayPath(path) as NSString).lastPathComponent,
            picture: RasterImage(
                width: preview.width, height: preview.height, pixels: preview.pixels),
            area: try reader.picture(row: row))
    }

    /// An image with its picture.
    public init(row: Int?, name: String, picture: RasterImage, area: PictureArea) {
        self.row = row
        self.name = name
        self.picture = picture
        self.area = area
    }

    /// A patch as figures frame it; the index is that on the grid of the model.
    func frame(_ patch: Int, in grid: PatchGrid) -> ImageGridFigure.Patch {
        ImageGridFigure.Patch(
            index: area.place(of: patch, in: grid), grid: area.grid(patch: grid.patch))
    }
}
