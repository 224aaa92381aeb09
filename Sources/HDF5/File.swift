internal import CHDF5

/// An open HDF5 file. Used by one thread at a time: the library serialises calls anyway.
public final class File {
    public let path: String
    let handle: Handle
    /// The group `/`.
    public let root: Group
    /// What was written into a file that `create` made, whole data sets and attributes; else nil.
    public let record: WriteRecord?

    /// Creates the file, replacing what stood there. Objects carry no times, so that equal
    /// contents give equal bytes.
    public static func create(_ path: String) throws -> File {
        prepareLibrary()
        let access = try Handle(
            H5Pcreate(vitrine_h5p_file_access()), file: path, "preparing", close: H5Pclose)
        try check(
            H5Pset_libver_bounds(
                access.id, vitrine_h5f_libver_earliest(), vitrine_h5f_libver_v110()),
            file: path, "preparing")
        let id = unsafe H5Fcreate(path, vitrine_h5f_acc_trunc(), 0, access.id)
        return try File(path, id, "creating the file", WriteRecord())
    }

    /// Opens a file for reading.
    public static func open(_ path: String) throws -> File {
        prepareLibrary()
        let id = unsafe H5Fopen(path, vitrine_h5f_acc_rdonly(), 0)
        return try File(path, id, "opening the file as HDF5", nil)
    }

    private init(
        _ path: String, _ id: hid_t, _ operation: String, _ record: WriteRecord?
    ) throws {
        let handle = try Handle(id, file: path, operation, close: H5Fclose)
        self.path = path
        self.handle = handle
        self.root = Group(
            try Handle(
                unsafe H5Gopen2(id, "/", 0), file: path, "opening /", close: H5Gclose),
            file: path, path: "/", record: record)
        self.record = record
    }

    /// Closes a file whose groups and data sets are closed already, and says when the library could
    /// not write what was left.
    public func close() throws {
        try root.handle.closeNow(file: path, "closing /")
        // The library would leave a file open, without a word, as long as anything in it is.
        let open = H5Fget_obj_count(handle.id, vitrine_h5f_obj_all())
        precondition(open == 1, "\(path): \(open - 1) groups or data sets are open at its close")
        try handle.closeNow(file: path, "closing the file")
    }

    /// Hands everything written so far to the operating system.
    public func flush() throws {
        try check(H5Fflush(handle.id, H5F_SCOPE_GLOBAL), file: path, "flushing")
    }
}

/// No clean-up at the program's end, where HDF5 1.10 can crash over a file that it could not
/// write; this works only before the library's first other call. And no printing of its own.
private func prepareLibrary() {
    _ = H5dont_atexit()
    // Links into other files are not followed: see Sources.swift.
    _ = H5Lunregister(H5L_TYPE_EXTERNAL)
    vitrine_h5e_quiet()
}

/// Errors are values: the library prints none of its own on the calling thread. A thread that did
/// not open the file calls this before it reads.
public func silenceHDF5OnThisThread() { vitrine_h5e_quiet() }
