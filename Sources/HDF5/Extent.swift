internal import CHDF5

// A damaged or malicious file must not make a reader allocate more memory than its size justifies.

/// The way in which a data set that is read is stored.
struct Extent {
    /// Whether chunks are compressed, or filtered in another way.
    let isFiltered: Bool
    /// Whether the elements are in other files; see `checkSources`.
    let isVirtual: Bool

    /// The best ratio that gzip can reach: 1,032 bytes from 1 (zlib's technical details).
    static let bestRatio = 1032

    /// Checks that the file stores as many bytes as the data set claims; the library would return
    /// zeros for the rest.
    ///
    /// - Throws: `HDF5Error` with both numbers.
    func checkStored(_ dataset: Dataset) throws {
        if isVirtual || dataset.elementCount == 0 { return }
        let claimed = dataset.elementCount * dataset.type.size
        let stored = Int(clamping: H5Dget_storage_size(dataset.handle.id))
        let least = isFiltered ? max(1, claimed / Self.bestRatio) : claimed
        guard stored >= least else {
            throw HDF5Error(
                file: dataset.file, operation: "reading \(dataset.path)",
                reason: "it is \(dataset.shape), \(claimed) bytes, and the file holds \(stored)")
        }
    }
}

extension Dataset {
    /// Compares what the data set claims with the bytes of the file, or, of a virtual one, with
    /// those of its sources; throws `HDF5Error` where the file cannot hold it. Chunks that are
    /// larger than the file allows are refused, too.
    func checkExtent(fileBytes: Int) throws -> Extent {
        let operation = "opening \(path)"
        func refuse(_ reason: String) -> HDF5Error {
            HDF5Error(file: file, operation: operation, reason: reason)
        }
        let creation = try Handle(
            H5Dget_create_plist(handle.id), file: file, operation, close: H5Pclose)
        let layout = H5Pget_layout(creation.id)
        let filters = H5Pget_nfilters(creation.id)
        try check(filters, file: file, operation)
        let isVirtual = layout == H5D_VIRTUAL
        let available =
            isVirtual ? try sourceBytes(creation, file: file, operation) : fileBytes
        // An element has at least one byte. The size of a row must not overflow either, even in a
        // data set without rows.
        guard let claimed = product(shape, times: max(1, type.size)),
            product(shape.map { max(1, $0) }, times: max(1, type.size)) != nil
        else { throw refuse("\(shape) elements cannot be right") }
        let limit = product([available, filters > 0 ? Extent.bestRatio : 1]) ?? Int.max
        guard claimed <= limit else {
            throw refuse("\(shape) elements are \(claimed) bytes, in a file of \(available)")
        }
        if layout == H5D_CHUNKED && claimed > 0 {
            var extents = [hsize_t](repeating: 0, count: max(1, shape.count))
            let rank = unsafe H5Pget_chunk(creation.id, Int32(shape.count), &extents)
            try check(rank, file: file, operation)
            // The library allocates a whole chunk at a time.
            guard let chunk = product(extents.map { Int(clamping: $0) }, times: max(1, type.size)),
                chunk <= limit
            else { throw refuse("chunks of \(extents), in a file of \(available) bytes") }
        }
        return Extent(isFiltered: filters > 0, isVirtual: isVirtual)
    }
}
