internal import Digest
public import Foundation

/// The folder of downloaded files: `$XDG_CACHE_HOME/vitrine` or `~/.cache/vitrine`.
///
/// A file keeps its published name, which messages and stores show, in a folder named after the
/// hash of the folder part of its address. So two addresses never share a file, and a `config.json`
/// is beside its weights, as published.
public struct DownloadCache: Sendable {
    /// Absolute path of the cache.
    public let folder: String

    public init(folder: String) { self.folder = folder }

    /// The cache of an environment; nil when neither `XDG_CACHE_HOME` nor `HOME` is an absolute
    /// path.
    public init?(environment: [String: String]) {
        // A relative path is to be ignored (XDG Base Directory Specification 0.8).
        if let cache = environment["XDG_CACHE_HOME"], cache.hasPrefix("/") {
            folder = cache + "/vitrine"
        } else if let home = environment["HOME"], home.hasPrefix("/") {
            folder = home + "/.cache/vitrine"
        } else {
            return nil
        }
    }

    /// The path of the file of an address, whether it was downloaded or not.
    public func path(for url: URL) -> String {
        let last = url.lastPathComponent
        let name = Self.fileName(last)
        var origin = url.deletingLastPathComponent().absoluteString
        if let query = url.query { origin += "?" + query }
        // A changed name could be that of another address: the original one enters the hash.
        if name != last { origin += "#" + last }
        let key = hexadecimal(SHA256.digest(Array(origin.utf8)).prefix(6))
        return "\(folder)/\(key)/\(name)"
    }

    /// The last 180 characters of a name with only ASCII letters, digits and `._-+`, and without
    /// the endings of the cache's own notes.
    private static func fileName(_ text: String) -> String {
        let kept = text.unicodeScalars.map { scalar -> Character in
            let isPlain =
                scalar.isASCII
                && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil)
            return isPlain || "._-+".unicodeScalars.contains(scalar) ? Character(scalar) : "_"
        }
        var name = String(kept.suffix(180))
        if name.isEmpty { return "weights" }
        if name.hasPrefix(".") { name = "_" + name.dropFirst() }
        // These endings are reserved for the notes beside a file.
        let notes = [".sha256", ".partial", ".json.partial"]
        return notes.contains(where: name.hasSuffix) ? name + "_" : name
    }
}

/// The SHA-256 beside a finished file, `FILE.sha256`, in the format of `sha256sum -c`.
struct DigestNote {
    let path: String

    init(of file: String) { path = file + ".sha256" }

    /// The 64 hexadecimal digits; nil without a note.
    ///
    /// - Throws: `DownloadError` for a note without them, because the file can then not be
    ///   verified.
    func read() throws -> String? {
        var status = stat()
        guard unsafe lstat(path, &status) == 0 else { return nil }
        let isFile = status.st_mode & S_IFMT == S_IFREG && status.st_size < 4096
        let data = isFile ? FileManager.default.contents(atPath: path) : nil
        let digits = String(decoding: data ?? Data(), as: UTF8.self).prefix(64).lowercased()
        guard digits.utf8.count == 64, digits.utf8.allSatisfy(Self.isDigit) else {
            let found =
                !isFile
                ? "something else" : data == nil ? "a file that cannot be read" : "other text"
            throw DownloadError(
                .changed,
                "\(path): expected a SHA-256 as sha256sum writes it, found \(found); delete it to "
                    + "accept the file beside it, or delete both to download the file again.")
        }
        return digits
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x61...0x66).contains(byte)
    }

    /// Writes the digits with the name of the file.
    func write(_ digits: String, name: String) throws {
        try Data("\(digits)  \(name)\n".utf8).write(
            to: URL(fileURLWithPath: path), options: .atomic)
    }
}
