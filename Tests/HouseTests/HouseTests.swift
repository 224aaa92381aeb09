import Foundation
import Testing

/// What keeps the tree in order: who imports whom, how long files are, where unsafe code is.
@Suite("The house") struct HouseTests {
    private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().path

    private static func text(_ path: String) throws -> String {
        try String(contentsOfFile: "\(root)/\(path)", encoding: .utf8)
    }

    /// The files of a folder that end so, by their paths from the root, ascending.
    private static func files(
        _ folder: String, endings: [String] = [".swift"]
    ) throws -> [String] {
        try FileManager.default.subpathsOfDirectory(atPath: "\(root)/\(folder)")
            .filter { name in endings.contains { name.hasSuffix($0) } }
            .map { "\(folder)/\($0)" }.sorted()
    }

    /// The scripts and modules of Scripts, without the inputs of the fuzz targets.
    private static func scripts(endings: [String]) throws -> [String] {
        try files("Scripts", endings: endings).filter { !$0.hasPrefix("Scripts/fuzz/corpus/") }
    }

    /// The documents, sources and scripts that may name a script, by their paths from the root.
    private static func documents() throws -> [String] {
        let manager = FileManager.default
        let sources = try files("Sources", endings: [".swift", ".c", ".cpp", ".h"])
        // Scripts and benchmarks may have no ending; what `make bench` installs is left out.
        let scripts = try manager.subpathsOfDirectory(atPath: "\(root)/Scripts")
            .filter { !$0.hasPrefix("fuzz/corpus") }.map { "Scripts/\($0)" }
        let benchmarks = try manager.contentsOfDirectory(atPath: "\(root)/Benchmarks")
            .map { "Benchmarks/\($0)" }
        let single = ["README.md", "CONTRIBUTING.md", "Makefile", ".ci/run", "data/README.md"]
        return try single + files("Documentation", endings: [".md"]) + sources + files("Tests")
            + scripts + benchmarks
    }

    /// The lines of a list beside this file, without comments.
    private static func list(_ name: String) throws -> [String] {
        try text("Tests/HouseTests/\(name)").split(separator: "\n").map(String.init)
            .filter { !$0.hasPrefix("#") }
    }

    /// The modules of the project, and ArgumentParser, that each target of Sources imports.
    private static func imports() throws -> [String: Set<String>] {
        let folders = try FileManager.default.contentsOfDirectory(atPath: "\(root)/Sources")
        let known = Set(folders + ["ArgumentParser"])
        var found: [String: Set<String>] = [:]
        for file in try files("Sources") {
            let target = String(file.split(separator: "/")[1])
            let modules = try text(file).split(separator: "\n").compactMap { line -> String? in
                let words = line.split(separator: " ")
                guard let place = words.firstIndex(of: "import"), place <= 2,
                    words.count > place + 1
                else { return nil }
                return words[..<place].allSatisfy {
                    ["public", "internal", "@testable"].contains($0)
                }
                    ? String(words[place + 1]) : nil
            }
            found[target, default: []].formUnion(known.intersection(modules))
        }
        return found
    }

