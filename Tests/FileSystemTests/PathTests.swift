import FileSystem
import Foundation
import Testing

@Suite("Paths are bytes") struct PathTests {
    @Test(
        "A path's text keeps all its bytes",
        arguments: [
            Array("plain".utf8), Array("ä€😀".utf8), [0x62, 0xFF, 0x2E], [0xC3], [0xE2, 0x82],
            [0xF4, 0x8F, 0x9E, 0x80], [0xF4, 0x8F, 0x9F, 0xBF, 0xFE], [],
        ] as [[UInt8]])
    func texts(bytes: [UInt8]) {
        let text = pathText(bytes)
        #expect(pathBytes(text) == bytes)
        let isPlain = text.unicodeScalars.allSatisfy { byteInPath($0) == nil }
        #expect(isPlain == (String(validating: bytes, as: UTF8.self) == text))
    }

    @Test(
        "the folder part of any path, those of one character too",
        arguments: [
            ("g", ""), ("", ""), ("g/", ""), ("/", "/"), ("/g", "/"), ("//g//", "/"), ("a/b", "a"),
            ("a//b/", "a"), ("./b", "."), ("/a/b.h5", "/a"), ("é/ü", "é"),
        ])
    func parents(path: String, parent: String) {
        #expect(parentPath(of: path) == parent)
        #expect(folderPath(of: path) == (parent.isEmpty ? "." : parent))
    }

    @Test("absolute paths have no . and .., and keep their links")
    func absolute() {
        #expect(absolutePath("/a/./b//../c/") == "/a/c")
        #expect(absolutePath("/../..") == "/")
        let here = FileManager.default.currentDirectoryPath
        #expect(absolutePath("x/../y") == (here as NSString).appendingPathComponent("y"))
        #expect(absolutePath("") == here && absolutePath(".") == here)
    }

    @Test("files and folders whose names are no UTF-8 are made, found, renamed and removed")
    func otherBytes() throws {
        let top = NSTemporaryDirectory() + "/paths-" + UUID().uuidString
        #expect(makeFolder(top))
        defer { removeFolder(top) }
        let folder = pathText(Array("\(top)/f".utf8) + [0xFF, 0xFE])
        #expect(makeFolders(folder + "/a/b") && FileKind(folder) == .folder)
        let file = folder + "/a/b/" + pathText([0xC3])
        let descriptor = openFile(file, O_WRONLY | O_CREAT | O_EXCL)
        #expect(descriptor >= 0)
        let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        try handle.write(contentsOf: Data("abc".utf8))
        try handle.close()
        #expect(wholeFile(file) == Array("abc".utf8) && regularFileSize(file) == 3)
        #expect(namesInFolder(folder + "/a/b") == [pathText([0xC3])])
        let other = file + "x"
        #expect(renameFile(file, to: other) && FileKind(file) == .missing && isThere(other))
        #expect(linkFile(other, to: file) && isSameFile(file, other))
        #expect(!linkFile(other, to: file) && errno == EEXIST)
        #expect(
            canonicalPath(folder + "/a/../a/b") == canonicalPath(top)! + folder.dropFirst(top.count)
                + "/a/b")
        #expect(removeFile(file) && removeFile(other) && wholeFile(file) == nil)
        #expect(
            removeFolder(folder + "/a/b") && removeFolder(folder + "/a") && removeFolder(folder))
        #expect(namesInFolder(folder) == nil && errno == ENOENT)
    }

    @Test("a pipe is no file to read whole, and nothing waits for it")
    func pipe() {
        let path = NSTemporaryDirectory() + "/pipe-" + UUID().uuidString
        let made = unsafe mkfifo(path, 0o600)
        #expect(made == 0)
        defer { removeFile(path) }
        #expect(wholeFile(path) == nil && regularFileSize(path) == nil)
        #expect(FileKind(path) == .special("pipe"))
    }
}
