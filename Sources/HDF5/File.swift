internal import CHDF5
internal import FileSystem

/// An open HDF5 file, for one thread at a time; the library serialises its calls.
///
/// Files are written in the format of HDF5 1.10, in which object headers, chunk indexes and groups
/// have checksums. Global heaps have none, so nothing of variable length is written. All errors are
/// `HDF5Error`.
public final class File {
    /// The path that was given.
    public let path: String
    let handle: Handle
    let context: FileContext
    /// The group `/`.
    public let root: Group
    /// What was written to a file from `create` or `openToExtend`; nil for a file to read.
    public var record: WriteRecord? { context.record }
    /// Whether data sets that are written or read whole have the CRC-32C of their elements as the
    /// attribute `crc32c`. A missing or wrong one is an error when reading. False by default; a
    /// reader sets it once it knows the format version.
    public var hasChecks: Bool {
        get { context.hasChecks }
        set { context.hasChecks = newValue }
    }

    /// Creates a file and replaces an existing one. Objects have no times, so that equal contents
    /// give equal bytes.
    ///
    /// - Parameters:
    ///   - userBlock: bytes in front that HDF5 does not use: 0 or a power of 2 from 512 on.
    ///   - hasChecks: whether data sets get checksums.
    public static func create(
        _ path: String, userBlock: Int = 0, hasChecks: Bool = false
    ) throws -> File {
        prepareLibrary()
        let access = try Handle(
            H5Pcreate(vitrine_h5p_file_access()), file: path, "preparing", close: H5Pclose)
        try check(
            H5Pset_libver_bounds(access.id, vitrine_h5f_libver_v110(), vitrine_h5f_libver_v110()),
            file: path, "preparing")
        let creation = try Handle(
            H5Pcreate(vitrine_h5p_file_create()), file: path, "preparing", close: H5Pclose)
        try check(
            H5Pset_userblock(creation.id, hsize_t(userBlock)), file: path,
            "keeping \(userBlock) bytes in front")
        try check(H5Pset_obj_track_times(creation.id, false), file: path, "preparing")
        let id = unsafe H5Fcreate(systemPath(path), vitrine_h5f_acc_trunc(), creation.id, access.id)
        let context = FileContext(path, record: WriteRecord(), byteCount: nil)
        context.hasChecks = hasChecks
        return try File(context, id, "creating the file")
    }

    /// Opens a file for reading.
    ///
    /// - Throws: `HDF5Error`, also for a pipe or a device, which is not opened.
    public static func open(_ path: String) throws -> File {
        prepareLibrary()
        let operation = "opening the file as HDF5"
        guard let bytes = regularFileSize(path) else {
            throw HDF5Error(
                file: path, operation: operation, reason: "there is no regular file of this name")
        }
        let id = unsafe H5Fopen(systemPath(path), vitrine_h5f_acc_rdonly(), 0)
        return try File(FileContext(path, record: nil, byteCount: bytes), id, operation)
    }

    /// Opens a file to add groups and data sets, which are recorded and get checksums.
    public static func openToExtend(_ path: String) throws -> File {
        prepareLibrary()
        let operation = "opening the file to add to it"
        guard regularFileSize(path) != nil else {
            throw HDF5Error(
                file: path, operation: operation, reason: "there is no regular file of this name")
        }
        let access = try Handle(
            H5Pcreate(vitrine_h5p_file_access()), file: path, "preparing", close: H5Pclose)
        try check(
            H5Pset_libver_bounds(access.id, vitrine_h5f_libver_v110(), vitrine_h5f_libver_v110()),
            file: path, "preparing")
        let id = unsafe H5Fopen(systemPath(path), vitrine_h5f_acc_rdwr(), access.id)
        let context = FileContext(path, record: WriteRecord(), byteCount: nil)
        context.hasChecks = true
        return try File(context, id, operation)
    }

    private init(_ context: FileContext, _ id: hid_t, _ operation: String) throws {
        let path = context.path
        let handle = try Handle(id, file: path, operation, close: H5Fclose)
        self.path = path
        self.handle = handle
        self.context = context
        self.root = Group(
            try Handle(
                unsafe H5Gopen2(id, "/", 0), file: path, "opening /", close: H5Gclose),
            context, path: "/")
    }

    /// Number of bytes in front that HDF5 does not use.
    public var userBlock: Int { get throws { try userBlockSize(of: handle, path: path) } }

    /// Closes a file whose groups and data sets are closed; an open one is a programming error.
    ///
    /// - Throws: `HDF5Error` when the library cannot write its remaining data.
    public func close() throws {
        try root.handle.closeNow(file: path, "closing /")
        // The library would leave a file open, without a word, as long as anything in it is.
        let open = H5Fget_obj_count(handle.id, vitrine_h5f_obj_all())
        precondition(open == 1, "\(path): \(open - 1) groups or data sets are open at its close")
        try handle.closeNow(file: path, "closing the file")
    }

    /// Leaves the file open until the process ends, after a write to it has failed.
    ///
    /// HDF5 1.10 can crash when it closes what it could not write: a file, or a data set of it with
    /// chunks in its cache. So neither is released: `owner` is the object that holds groups and
    /// data sets of this file, nil where nothing does. What was written stays on the disk, and is
    /// the caller's to remove.
    public func abandon(with owner: AnyObject? = nil) {
        _ = unsafe Unmanaged.passRetained(self)
        if let owner { _ = unsafe Unmanaged.passRetained(owner) }
    }

    /// Writes the library's caches to the operating system, without a sync to the disk.
    public func flush() throws {
        try check(H5Fflush(handle.id, H5F_SCOPE_GLOBAL), file: path, "flushing")
    }
}

/// Number of bytes in front of the HDF5 data of an open file, from where its addresses count.
///
/// - Throws: `HDF5Error` when the file's addresses and lengths are not of 8 bytes.
func userBlockSize(of file: Handle, path: String) throws -> Int {
    let operation = "reading the sizes of its addresses"
    let creation = try Handle(
        H5Fget_create_plist(file.id), file: path, operation, close: H5Pclose)
    var (address, length) = (0, 0)
    try check(unsafe H5Pget_sizes(creation.id, &address, &length), file: path, operation)
    guard address == 8, length == 8 else {
        throw HDF5Error(
            file: path, operation: operation,
            reason: "expected 8 and 8 bytes, found \(address) and \(length)")
    }
    var size = hsize_t(0)
    try check(unsafe H5Pget_userblock(creation.id, &size), file: path, operation)
    return Int(clamping: size)
}

/// The size of the user block of the file of an open group, data set or attribute.
func userBlockSize(ofFileWith object: Handle, path: String) throws -> Int {
    let file = try Handle(
        H5Iget_file_id(object.id), file: path, "reading the sizes of its addresses",
        close: H5Fclose)
    return try userBlockSize(of: file, path: path)
}

/// Switches off the library's clean-up at exit, where HDF5 1.10 can crash after a failed write, and
/// its own printing. The first works only before any other call of the library.
private func prepareLibrary() {
    _ = H5dont_atexit()
    vitrine_h5e_quiet()
    _ = registration
}

/// Done once per process: links into other files are not followed (see Sources.swift), and
/// references to elements of variable length are read as bytes (see GlobalHeap.swift).
private let registration: (herr_t, herr_t) = (
    H5Lunregister(H5L_TYPE_EXTERNAL), vitrine_register_references()
)

/// Keeps the library from printing its errors on the calling thread; a thread that reads a file
/// which another thread opened calls it first.
public func silenceHDF5OnThisThread() { vitrine_h5e_quiet() }
