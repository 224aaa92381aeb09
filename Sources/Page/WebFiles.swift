internal import CPageWeb

/// The program of the page: the files of `Sources/Page/Web`, which the build embeds.
enum WebFiles {
    /// The text of each file by its name.
    static let all: [String: String] = {
        var files: [String: String] = [:]
        for index in 0..<page_web_count() {
            guard let file = unsafe page_web_at(index)?.pointee, let name = unsafe file.name else {
                continue
            }
            let bytes = unsafe UnsafeBufferPointer(start: file.bytes, count: file.count)
            unsafe files[String(cString: name)] = String(decoding: bytes, as: UTF8.self)
        }
        return files
    }()

    /// Name of the module that the program begins with.
    static let root = "main.js"

    /// The text of a file; a missing one is a bug of the build.
    static func text(_ name: String) -> String {
        guard let text = all[name] else { preconditionFailure("no embedded file \(name)") }
        return text
    }

    /// The modules by name.
    static var modules: [String: String] { all.filter { $0.key.hasSuffix(".js") } }
}
