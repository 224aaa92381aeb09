import Digest
import FileSystem
import Foundation
import Glibc
import ProgramRunner
import Testing

@testable import ModelLoading

@Suite("Noted digests") struct NotedDigestTests {
    /// The SHA-256 of a file, through notes in a folder.
    private func digest(_ file: String, _ folder: String) throws -> [UInt8] {
        try NotedDigest(file: file, smallest: 1, environment: ["XDG_CACHE_HOME": folder]).sha256
    }

    @Test("A digest is noted for a file as it is, and not for what is written to it later")
    func changes() throws {
        let folder = try TemporaryFolder()
        let file = folder.file("checkpoint")
        try Data([1, 2, 3]).write(to: URL(fileURLWithPath: file))
        // A file of this moment is not noted.
        #expect(try digest(file, folder.path) == SHA256.digest([1, 2, 3]))
        let notes = folder.path + "/vitrine/digests"
        #expect(namesInFolder(notes) == nil)

        // Its times lie back when the note is made, as those of a file from yesterday.
        let status = try #require(fileStatus(file))
        try FileManager.default.createDirectory(
            atPath: notes, withIntermediateDirectories: true)
        let note = "\(notes)/\(status.st_dev)-\(status.st_ino)"
        let times = [status.st_mtim, status.st_ctim].map { "\($0.tv_sec).\($0.tv_nsec)" }
        let noted = [UInt8](repeating: 7, count: 32)
        let line = "3 \(times[0]) \(times[1]) \(hexadecimal(noted))"
        try Data(line.utf8).write(to: URL(fileURLWithPath: note))
        #expect(try digest(file, folder.path) == noted)

        // Other content of the same length.
        try Data([1, 2, 4]).write(to: URL(fileURLWithPath: file))
        #expect(try digest(file, folder.path) == SHA256.digest([1, 2, 4]))
    }

    @Test("A file that has settled is noted, and read no more while it stays as it is")
    func noted() throws {
        let folder = try TemporaryFolder()
        let file = folder.file("checkpoint")
        try Data([1, 2, 3]).write(to: URL(fileURLWithPath: file))
        func digest() throws -> [UInt8] {
            try NotedDigest(
                file: file, smallest: 1, settled: -60,
                environment: ["XDG_CACHE_HOME": folder.path]
            ).sha256
        }
        #expect(try digest() == SHA256.digest([1, 2, 3]))
        let notes = folder.path + "/vitrine/digests"
        let name = try #require(namesInFolder(notes)?.first)
        let note = "\(notes)/\(name)"
        let line = try String(contentsOfFile: note, encoding: .utf8)
        #expect(line.hasSuffix(hexadecimal(SHA256.digest([1, 2, 3]))))
        // The note is what the second query reads.
        let other = hexadecimal([UInt8](repeating: 9, count: 32))
        try Data((line.dropLast(64) + other).utf8).write(to: URL(fileURLWithPath: note))
        #expect(try digest() == [UInt8](repeating: 9, count: 32))
        // Digests that are none are not believed.
        for damaged in ["", String(other.dropLast()), other + "0", "g" + other.dropFirst()] {
            try Data((line.dropLast(64) + damaged).utf8).write(to: URL(fileURLWithPath: note))
            #expect(try digest() == SHA256.digest([1, 2, 3]))
        }
    }

    @Test("Notes of other files are not believed", arguments: ["", "3", "a b c d", "zz"])
    func foreign(text: String) throws {
        let folder = try TemporaryFolder()
        let file = folder.file("checkpoint")
        try Data([5]).write(to: URL(fileURLWithPath: file))
        let status = try #require(fileStatus(file))
        let notes = folder.path + "/vitrine/digests"
        try FileManager.default.createDirectory(
            atPath: notes, withIntermediateDirectories: true)
        try Data(text.utf8).write(
            to: URL(fileURLWithPath: "\(notes)/\(status.st_dev)-\(status.st_ino)"))
        #expect(try digest(file, folder.path) == SHA256.digest([5]))
    }
}
