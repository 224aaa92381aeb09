internal import Console
internal import Dense
internal import Digest
internal import FileSystem
internal import Images
public import ModelLoading
internal import Store
internal import Tokens

/// Finds the token of a query: that of a stored image, by path or name, or that of an image file,
/// which is embedded with the store's model.
public struct QueryReader {
    /// The rows to search, which determine layer and token of the query.
    let rows: SearchedRows
    /// Index of the patch of `--patch`, row by row on the grid; nil to search for images.
    let patch: Int?
    /// The value of `--weights`; nil to find the checkpoint by its SHA-256.
    let weights: String?
    /// Limits for downloading the checkpoint.
    let downloads: DownloadOptions
    /// Whether notes and progress are not printed.
    let quiet: Bool

    /// A reader of queries.
    ///
    /// - Parameters:
    ///   - rows: The rows to search, which determine layer and token of the query.
    ///   - patch: Index of the patch that the query is; nil to search for images.
    ///   - weights: The checkpoint; nil to find it by its SHA-256.
    ///   - downloads: Limits for downloading the checkpoint.
    ///   - quiet: Whether notes and progress are not printed.
    public init(
        rows: SearchedRows, patch: Int? = nil, weights: String?, downloads: DownloadOptions,
        quiet: Bool
    ) {
        self.rows = rows
        self.patch = patch
        self.weights = weights
        self.downloads = downloads
        self.quiet = quiet
    }

    /// Reads the query `text`: the exact path of a row first, then a file, then the name of a row.
    ///
    /// - Throws: `Failure` with one sentence.
    public func read(_ text: String) throws -> Query {
        let paths = try rows.reader.paths()
        let bytes = pathBytes(text)
        if let image = paths.firstIndex(of: bytes) {
            return try stored(image, displayPath(paths[image]))
        }
        if FileKind(text) != .missing { return try file(text) }
        let text = displayPath(bytes)
        let named = paths.indices.filter { isNamed(displayPath(paths[$0]), text) }
        if named.count > 1 {
            let some = named.prefix(3).map { displayPath(paths[$0]) }.joined(separator: ", ")
            throw Failure(
                Exit.usage,
                "\(text): expected the name of one row of \(rows.reader.path), found "
                    + "\(named.count): \(some)\(named.count > 3 ? ", ..." : ""); give the path.")
        }
        guard let image = named.first else {
            let near = nearestNames(text, among: paths.map(displayPath), count: 3)
            throw Failure(
                Exit.nothing,
                "\(text): expected an image file, or the path or name of a row of "
                    + "\(rows.reader.path), found neither; the closest names are "
                    + "\(near.joined(separator: ", ")).")
        }
        return try stored(image, displayPath(paths[image]))
    }

    /// The query for a row of the store: its stored token and its preview.
    ///
    /// - Throws: `Failure` for a preview that cannot be decoded, or a token of zeros.
    private func stored(_ image: Int, _ name: String) throws -> Query {
        let preview = try rows.reader.previews(rows: image..<image + 1)[0]
        let thumbnail: RGBImage
        do {
            thumbnail = try decodeImage(preview).image
        } catch {
            throw Failure(
                Exit.nothing,
                "\(rows.reader.path): cannot decode the preview of \(name) "
                    + "(\(clause("\(error)"))).")
        }
        let picture = try rows.reader.picture(row: image)
        try checkPatch(picture, name)
        let block = try rows.stored([image * rows.rowsPerImage + (patch ?? 0)])
        return try checked(
            Query(
                name: name, image: image, vector: block.matrix.elements, thumbnail: thumbnail,
                picture: picture))
    }

    /// - Throws: `Failure` for a patch of the border.
    private func checkPatch(_ picture: PictureArea, _ name: String) throws {
        guard let patch, !picture.contains(patch, in: rows.reader.model.grid) else { return }
        throw Failure(
            Exit.usage,
            "--patch: expected a patch of the picture \(name), rows \(picture.rows.lowerBound) to "
                + "\(picture.rows.upperBound - 1) and columns \(picture.columns.lowerBound) to "
                + "\(picture.columns.upperBound - 1), found one of its border.")
    }

