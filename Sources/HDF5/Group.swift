internal import CHDF5
internal import FileSystem

/// An open group of a file, which holds named groups, data sets and attributes; closed with the
/// object.
public final class Group {
    /// The library's identifier.
    let handle: Handle
    let context: FileContext
    var file: String { context.path }
    /// The slash-separated path from the root; "/" for the root itself.
    public let path: String

    init(_ handle: Handle, _ context: FileContext, path: String) {
        self.handle = handle
        self.context = context
        self.path = path
    }

    /// The path of a name below this group, for messages.
    func child(_ name: String) -> String {
        path == "/" ? "/" + name : path + "/" + name
    }

    /// Makes a group directly below this one; an existing name is an `HDF5Error`.
    public func createGroup(_ name: String) throws -> Group {
        let operation = "making group \(child(name))"
        let creation = try Handle(
            H5Pcreate(vitrine_h5p_group_create()), file: file, operation, close: H5Pclose)
        try check(H5Pset_obj_track_times(creation.id, false), file: file, operation)
        let id = unsafe H5Gcreate2(handle.id, name, 0, creation.id, 0)
        let opened = try Handle(id, file: file, operation, close: H5Gclose)
        return Group(opened, context, path: child(name))
    }

    /// Opens a group; `name` may be a path below this one. A missing one is an `HDF5Error`.
    public func group(_ name: String) throws -> Group {
        let id = unsafe H5Gopen2(handle.id, name, 0)
        let found = try Handle(id, file: file, "opening group \(child(name))", close: H5Gclose)
        return Group(found, context, path: child(name))
    }

    /// Opens a data set; `name` may be a path below this group.
    ///
    /// - Throws: `HDF5Error` for a missing one, for one whose elements are in other files (but for
    ///   the segments of `extract --link`), for one that the file is too small to hold, and for
    ///   damaged metadata.
    public func dataset(_ name: String) throws -> Dataset {
        if context.byteCount != nil {
            try checkVirtualHeap(
                of: name, base: try userBlockSize(ofFileWith: handle, path: file))
        }
        let id = unsafe H5Dopen2(handle.id, name, 0)
        let found = try Handle(id, file: file, "opening \(child(name))", close: H5Dclose)
        try checkSources(of: found, file: file, path: child(name))
        return try Dataset(found, context, path: child(name))
    }

    /// Whether an object exists at this path below the group.
    ///
    /// Also true where a damaged file prevents the library from looking: opening the object then
    /// throws, and it does not count as missing.
    public func contains(_ name: String) -> Bool {
        var prefix = ""
        for part in name.split(separator: "/") {
            let above = prefix
            prefix += prefix.isEmpty ? String(part) : "/" + part
            let exists = unsafe H5Lexists(handle.id, prefix, 0)
            if exists == 0 { return false }
            // Nothing is below a data set, which the library cannot look into either.
            if exists < 0 { return !isDataset(above) }
        }
        return true
    }

    /// Whether a name stands for a data set.
    private func isDataset(_ name: String) -> Bool {
        if name.isEmpty { return false }
        var info = H5O_info_t()
        let code = unsafe H5Oget_info_by_name2(
            handle.id, name, &info, vitrine_h5o_info_basic(), 0)
        return code >= 0 && info.type == H5O_TYPE_DATASET
    }

    /// The names of the children, in byte order.
    public func names() throws -> [String] {
        var info = H5G_info_t()
        try check(unsafe H5Gget_info(handle.id, &info), file: file, "listing \(path)")
        return try (0..<info.nlinks).map { index in
            let length = unsafe H5Lget_name_by_idx(
                handle.id, ".", H5_INDEX_NAME, H5_ITER_INC, index, nil, 0, 0)
            guard length >= 0 else { throw takeError(file: file, "listing \(path)") }
            var text = [CChar](repeating: 0, count: length + 1)
            _ = unsafe H5Lget_name_by_idx(
                handle.id, ".", H5_INDEX_NAME, H5_ITER_INC, index, &text, length + 1, 0)
            return String(
                decoding: text.prefix(length).map { UInt8(bitPattern: $0) }, as: UTF8.self)
        }
    }

