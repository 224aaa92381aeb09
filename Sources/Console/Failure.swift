public import ArgumentParser
internal import Foundation

/// The version of all programs, kept with every file.
public let toolVersion = "0.1.0"

/// The exit codes that the programs promise.
public enum Exit {
    public static let done: Int32 = 0
    /// Some images were rejected and `--strict` was given.
    public static let rejected: Int32 = 1
    /// Nothing could be done.
    public static let nothing: Int32 = 2
    /// Wrong usage: an option that cannot be.
    public static let usage: Int32 = 64
    /// The disk or another device failed.
    public static let inputOutput: Int32 = 74
    public static let interrupted: Int32 = 130
    public static let terminated: Int32 = 143
}

/// An end of the program with one sentence for the user and an exit code.
public struct Failure: Error, CustomStringConvertible, Sendable {
    public let code: Int32
    public let description: String

    public init(_ code: Int32, _ message: String) {
        self.code = code
        description = message
    }
}

/// Parses the command line, runs a program, and ends the process with its exit code.
///
/// A `Failure` has its own code, a wrong command line 64, any other error 2: each prints its
/// sentence to standard error behind the program's name. The process ends without running the
/// libraries' exit handlers: workers of an interrupted run may still be inside OpenSSL or OpenBLAS,
/// which crash when they are torn down under them.
///
/// - Parameter dropping: arguments at the front that the command does not see.
public func runProgram<Command: ParsableCommand>(
    _ command: Command.Type, dropping: Int = 0
) -> Never {
    let arguments = Array(CommandLine.arguments.dropFirst(1 + dropping))
    let code = exitCode(of: command, arguments)
    fflush(nil)
    _exit(code)
}

private func exitCode<Command: ParsableCommand>(
    of command: Command.Type, _ arguments: [String]
) -> Int32 {
    useSignalFlags()
    do {
        var parsed = try Command.parseAsRoot(arguments)
        try parsed.run()
        return Exit.done
    } catch let failure as Failure {
        complain(Command._commandName, failure.description)
        return failure.code
    } catch let code as ExitCode {
        return code.rawValue
    } catch {
        let code = Command.exitCode(for: error).rawValue
        // Help, the version and wrong usage bring their own text.
        if code == Exit.done {
            tell(Command.fullMessage(for: error))
            return code
        }
        if code == Exit.usage {
            say(Command.fullMessage(for: error))
            return code
        }
        complain(Command._commandName, "\(error)")
        return Exit.nothing
    }
}

/// One line on standard error behind the program's name.
public func complain(_ program: String, _ message: String) {
    say("\(program): \(message)")
}

/// One line on standard error.
public func say(_ message: String) {
    FileHandle.standardError.write(Data((printable(message) + "\n").utf8))
}

/// One line of results on standard output, at once: it keeps its place among the others.
public func tell(_ result: String) {
    FileHandle.standardOutput.write(Data((printable(result) + "\n").utf8))
}

/// The text with control characters replaced, so that no file name speaks to the terminal.
func printable(_ text: String) -> String {
    text.unicodeScalars.map { scalar in
        let isControl = scalar.value < 0x20 || (0x7F..<0xA0).contains(scalar.value)
        return isControl && scalar != "\n" && scalar != "\t" ? "?" : String(scalar)
    }.joined()
}
