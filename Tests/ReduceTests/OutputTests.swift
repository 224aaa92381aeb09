import Foundation
import HDF5
import ProgramRunner
import Testing

/// What `reduce` may write over, and what two of it do to one output.
@Suite("reduce's output") struct OutputTests {
    private let folder: TemporaryFolder
    private let manager = FileManager.default

    init() throws { folder = try TemporaryFolder() }

    /// A `.npy` file of `rows` x 6 numbers in three groups.
    private func vectors(_ name: String, rows: Int = 24, shift: Float = 0) throws -> String {
        let path = folder.file(name)
        try writeNumpy(
            (0..<rows).map { row in
                (0..<6).map { column in
                    let noise = Float((row * 7919 + column * 104_729) % 1000) / 2000
                    return (row % 3 == column % 3 ? 5 : 0) + noise + shift
                }
            }, to: path)
        return path
    }

    private func bytes(_ path: String) throws -> Data {
        try Data(contentsOf: URL(fileURLWithPath: path))
    }

    private func reduce(_ arguments: [String]) throws -> Finished {
        try runProgram("reduce", arguments + ["--quiet"])
    }

    @Test("An input is never the output, through links or with --overwrite")
    func inputs() throws {
        let path = try vectors("a.npy")
        let ids = folder.file("ids.txt")
        try (0..<24).map { "row \($0)" }.joined(separator: "\n")
            .write(toFile: ids, atomically: true, encoding: .utf8)
        let map = folder.file("map.h5")
        #expect(try reduce([path, "-o", map]).code == 0)
        try manager.createSymbolicLink(
            atPath: folder.file("soft.h5"), withDestinationPath: "a.npy")
        try manager.linkItem(atPath: path, toPath: folder.file("hard.h5"))
        let deep = try folder.folder("deep")
        let before = try [path, ids, map].map(bytes)
        for arguments in [
            [path, "-o", path], [path, "-o", folder.file("soft.h5")],
            [path, "-o", folder.file("hard.h5")], [path, "-o", deep + "/../a.npy"],
            [path, "--ids", ids, "-o", ids], [path, "--place", map, "-o", map],
        ] {
            for more in [[], ["--overwrite"], ["--dry-run"]] {
                let result = try reduce(arguments + more)
                #expect(result.code == 2, "\(arguments)")
                #expect(result.errors.contains("found an input of this command"), "\(result)")
            }
        }
        #expect(try [path, ids, map].map(bytes) == before)
    }

    @Test("Only a map of the same input is replaced unasked; a folder or pipe never is")
    func foreign() throws {
        let (a, b) = (try vectors("a.npy"), try vectors("b.npy", shift: 1))
        let map = folder.file("map.h5")
        #expect(try reduce([a, "-o", map]).code == 0)
        #expect(try reduce([a, "-o", map, "--seed", "3"]).code == 0)
        let photo = folder.file("photo.jpg")
        try Data("a photograph".utf8).write(to: URL(fileURLWithPath: photo))
        for (input, output, words) in [
            (b, map, "the map of another input"), (a, photo, "a file that `reduce` did not write"),
        ] {
            let before = try bytes(output)
            let refused = try reduce([input, "-o", output])
            #expect(refused.code == 2)
            #expect(refused.errors.contains(words), "\(refused.errors)")
            #expect(refused.errors.contains("--overwrite"), "\(refused.errors)")
            #expect(try bytes(output) == before)
            #expect(try reduce([input, "-o", output, "--overwrite"]).code == 0)
        }
        let pipe = folder.file("pipe.h5")
        let made1 = unsafe mkfifo(pipe, 0o600)
        #expect(made1 == 0)
        for output in [try folder.folder("folder.h5"), pipe, "", folder.file("no/map.h5")] {
            let refused = try reduce([a, "-o", output, "--overwrite"])
            let code: Int32 = output.contains("/no/") ? 74 : 2
            #expect(refused.code == code, "\(output): \(refused.errors)")
            #expect(refused.errors.split(separator: "\n").count == 1, "\(refused.errors)")
        }
    }

    @Test("--place without -o writes beside the new rows, and the map stays as it is")
    func placed() throws {
        let map = folder.file("tsne.h5")
        #expect(try reduce([try vectors("a.npy"), "-o", map]).code == 0)
        let before = try bytes(map)
        let result = try runShell(
            "cd \"$1\" && \"$BIN/reduce\" --place tsne.h5 new.npy",
            [folder.path, try vectors("new.npy", rows: 6)])
        #expect(result.code == 0, "\(result.errors)")
        #expect(result.errors.contains("new.placed.h5"))
        #expect(try bytes(map) == before)
        #expect(manager.fileExists(atPath: folder.file("new.placed.h5")))
    }