    /// The query itself.
    ///
    /// - Throws: `Failure` for a token of zeros, which has no direction and so no cosine.
    private func checked(_ query: Query) throws -> Query {
        guard query.vector.contains(where: { $0 != 0 }) else {
            throw Failure(
                Exit.nothing,
                "\(query.name): its token in layer \(rows.layer.text) is zero, so it has no cosine "
                    + "with others; choose another layer.")
        }
        return query
    }

    // MARK: - Image files

    /// The query for an image file.
    ///
    /// - Throws: `Failure` as `query(bytes:name:)`, and for a file that cannot be read.
    private func file(_ path: String) throws -> Query {
        let bytes: [UInt8]
        do throws(RejectedImage) {
            bytes = try readFile(root: "", path: pathBytes(path))
        } catch {
            throw Failure(
                Exit.nothing, "\(path): cannot read image: \(clause(error.detail)).")
        }
        return try query(bytes: bytes, name: path)
    }

    /// The query for the bytes of an image file. A file with the bytes of a stored image is that
    /// row; any other is embedded by the store's model.
    ///
    /// - Throws: `Failure` for a file that is not an image, a store of modified images, or a
    ///   checkpoint that is not found.
    public func query(bytes: [UInt8], name: String) throws -> Query {
        let settings = try ImageSettings(rows.reader)
        let decoded: DecodedImage
        do throws(RejectedImage) {
            decoded = try decodeImage(bytes, options: settings.decoding)
        } catch {
            throw Failure(
                Exit.nothing, "\(name): cannot read image: \(clause(error.detail)).")
        }
        if settings.isOriginal, let image = try row(ofDigest: SHA256.digest(bytes)) {
            var query = try stored(image, name)
            query.remarks.append(
                "the file is identical to row \(image), whose stored tokens are used")
            return query
        }
        guard settings.isOriginal else {
            throw Failure(
                Exit.usage,
                "\(name): expected a store of unmodified images, found modified ones "
                    + "(\(settings.changes)) in \(rows.reader.path), whose tokens are not "
                    + "comparable with those of a file; use a row of the store as the query, or "
                    + "extract the images unmodified.")
        }
        let model = try loadedModel()
        let square = model.recipe.apply(to: decoded.image)
        let grid = model.description.grid
        let picture = model.recipe.pictureArea(
            width: decoded.image.width, height: decoded.image.height, grid)
        try checkPatch(picture, name)
        let tokens = try embed(square, model, picture: picture, name: name)
        let first = (patch ?? 0) * rows.columns
        var query = Query(
            name: name, image: nil, vector: Array(tokens[first..<first + rows.columns]),
            thumbnail: square.part(picture, patch: grid.patch), picture: picture)
        query.remarks = model.remarks
        return try checked(query)
    }

    /// The first row of the store whose file had these bytes.
    private func row(ofDigest digest: [UInt8]) throws -> Int? {
        let digests = try rows.reader.digests()
        return (0..<rows.reader.imageCount).first {
            digests[$0 * 32..<($0 + 1) * 32].elementsEqual(digest)
        }
    }

    /// The model of the store.
    private func loadedModel() throws -> LoadedModel {
        try LoadedModel(
            of: rows.reader, weights: weights, downloads: downloads, quiet: quiet,
            advice: "run extract again")
    }

    /// All tokens of the searched kind, `[rows of an image * columns]`, as the store would have
    /// them.
    ///
    /// - Parameter picture: the patches that show the picture; nil for all.
    func embed(
        _ square: RGBImage, _ model: LoadedModel, picture: PictureArea? = nil, name: String
    ) throws -> [Float] {
        let isWhole = picture?.isWhole(of: model.description.grid) ?? true
        return try embedded(
            square, by: model, rows.layer, rows.kind, rows.isHalf() ? .f16 : .f32,
            picture: isWhole ? nil : picture, name: name)
    }
}
