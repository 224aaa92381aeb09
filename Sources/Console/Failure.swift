public import ArgumentParser
internal import FileSystem
internal import Foundation
public import Store

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
    /// The data are wrong, not the command.
    public static let data: Int32 = 65
    /// The disk or another device failed.
    public static let inputOutput: Int32 = 74
    /// The same command may work later: another run holds the output, or memory is short now.
    public static let tryAgain: Int32 = 75
    public static let interrupted: Int32 = 130
    public static let terminated: Int32 = 143
    /// Nobody reads the answer any more: the code of a program that SIGPIPE ended.
    public static let closedPipe: Int32 = 141
}

/// An end of the program with one sentence for the user and an exit code.
public struct Failure: Error, CustomStringConvertible, Sendable {
    public let code: Int32
    public let description: String

    public init(_ code: Int32, _ message: String) {
        self.code = code
        description = message
    }

    /// A file that is not as it should be; `code` unless another run holds it, which has its own.
    public init(_ code: Int32, _ error: StoreError) {
        self.init(error.isBusy ? Exit.tryAgain : code, error.description)
    }
}

/// Parses the command line, runs a program, and ends the process with its exit code.
///
/// A `Failure` has its own code, a wrong command line 64, any other error 2: each prints its
/// sentence to standard error behind the program's name. The process ends without running the
/// libraries' exit handlers: workers of an interrupted run may still be inside OpenSSL or OpenBLAS,
/// which crash when they are torn down under them.
///
/// Messages that cannot be written are dropped. Where standard output is the answer, a program that
/// could not write it ends with 141 when nobody reads it any more (as SIGPIPE would have ended it)
/// and with 74 when the disk is full; where it only lists what was written elsewhere, with 0.
///
/// - Parameters:
///   - dropping: arguments at the front that the command does not see.
///   - answers: whether standard output is what the program is run for.
public func runProgram<Command: ParsableCommand>(
    _ command: Command.Type, dropping: Int = 0, answers: Bool = false
) -> Never {
    Streams.openMissing()
    let arguments = Array(rawArguments().dropFirst(1 + dropping))
    let code = exitCode(of: command, arguments, answers: answers)
    fflush(nil)
    _exit(code)
}

/// The command line as text that keeps all bytes.
private func rawArguments() -> [String] {
    (0..<Int(CommandLine.argc)).map { index in
        guard let argument = unsafe CommandLine.unsafeArgv[index] else { return "" }
        return pathText(
            unsafe Array(UnsafeRawBufferPointer(start: argument, count: strlen(argument))))
    }
}

private func exitCode<Command: ParsableCommand>(
    of command: Command.Type, _ arguments: [String], answers: Bool
) -> Int32 {
    useSignalFlags()
    do {
        var parsed = try Command.parseAsRoot(arguments)
        try parsed.run()
        return answers ? Streams.failedEnd(Command._commandName) ?? Exit.done : Exit.done
    } catch let failure as Failure {
        printError(Command._commandName, failure.description)
        return failure.code
    } catch let error as OutputError {
        printError(Command._commandName, error.description)
        return error.isFolderMissing ? Exit.inputOutput : Exit.nothing
    } catch let code as ExitCode {
        return code.rawValue
    } catch {
        let code = Command.exitCode(for: error).rawValue
        // Help, the version and wrong usage bring their own text.
        if code == Exit.done {
            printResult(Command.fullMessage(for: error))
            return Streams.failedEnd(Command._commandName) ?? code
        }
        if code == Exit.usage {
            let message = Command.fullMessage(for: error)
            printMessage(Suggestions(program: Command._commandName).mended(message))
            return code
        }
        printError(Command._commandName, "\(error)")
        return Exit.nothing
    }
}