    @Test("No table of an earlier run stays beside a new map")
    func staleTables() throws {
        let map = folder.file("t.h5")
        let tables = folder.file("t.tables")
        #expect(try reduce([try vectors("a.npy"), "-o", map]).code == 0)
        #expect(try manager.contentsOfDirectory(atPath: tables).contains("clusters.csv"))
        let bare = [folder.file("a.npy"), "-o", map, "--cluster", "none", "--findings", "none"]
        func written() throws -> [String] {
            try manager.contentsOfDirectory(atPath: tables).filter { !$0.hasPrefix(".") }
        }
        #expect(try reduce(bare).code == 0)
        #expect(try written() == ["map.csv"])
        // A folder as versions before made it, without the list of its files.
        try manager.removeItem(atPath: tables)
        _ = try folder.folder("t.tables")
        try "old".write(toFile: tables + "/clusters.csv", atomically: true, encoding: .utf8)
        #expect(try reduce(bare).code == 0)
        #expect(try written() == ["map.csv"])
    }

    @Test("A folder of tables that holds something else is left alone")
    func foreignTables() throws {
        let map = folder.file("t.h5")
        let path = try vectors("a.npy")
        #expect(try reduce([path, "-o", map]).code == 0)
        let note = folder.file("t.tables/notes.txt")
        try "mine".write(toFile: note, atomically: true, encoding: .utf8)
        let before = try bytes(map)
        let refused = try reduce([path, "-o", map, "--overwrite"])
        #expect(refused.code == 2)
        #expect(refused.errors.contains("notes.txt"), "\(refused.errors)")
        #expect(try bytes(map) == before)
        #expect(try String(contentsOfFile: note, encoding: .utf8) == "mine")
    }

    @Test("Of two runs on one output one is refused with 75, and map and tables are the other's")
    func races() throws {
        let (a, b) = (try vectors("a.npy", rows: 60), try vectors("b.npy", rows: 30, shift: 1))
        let map = folder.file("t.h5")
        var refused = 0
        for _ in 0..<6 {
            let result = try runShell(
                """
                "$BIN/reduce" "$1" -o "$3" --quiet --overwrite & first=$!
                "$BIN/reduce" "$2" -o "$3" --quiet --overwrite; second=$?
                wait $first; echo $? $second
                """, [a, b, map])
            let codes = result.output.split(whereSeparator: \.isWhitespace).map(String.init)
            #expect(codes.allSatisfy { ["0", "75"].contains($0) }, "\(result)")
            #expect(codes.contains("0"), "\(result)")
            if codes.contains("75") {
                refused += 1
                #expect(result.errors.contains("another run is writing it (process "))
            }
            let stored = try File.open(map).root
            let clusters = try stored.dataset("uns/vitrine/tables/clusters/size")
                .read(as: Int64.self)
            let table = try String(
                contentsOfFile: folder.file("t.tables/clusters.csv"), encoding: .utf8)
            let sizes = table.split(whereSeparator: \.isNewline).dropFirst().map { line in
                Int64(line.split(separator: ",")[1])
            }
            #expect(sizes == clusters)
        }
        #expect(refused > 0)
        let left = try manager.contentsOfDirectory(atPath: folder.path).sorted()
        #expect(left == ["a.npy", "b.npy", "t.h5", "t.tables"])
    }

    @Test("What a killed run left under temporary names goes; a live process's stays")
    func leftovers() throws {
        let path = try vectors("a.npy")
        let map = folder.file("t.h5")
        let host = ProcessInfo.processInfo.hostName
        // No process has a number beyond the system's limit.
        let link = try manager.destinationOfSymbolicLink(atPath: "/proc/self/ns/pid")
        let space = "\(host).\(link.filter(\.isNumber))"
        let dead = [
            "t.h5.\(host)-99999999.partial", "t.tables.\(host)-99999999.partial",
            "t.h5.\(space).abc-99999999.partial",
        ]
        _ = try folder.folder(dead[1])
        try "x".write(
            toFile: folder.file(dead[1] + "/labels.csv"), atomically: true, encoding: .utf8)
        // A number of a process means nothing in another container of the same host name.
        let kept = [
            "t.h5.\(host)-\(getpid()).partial", "t.h5.elsewhere-1.partial", "t.h5.partial",
            "t.h5.\(host).1.abc-99999999.partial", "t.h5.\(space).abc-\(getpid()).partial",
        ]
        for name in [dead[0], dead[2]] + kept {
            try "x".write(toFile: folder.file(name), atomically: true, encoding: .utf8)
        }
        #expect(try reduce([path, "-o", map]).code == 0)
        let left = Set(try manager.contentsOfDirectory(atPath: folder.path))
        #expect(left == Set(kept + ["a.npy", "t.h5", "t.tables"]))
    }

    @Test("A file of the user's under the lock's name is not touched")
    func foreignLock() throws {
        let path = try vectors("a.npy")
        let lock = folder.file("t.h5.lock")
        try "mine".write(toFile: lock, atomically: true, encoding: .utf8)
        let refused = try reduce([path, "-o", folder.file("t.h5")])
        #expect(refused.code == 2, "\(refused.errors)")
        #expect(try String(contentsOfFile: lock, encoding: .utf8) == "mine")
    }
}