    @Test("Each target imports what CONTRIBUTING's table says, and nothing else")
    func importGraph() throws {
        var rows: [String: Set<String>] = [:]
        for line in try Self.text("CONTRIBUTING.md").split(separator: "\n") {
            let cells = line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
            guard cells.count == 3, cells[0].hasPrefix("`") else { continue }
            let names = cells[0].split(separator: " ").map { String($0.replacing("`", with: "")) }
            let modules = Set(
                cells[1].split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) })
            for name in names { rows[name] = modules.subtracting(["nothing", "C"]) }
        }
        let imports = try Self.imports()
        #expect(imports.count > 20)
        for (target, modules) in imports.sorted(by: { $0.key < $1.key }) {
            #expect(
                rows[target] == modules,
                "\(target) imports \(modules.sorted().joined(separator: ", "))")
        }
    }

    @Test("Each C library is imported by one Swift target")
    func edges() throws {
        var owners: [String: [String]] = [:]
        for (target, modules) in try Self.imports() {
            for module in modules
            where module.hasPrefix("C") && module.dropFirst().first!.isUppercase {
                owners[module, default: []].append(target)
            }
        }
        // Elementwise kernels and CRC-32C share a library of our own.
        owners["CKernels"] = nil
        #expect(owners.count >= 9)
        for (library, targets) in owners { #expect(targets.count == 1, "\(library): \(targets)") }
    }

    @Test("Files of Sources and scripts have at most 400 lines, all lines at most 100 columns")
    func lengths() throws {
        let sources = [".swift", ".c", ".cpp", ".h", ".js", ".css", ".html"]
        for file in try Self.files("Sources", endings: sources) + Self.files("Tests")
            + Self.scripts(endings: [".py"])
        {
            let lines = try Self.text(file).split(separator: "\n", omittingEmptySubsequences: false)
            let isShort =
                file.hasPrefix("Sources/") && [".swift", ".js"].contains { file.hasSuffix($0) }
            if isShort || file.hasSuffix(".py") {
                #expect(lines.count <= 401, "\(file): \(lines.count) lines")
            }
            let long = lines.first { $0.count > 100 }
            #expect(long == nil, "\(file): \(long ?? "")")
        }
    }

    @Test("Unsafe code is in the files that are listed, and in no other")
    func unsafe() throws {
        let found = try Self.files("Sources").filter {
            try Self.text($0).split(separator: "\n").contains { line in
                !line.trimmingPrefix(while: \.isWhitespace).hasPrefix("//")
                    && line.contains(/\bunsafe\b/)
            }
        }
        #expect(found == (try Self.list("unsafe-files.txt")))
    }

    @Test("Types that are Sendable on our word are listed, each with its reason")
    func unchecked() throws {
        var found: [String] = []
        for file in try Self.files("Sources") {
            for line in try Self.text(file).split(separator: "\n")
            where line.contains("@unchecked Sendable") {
                let match = try #require(line.firstMatch(of: /(class|struct|enum) (\w+)/))
                found.append(String(match.2))
            }
        }
        let listed = try Self.list("unchecked-sendable.txt").map {
            $0.split(separator: ":", maxSplits: 1).map { $0.trimmingCharacters(in: .whitespaces) }
        }
        #expect(listed.allSatisfy { $0.count == 2 && $0[1].count > 20 })
        #expect(found.sorted() == listed.map { $0[0] }.sorted())
    }

    @Test("Every path of Scripts that a document, source or script names exists")
    func scriptPaths() throws {
        var count = 0
        for file in try Self.documents() {
            // Folders and binary files have no text.
            guard let text = try? Self.text(file), text.range(of: "Scripts/") != nil else {
                continue
            }
            for match in text.matches(of: /Scripts\/[A-Za-z0-9_.\/-]*[A-Za-z0-9_]/) {
                count += 1
                let path = String(match.output)
                #expect(
                    FileManager.default.fileExists(atPath: "\(Self.root)/\(path)"),
                    "\(file): \(path)")
            }
        }
        #expect(count > 100)
    }

    @Test("Scripts/README.md has every script and module, and names outputs that exist")
    func scriptList() throws {
        let readme = try Self.text("Scripts/README.md")
        let scripts = try Self.scripts(endings: [".py", ".sbatch", ".yaml"])
        #expect(scripts.count > 40)
        for script in scripts where script.split(separator: "/").count == 3 {
            let name = script.split(separator: "/").last!
            #expect(name == "__init__.py" || readme.contains("`\(name)`"), "\(script)")
        }
        let outputs = readme.matches(of: /`((?:Sources|Tests)\/[A-Za-z0-9_.\/]+)(?:\/\*\.json)?`/)
        #expect(outputs.count > 10)
        for output in outputs.map({ String($0.1) }) {
            #expect(FileManager.default.fileExists(atPath: "\(Self.root)/\(output)"), "\(output)")
        }
    }
}
