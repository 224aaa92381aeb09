internal import CHDF5

// HDF5 stores the sources of a virtual data set in a global heap and reads it when the data set is
// opened. The heap is checked before, because the library does not survive a damaged one.

extension Group {
    /// Throws `HDF5Error` when `name` is a virtual data set whose heap is damaged; only for a file
    /// that is read. `base` is the size of the user block.
    func checkVirtualHeap(of name: String, base: Int) throws {
        let operation = "opening \(child(name))"
        var info = H5O_info_t()
        try check(
            unsafe H5Oget_info_by_name2(handle.id, name, &info, vitrine_h5o_info_basic(), 0),
            file: file, operation)
        guard let address = Int(exactly: info.addr) else { return }
        let heap = try context.heap(base: base)
        guard let message = try heap.layoutMessage(ofHeader: address),
            message.count >= 14, message[0] == 4, message[1] == 3
        else { return }
        _ = try heap.object(
            littleEndian(message, 2, 8), Int(littleEndian(message, 10, 4)))
    }
}

extension GlobalHeap {
    /// The data layout message of an object's header at `address`, without its own header; nil
    /// where there is none. (HDF5 File Format Specification 3.0, sections IV.A.1 and IV.A.2.)
    func layoutMessage(ofHeader address: Int) throws -> [UInt8]? {
        let head = try bytes(at: address, 16)
        return head.starts(with: Array("OHDR".utf8))
            ? try layoutMessage(version2: address) : try layoutMessage(version1: address, head)
    }

    /// The message of a header of version 2, which begins with "OHDR".
    private func layoutMessage(version2 address: Int) throws -> [UInt8]? {
        let flags = try bytes(at: address, 6)[5]
        var start = address + 6
        // Times; when attributes move out of the header.
        if flags & 0x20 != 0 { start += 16 }
        if flags & 0x10 != 0 { start += 4 }
        let sizeBytes = 1 << Int(flags & 3)
        let size = littleEndian(try bytes(at: start, sizeBytes), 0, sizeBytes)
        // A type, a size of two bytes, flags, and where it is kept the order of creation.
        let head = flags & 4 != 0 ? 6 : 4
        return try find(
            start + sizeBytes, size, head: head,
            message: { ($0, Int(littleEndian($1, 1, 2))) },
            // Behind "OCHK", and before a checksum.
            continuation: { ($0 + 4, $1 < 8 ? 0 : $1 - 8) })
    }

    /// The message of a header of version 1, whose first 16 bytes are `head`.
    private func layoutMessage(version1 address: Int, _ head: [UInt8]) throws -> [UInt8]? {
        try find(
            address + 16, littleEndian(head, 8, 4), head: 8,
            message: { ($0, Int(littleEndian($1, 2, 2))) }, continuation: { ($0, $1) })
    }

    /// Goes through the messages of a header and of its continuations, 64 blocks at most, and
    /// returns the first data layout message (type 8).
    ///
    /// - Parameters:
    ///   - head: the bytes before each message's data.
    ///   - message: reads type and size of the data from those bytes.
    ///   - continuation: the bytes of a continuation block that hold messages.
    private func find(
        _ start: Int, _ size: UInt64, head: Int,
        message: (_ type: UInt8, _ head: [UInt8]) -> (type: UInt8, size: Int),
        continuation: (_ start: Int, _ size: UInt64) -> (Int, UInt64)
    ) throws -> [UInt8]? {
        var pieces = [(start, size)]
        var index = 0
        while index < pieces.count && index < 64 {
            let (start, size) = pieces[index]
            index += 1
            guard let count = Int(exactly: size) else { continue }
            let bytes = try bytes(at: start, count)
            var offset = 0
            while offset + head <= bytes.count {
                let found = message(bytes[offset], Array(bytes[offset..<offset + head]))
                offset += head
                guard found.size <= bytes.count - offset else { break }
                let data = Array(bytes[offset..<offset + found.size])
                if found.type == 8 { return data }
                if found.type == 0x10, data.count >= 16,
                    let next = Int(exactly: littleEndian(data, 0, 8))
                {
                    pieces.append(continuation(next, littleEndian(data, 8, 8)))
                }
                offset += found.size
            }
        }
        return nil
    }
}
