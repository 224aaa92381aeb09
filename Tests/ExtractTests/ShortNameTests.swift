import Foundation
import ProgramRunner
import Testing

@Test("Files and folders may have names of one character")
func shortNames() throws {
    let folder = try TemporaryFolder()
    _ = try copyImages(labels: ["cat"], count: 3, to: folder)
    let programs = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent().path
    let shell = Process()
    shell.executableURL = URL(fileURLWithPath: "/bin/bash")
    shell.arguments = [
        "-c",
        """
        cd '\(folder.path)' && mv images i && mv masks m && export PATH='\(programs)':"$PATH" \
        && extract i o --masks m --tokens class --layers final --quiet \
        && extract verify o --quiet && reduce --layer final o -o t --quiet
        """,
    ]
    try shell.run()
    shell.waitUntilExit()
    #expect(shell.terminationStatus == 0)
    for name in ["o", "t"] { #expect(FileManager.default.fileExists(atPath: folder.file(name))) }
}
