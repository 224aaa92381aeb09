/// Numbers of single precision from their bytes, little-endian; bytes that are left over at the end
/// are ignored.
public func singles(littleEndian bytes: ArraySlice<UInt8>) -> [Float] {
    stride(from: bytes.startIndex, to: bytes.endIndex - bytes.count % 4, by: 4).map { place in
        Float(
            bitPattern: (0..<4).reduce(UInt32(0)) {
                $0 | UInt32(bytes[place + $1]) << UInt32(8 * $1)
            })
    }
}
