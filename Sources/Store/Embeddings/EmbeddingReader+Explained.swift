internal import Foundation
internal import HDF5

extension EmbeddingReader {
    /// Adds images in full to a finished file.
    ///
    /// The file is copied, extended, synced, read back and renamed over the original. Its rows, its
    /// uuid and its `contentHash` do not change. After an error the original file is as it was.
    ///
    /// - Parameters:
    ///   - images: Images with their row indices; a variant follows the image itself.
    ///   - units: Values of units for images that are there, by their indices in `explained()`.
    ///   - betweenPieces: Called while the file is copied and written. An error that it throws
    ///     ends the writing.
    public func add(
        explained images: [ExplainedImage], units: [Int: [String: [Float]]] = [:],
        betweenPieces: () throws -> Void
    ) throws {
        let target = AtomicFile(path: path, replacing: true)
        try target.begin()
        do {
            try copyFile(path, to: target.temporary, betweenPieces: betweenPieces)
        } catch {
            target.abandon()
            throw error
        }
        let before = try explained().count
        let file: File
        do {
            file = try File.openToExtend(target.temporary)
        } catch {
            target.abandon()
            throw error
        }
        let record: WriteRecord?
        do {
            try write(images, into: file, from: before, betweenPieces)
            try write(units: units, into: file, betweenPieces)
            try file.flush()
            record = file.record
            try file.close()
        } catch {
            file.abandon()
            target.abandon()
            throw error
        }
        do {
            try target.sync()
            try checkRecord(target.temporary, record)
            let reread = try EmbeddingReader(target.temporary)
            guard reread.uuid == uuid, try reread.contentHash() == contentHash(),
                try reread.explained().count == before + images.count
            else { throw StoreError.lost(file: path, what: "/explain") }
            try target.commit()
        } catch {
            target.abandon()
            throw error
        }
    }

    /// Adds values of units to images that are there.
    private func write(
        units: [Int: [String: [Float]]], into file: File, _ betweenPieces: () throws -> Void
    ) throws {
        let names = try explainedNames()
        let group = try file.root.group(Schema.Embeddings.explain)
        for (index, values) in units.sorted(by: { $0.key < $1.key }) {
            try betweenPieces()
            try ExplainedImage.add(values, to: try group.group(names[index]))
        }
    }

    /// Writes images below `/explain`, numbered from `first`.
    private func write(
        _ images: [ExplainedImage], into file: File, from first: Int,
        _ betweenPieces: () throws -> Void
    ) throws {
        let group = try file.root.group(Schema.Embeddings.explain)
        for (index, image) in images.enumerated() {
            try betweenPieces()
            try image.write(to: try group.createGroup(String(first + index)), model: model)
        }
    }
}
