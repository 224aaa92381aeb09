import Foundation
import ProgramRunner
import Testing

@Suite("README") struct ReadmeTests {
    private static let readme: String =
        (try? String(
            contentsOfFile: (dataFolder as NSString).deletingLastPathComponent + "/README.md",
            encoding: .utf8)) ?? ""

    @Test("Its commands run as they stand there, in their order, on a folder of one's own")
    func commands() throws {
        let programs = ["extract ", "reduce ", "plot ", "search "]
        let commands = Self.readme.split(separator: "\n")
            .filter { line in
                line.hasPrefix("    ") && programs.contains { line.dropFirst(4).hasPrefix($0) }
            }
            .map { line in
                // Nothing is downloaded in a test: the embedded model takes the checkpoint's place.
                String(line.prefix { $0 != "#" })
                    .replacing("--weights augreg-b16", with: "")
                    .trimmingCharacters(in: .whitespaces)
            }
        try #require(commands.count >= 9, "\(commands)")
        let folder = try TemporaryFolder()
        _ = try copyImages(labels: ["cat", "dog"], count: 8, to: folder)
        let result = try runShell(
            """
            cd "$1" && mv images photos && cp -r photos more && PATH=$BIN:$PATH && set -e
            extract more new.h5 --quiet
            \(commands.joined(separator: "\n"))
            """, [folder.path])
        #expect(result.code == 0, "\(commands): \(result.errors)")
        for name in ["out.h5", "tsne.h5", "new.placed.h5", "figures/index.html", "search.png"] {
            #expect(FileManager.default.fileExists(atPath: folder.file(name)), "\(name)")
        }
    }

    @Test("It is short, and its links lead to files of the project")
    func links() throws {
        let root = (dataFolder as NSString).deletingLastPathComponent
        #expect(Self.readme.split(separator: "\n", omittingEmptySubsequences: false).count <= 151)
        let links = Self.readme.matches(of: /\]\(([^)#]+)(#[^)]*)?\)/).map { String($0.1) }
        #expect(links.count > 10)
        for link in links where !link.hasPrefix("http") {
            #expect(FileManager.default.fileExists(atPath: "\(root)/\(link)"), "\(link)")
        }
    }
}
