public import ArgumentParser
internal import FileSystem
internal import Foundation
public import Store

/// The version of all programs, which every file records.
public let toolVersion = "0.1.0"

/// The exit codes that the programs promise.
public enum Exit {
    /// Success.
    public static let done: Int32 = 0
    /// Some images were rejected and `--strict` was given.
    public static let rejected: Int32 = 1
    /// The input cannot be used, and nothing was written.
    public static let nothing: Int32 = 2
    /// The command line is wrong (sysexits' EX_USAGE).
    public static let usage: Int32 = 64
    /// The command is right, but the data are not (EX_DATAERR).
    public static let data: Int32 = 65
    /// Reading or writing failed (EX_IOERR).
    public static let inputOutput: Int32 = 74
    /// The same command may succeed later: another run holds the output, or memory is short
    /// (EX_TEMPFAIL).
    public static let tryAgain: Int32 = 75
    /// SIGINT: 128 + 2.
    public static let interrupted: Int32 = 130
    /// SIGTERM: 128 + 15.
    public static let terminated: Int32 = 143
    /// The reader of standard output is gone: 128 + 13, as if SIGPIPE had ended the program.
    public static let closedPipe: Int32 = 141
}

/// An error that ends the program: one sentence for the user and an exit code.
public struct Failure: Error, CustomStringConvertible, Sendable {
    /// One of `Exit`.
    public let code: Int32
    /// A full sentence: what was expected, what was found, and what to do.
    public let description: String

    public init(_ code: Int32, _ message: String) {
        self.code = code
        description = message
    }

    /// The failure for an error of a file: `code`, or `Exit.tryAgain` when another run holds it.
    public init(_ code: Int32, _ error: StoreError) {
        self.init(error.isBusy ? Exit.tryAgain : code, error.description)
    }
}

/// Parses the command line, runs a program, and ends the process with its exit code.
///
/// A `Failure` has its own code, a wrong command line 64, and any other error 2; the sentence goes
/// to standard error after the program's name. The exit handlers of the libraries do not run,
/// because workers of an interrupted run may still be inside OpenSSL or OpenBLAS, which crash when
/// they are torn down meanwhile.
///
/// Messages that cannot be written are dropped. With `answers`, a failed write to standard output
/// ends the program with 141 when its reader is gone, and with 74 otherwise, such as for a full
/// disk; without, it has no effect on the exit code.
///
/// - Parameters:
///   - dropping: number of leading arguments that the command does not get.
///   - answers: whether standard output is the result of the program.
public func runProgram<Command: ParsableCommand>(
    _ command: Command.Type, dropping: Int = 0, answers: Bool = false
) -> Never {
    Streams.openMissing()
    Installation.prepare()
    let arguments = Array(rawArguments().dropFirst(1 + dropping))
    let code = exitCode(of: command, arguments, answers: answers)
    fflush(nil)
    _exit(code)
}

/// The command line as texts from which `pathBytes` restores every byte.
private func rawArguments() -> [String] {
    (0..<Int(CommandLine.argc)).map { index in
        guard let argument = unsafe CommandLine.unsafeArgv[index] else { return "" }
        return pathText(
            unsafe Array(UnsafeRawBufferPointer(start: argument, count: strlen(argument))))
    }
}

/// Runs the command and returns its exit code, after printing the error if there is one.
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
