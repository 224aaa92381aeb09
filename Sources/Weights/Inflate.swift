internal import CZlib

/// Undoes raw deflate (RFC 1951, as in zip members) with zlib.
///
/// - Parameters:
///   - packed: where the packed bytes stand in `source`.
///   - count: how many bytes to make; memory is taken for that many and no more.
///   - isWhole: whether these are all; then the packed data must end exactly there, else the rest
///     is left packed.
/// - Throws: `CheckpointError.damaged` where the data is broken, or gives fewer or more bytes.
func inflate(
    _ source: ByteSource, packed: Range<Int>, count: Int, isWhole: Bool
) throws -> [UInt8] {
    let wrong = { (found: String) in
        CheckpointError.damaged(
            source.name,
            "the packed data at byte \(packed.lowerBound) should give \(count) bytes; \(found)")
    }
    var stream = unsafe z_stream()
    guard
        unsafe inflateInit2_(
            &stream, -15, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK
    else { throw wrong("zlib could not start") }
    defer { unsafe inflateEnd(&stream) }

    // zlib counts in 32 bits, so both sides go in pieces. One byte more than is due shows whether
    // there would be more.
    let room = min(1 << 20, max(count + 1, 1 << 10))
    var result: [UInt8] = []
    result.reserveCapacity(count)
    var piece = [UInt8](repeating: 0, count: room)
    var next = packed.lowerBound
    var ended = false
    while !ended && (isWhole || result.count < count) {
        let length = min(room, packed.upperBound - next)
        if length == 0 { throw wrong("it ends after \(result.count)") }
        var input = try source.read(UInt8.self, at: next, count: length)
        next += length
        var left = length
        var filled = room
        // A full output piece may mean that zlib holds more for the same input.
        while !ended && (left > 0 || filled == room) {
            let start = length - left
            let status = unsafe input.withUnsafeMutableBufferPointer { input in
                unsafe piece.withUnsafeMutableBufferPointer { piece in
                    unsafe stream.next_in = input.baseAddress! + start
                    unsafe stream.avail_in = UInt32(left)
                    unsafe stream.next_out = piece.baseAddress!
                    unsafe stream.avail_out = UInt32(room)
                    return unsafe CZlib.inflate(&stream, Z_NO_FLUSH)
                }
            }
            left = Int(unsafe stream.avail_in)
            filled = room - Int(unsafe stream.avail_out)
            guard status == Z_OK || status == Z_STREAM_END || status == Z_BUF_ERROR else {
                throw wrong("zlib finds it broken after \(result.count + filled)")
            }
            ended = status == Z_STREAM_END
            result.append(contentsOf: piece[..<min(filled, count - result.count + 1)])
            if result.count > count {
                if isWhole { throw wrong("it gives more") }
                result.removeLast(result.count - count)
                return result
            }
            if status == Z_BUF_ERROR && filled == 0 { break }
        }
        if ended && isWhole && (left > 0 || next < packed.upperBound) {
            throw wrong("it ends before its \(packed.count) packed bytes do")
        }
    }
    guard result.count == count else { throw wrong("it gives \(result.count)") }
    return result
}

/// The CRC-32 of zip files (ISO 3309, polynomial 0x04C11DB7 reflected), by zlib; that of HDF5's
/// elements is CRC-32C.
func crc32(of bytes: [UInt8]) -> UInt32 {
    unsafe bytes.withUnsafeBufferPointer { bytes in
        UInt32(unsafe crc32_z(0, bytes.baseAddress, bytes.count))
    }
}