    /// Makes a data set of a shape, without elements yet; an existing name is an `HDF5Error`.
    ///
    /// - Parameters:
    ///   - shape: the number of elements along each dimension; empty for a single value.
    ///   - chunk: the extents of a chunk, where 0 counts as 1; nil stores the elements in one
    ///     piece. Two chunks, at least 1 MiB, stay in memory while the data set is open.
    ///   - growing: whether the first dimension can grow without a limit, which needs chunks.
    public func createDataset(
        _ name: String, _ type: ElementType, shape: [Int], chunk: [Int]? = nil,
        growing: Bool = false
    ) throws -> Dataset {
        let operation = "making data set \(child(name)) \(shape)"
        precondition(chunk != nil || !growing, "only chunked data sets grow")
        let creation = try Handle(
            H5Pcreate(vitrine_h5p_dataset_create()), file: file, operation, close: H5Pclose)
        try check(H5Pset_obj_track_times(creation.id, false), file: file, operation)
        let access = try Handle(
            H5Pcreate(vitrine_h5p_dataset_access()), file: file, operation, close: H5Pclose)
        if let chunk {
            let extents = chunk.map { hsize_t(max(1, $0)) }
            try check(
                unsafe H5Pset_chunk(creation.id, Int32(chunk.count), extents), file: file,
                operation)
            // Rows arrive a few at a time: the chunk they fall into stays in memory until full.
            let bytes = chunk.reduce(type.size) { $0 * max(1, $1) }
            try check(
                H5Pset_chunk_cache(access.id, 101, max(1 << 20, 2 * bytes), 1), file: file,
                operation)
        }
        var maximum = shape.map { hsize_t($0) }
        if growing { maximum[0] = vitrine_h5s_unlimited() }
        let extent = shape.map { hsize_t($0) }
        let spaceID =
            shape.isEmpty
            ? H5Screate(H5S_SCALAR)
            : unsafe H5Screate_simple(Int32(shape.count), extent, maximum)
        let space = try Handle(spaceID, file: file, operation, close: H5Sclose)
        let typeHandle = try type.handle(file: file)
        let id = unsafe H5Dcreate2(
            handle.id, name, typeHandle.id, space.id, 0, creation.id, access.id)
        let opened = try Handle(id, file: file, operation, close: H5Dclose)
        return try Dataset(opened, context, path: child(name))
    }

    /// Makes a data set `[sum of rows] + row` that shows rows of data sets in other files, one
    /// file's behind the other's.
    ///
    /// - Parameters:
    ///   - row: the extents of one row; empty where a row is one element.
    ///   - path: the data set in each of the files.
    ///   - sources: the files, as paths from this file's folder, and how many rows each has; those
    ///     without rows are left out.
    public func createVirtualDataset(
        _ name: String, _ type: ElementType, row: [Int], path: String,
        sources: [(file: String, rows: Int)]
    ) throws {
        let operation = "making the virtual data set \(child(name))"
        let creation = try Handle(
            H5Pcreate(vitrine_h5p_dataset_create()), file: file, operation, close: H5Pclose)
        try check(H5Pset_obj_track_times(creation.id, false), file: file, operation)
        let shape = [sources.reduce(0) { $0 + $1.rows }] + row
        let extent = shape.map { hsize_t($0) }
        let space = try Handle(
            unsafe H5Screate_simple(Int32(extent.count), extent, nil), file: file, operation,
            close: H5Sclose)
        var start = 0
        for source in sources where source.rows > 0 {
            let count = ([source.rows] + row).map { hsize_t($0) }
            let from = ([start] + row.map { _ in 0 }).map { hsize_t($0) }
            let part = try Handle(
                unsafe H5Screate_simple(Int32(count.count), count, nil), file: file, operation,
                close: H5Sclose)
            try check(
                unsafe H5Sselect_hyperslab(space.id, H5S_SELECT_SET, from, nil, count, nil),
                file: file, operation)
            try check(
                unsafe H5Pset_virtual(
                    creation.id, space.id, systemPath(source.file), path, part.id),
                file: file, operation)
            start += source.rows
        }
        try check(H5Sselect_all(space.id), file: file, operation)
        let typeHandle = try type.handle(file: file)
        _ = try Handle(
            unsafe H5Dcreate2(handle.id, name, typeHandle.id, space.id, 0, creation.id, 0),
            file: file, operation, close: H5Dclose)
    }

    /// The group's attributes.
    public var attributes: Attributes {
        Attributes(owner: handle, context: context, path: path)
    }
}
