internal import CHDF5

// The pointer work of variable-length elements, in one place.

/// Calls `body` with an array of C strings, which live as long as the call. A text ends at its
/// first NUL: HDF5's variable strings cannot hold one.
func withCStrings<Result>(
    _ texts: [String], _ body: (UnsafeRawPointer) throws -> Result
) rethrows -> Result {
    var bytes: [CChar] = []
    var starts: [Int] = []
    for text in texts {
        starts.append(bytes.count)
        bytes.append(contentsOf: text.utf8CString)
    }
    return try unsafe bytes.withUnsafeBufferPointer { bytes in
        let pointers = unsafe starts.map { unsafe bytes.baseAddress! + $0 }
        return try unsafe pointers.withUnsafeBytes { try unsafe body($0.baseAddress!) }
    }
}

/// Calls `body` with an array of `hvl_t` over the rows, which live as long as the call.
func withVariableBytes<Result>(
    _ rows: [[UInt8]], _ body: (UnsafeRawPointer) throws -> Result
) rethrows -> Result {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(rows.reduce(1) { $0 + $1.count })
    var starts: [Int] = []
    for row in rows {
        starts.append(bytes.count)
        bytes.append(contentsOf: row)
    }
    if bytes.isEmpty { bytes.append(0) }
    return try unsafe bytes.withUnsafeMutableBufferPointer { bytes in
        let elements = unsafe zip(starts, rows).map { start, row in
            unsafe hvl_t(len: row.count, p: bytes.baseAddress! + start)
        }
        return try unsafe elements.withUnsafeBytes { try unsafe body($0.baseAddress!) }
    }
}

