internal import CCrypto
internal import FileSystem
internal import Foundation

/// SHA-256 (FIPS 180-4) of bytes that come in pieces, by OpenSSL's libcrypto. One thread uses an
/// object, for one digest.
@safe
public final class SHA256 {
    private let context: OpaquePointer?

    /// A digest of no bytes yet.
    public init() {
        unsafe context = EVP_MD_CTX_new()
        unsafe EVP_DigestInit_ex(context, EVP_sha256(), nil)
    }

    deinit { unsafe EVP_MD_CTX_free(context) }

    /// Adds bytes to those that are digested; the digest does not depend on how they are cut into
    /// pieces.
    public func update(_ bytes: [UInt8]) {
        unsafe EVP_DigestUpdate(context, bytes, bytes.count)
    }

    /// The digest, 32 bytes; the object is used up afterwards.
    public func finish() -> [UInt8] {
        var digest = [UInt8](repeating: 0, count: 32)
        var length: UInt32 = 0
        unsafe EVP_DigestFinal_ex(context, &digest, &length)
        return digest
    }

    /// The digest of the bytes of an array, 32 bytes.
    public static func digest(_ bytes: [UInt8]) -> [UInt8] {
        let hash = SHA256()
        hash.update(bytes)
        return hash.finish()
    }

    /// The digest of a file, 32 bytes, read in pieces of 1 MiB.
    ///
    /// - Throws: `POSIXError` when the file cannot be opened or read.
    public static func digest(file path: String) throws -> [UInt8] {
        let descriptor = openFile(path, O_RDONLY)
        guard descriptor >= 0 else {
            throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO)
        }
        defer { close(descriptor) }
        let hash = SHA256()
        var piece = [UInt8](repeating: 0, count: 1 << 20)
        while true {
            let count = unsafe read(descriptor, &piece, piece.count)
            if count < 0 && errno == EINTR { continue }
            guard count >= 0 else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
            if count == 0 { break }
            unsafe EVP_DigestUpdate(hash.context, piece, count)
        }
        return hash.finish()
    }
}

/// Lower-case hexadecimal digits, two for each byte, as `sha256sum` prints them.
public func hexadecimal(_ bytes: some Sequence<UInt8>) -> String {
    bytes.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
}
