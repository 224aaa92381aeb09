internal import CHDF5
internal import FileSystem

/// An open HDF5 file. One thread at a time uses it: the library serialises calls anyway.
///
/// Files are made in the library's format of 1.10, whose metadata all bear checksums (object
/// headers, chunk indexes, groups); only global heaps do not, so nothing of variable length is
/// written.
public final class File {
    /// The path that the file was opened by.
    public let path: String
    let handle: Handle
    let context: FileContext
    /// The root group, `/`.
    public let root: Group
    /// The whole data sets and attributes written into a file that `create` made or `openToExtend`
    /// opened; nil for one that is only read.
    public var record: WriteRecord? { context.record }
    /// Whether data sets that are written or read whole have the checksum of their elements, as the
    /// attribute `crc32c`; reading one without the right checksum is then an error. A reader sets
    /// it once it knows the file's version.
    public var hasChecks: Bool {
        get { context.hasChecks }
        set { context.hasChecks = newValue }
    }

    /// Creates the file, and replaces one that stood there. Objects carry no times, so that equal
    /// contents give equal bytes.
    ///
    /// - Parameters:
    ///   - userBlock: bytes in front that HDF5 leaves alone: 0 or a power of 2 from 512 on.
    ///   - hasChecks: see the property.
    /// - Throws: `HDF5Error` with the system's reason where the file cannot be made.
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

    /// Opens a file for reading; a pipe or a device is refused and not waited for. What its data
    /// sets claim is compared with its size, see `Dataset`.
    ///
    /// - Throws: `HDF5Error` where there is no regular file or it is not HDF5.
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

    /// Opens a file to add groups and data sets to it, which are recorded and bear checksums.
    ///
    /// - Throws: `HDF5Error` where there is no regular file, or it is not HDF5 or not writable.
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

    /// The number of bytes in front of the file that are not HDF5's, 0 for most files.
    public var userBlock: Int { get throws { try userBlockSize(of: handle, path: path) } }

    /// Closes a file whose groups and data sets are closed already; an open one is a programming
    /// error.
    ///
    /// - Throws: `HDF5Error` when the library could not write what was left.
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

    /// Hands everything written so far to the operating system, which may not have it on the disk
    /// yet.
    public func flush() throws {
        try check(H5Fflush(handle.id, H5F_SCOPE_GLOBAL), file: path, "flushing")
    }
}

/// The bytes in front of an open file that are not HDF5's: its addresses are counted from behind
/// them. Throws for addresses or sizes that do not have 8 bytes.
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

/// The bytes in front of the file that an open group, data set or attribute is in.
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

/// Runs once in a process. Links into other files are not followed: see Sources.swift. References
/// to elements of variable length are read as they are: see GlobalHeap.swift.
private let registration: (herr_t, herr_t) = (
    H5Lunregister(H5L_TYPE_EXTERNAL), vitrine_register_references()
)

/// Keeps the library from printing errors on the calling thread, since they are thrown as values. A
/// thread that did not open the file calls this before it reads.
public func silenceHDF5OnThisThread() { vitrine_h5e_quiet() }
