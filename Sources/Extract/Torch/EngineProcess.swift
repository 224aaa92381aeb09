internal import Console
internal import FileSystem
internal import Foundation
internal import Synchronization

/// The process that holds the model: requests go to its standard input, answers come from its
/// standard output, and the last lines of its standard error explain its end.
///
/// Threads may share it. It ends when its input is closed: at the end of this process at the
/// latest, whatever ends it.
final class EngineProcess: Sendable {
    /// What has arrived and was not taken yet.
    private struct State {
        var answers: [String: EngineAnswer] = [:]
        /// The last lines of standard error.
        var lastLines: [String] = []
        /// Why nothing more will arrive.
        var failure: Failure?
        /// When the last answer arrived.
        var lastAnswer = Date()
    }

    /// How the interpreter was found, for messages.
    private let interpreter: String
    private let process: Process
    private let input: FileHandle
    private let state = Mutex(State())
    private let arrived = NSCondition()
    private let sending = Mutex(())

    /// Starts `interpreter -m vitrine_vit.engine`.
    ///
    /// - Parameter isQuiet: whether notes of the engine are not printed.
    /// - Throws: `Failure` where it cannot be started.
    init(interpreter: String, isQuiet: Bool) throws {
        self.interpreter = interpreter
        let process = Process()
        process.executableURL = URL(fileURLWithPath: interpreter)
        process.arguments = ["-m", "vitrine_vit.engine"]
        process.environment = Self.environment(ProcessInfo.processInfo.environment)
        let (input, output, errors) = (Pipe(), Pipe(), Pipe())
        process.standardInput = input
        process.standardOutput = output
        process.standardError = errors
        self.process = process
        self.input = input.fileHandleForWriting
        do {
            try process.run()
        } catch {
            throw Failure(
                Exit.usage,
                "--python \(interpreter): expected a Python that runs, found that it cannot be "
                    + "started: \(clause("\(error.localizedDescription)")).")
        }
        let (answers, lines) = (output.fileHandleForReading, errors.fileHandleForReading)
        let said = DispatchSemaphore(value: 0)
        Thread { [self] in
            Self.forEachLine(of: lines) { line in
                state.withLock { state in
                    state.lastLines.append(onOneLine(line))
                    if state.lastLines.count > 20 { state.lastLines.removeFirst() }
                }
            }
            said.signal()
        }.start()
        Thread { [self] in
            Self.forEachLine(of: answers) { take($0, isQuiet: isQuiet) }
            process.waitUntilExit()
            said.wait()
            end(with: failureOfEnd())
        }.start()
    }

    /// The environment with the package of Python that stands beside this program, if one does.
    private static func environment(_ own: [String: String]) -> [String: String] {
        var folder = folderPath(of: canonicalPath("/proc/self/exe") ?? "")
        var environment = own
        for _ in 0..<5 where folder.count > 1 {
            for place in [folder + "/python/src", folder + "/share/vitrine/python"]
            where isThere(place + "/vitrine_vit/engine/__main__.py") {
                environment["PYTHONPATH"] =
                    [own["PYTHONPATH"], place].compactMap { $0 }.joined(separator: ":")
                return environment
            }
            folder = folderPath(of: folder)
        }
        return environment
    }

    /// Calls `body` with each line until the other end is closed.
    private static func forEachLine(of handle: FileHandle, _ body: (String) -> Void) {
        var rest: [UInt8] = []
        while true {
            let bytes = readBytes(handle.fileDescriptor, count: 1 << 16)
            if bytes.isEmpty { break }
            rest += bytes
            while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
                body(String(decoding: rest[..<end], as: UTF8.self))
                rest.removeSubrange(...end)
            }
        }
        if !rest.isEmpty { body(String(decoding: rest, as: UTF8.self)) }
    }

    /// Sorts an answer in.
    private func take(_ line: String, isQuiet: Bool) {
        guard let answer = try? JSONDecoder().decode(EngineAnswer.self, from: Data(line.utf8))
        else {
            return end(
                with: Failure(
                    Exit.nothing,
                    "--engine torch: expected a message of the engine, found other text "
                        + "(\(line.prefix(80))); is another vitrine_vit installed?"))
        }
        switch answer.say {
        case "note": if !isQuiet { printMessage("note     \(answer.text ?? "")") }
        case "error":
            end(with: Failure(answer.code ?? Exit.nothing, clause(answer.text ?? "") + "."))
        default:
            state.withLock { state in
                state.answers[answer.key] = answer
                state.lastAnswer = Date()
            }
            wakeAll()
        }
    }

    /// Makes every call fail from now on; the first reason stays.
    private func end(with failure: Failure) {
        state.withLock { $0.failure = $0.failure ?? failure }
        wakeAll()
    }

    private func wakeAll() {
        arrived.lock()
        arrived.broadcast()
        arrived.unlock()
    }

    /// The failure of a process that ended by itself.
    private func failureOfEnd() -> Failure {
        let lines = state.withLock { $0.lastLines }
        if lines.contains(where: { $0.contains("No module named") && $0.contains("vitrine_vit") }) {
            return Failure(
                Exit.usage,
                "--engine torch: expected the package vitrine-vit in \(interpreter), found none; "
                    + "pip install vitrine-vit there, or name another Python by --python.")
        }
        let bySignal = process.terminationReason == .uncaughtSignal
        let how = bySignal ? "signal" : "exit code"
        // After a signal its last words are about something else.
        let said = bySignal ? "" : lines.last.map { ": \($0)" } ?? ""
        return Failure(
            bySignal ? Exit.tryAgain : Exit.nothing,
            "--engine torch: the engine ended early (\(how) \(process.terminationStatus)"
                + (process.terminationStatus == SIGKILL && bySignal ? ", memory may be short" : "")
                + ")\(said).")
    }

    /// Sends a request.
    ///
    /// - Throws: the `Failure` of an engine that ended.
    func send(_ request: EngineRequest) throws {
        let line = try JSONEncoder().encode(request) + Data("\n".utf8)
        do {
            try sending.withLock { _ in try input.write(contentsOf: line) }
        } catch {
            // Its reader learns why.
            throw failure(within: 5) ?? failureOfEnd()
        }
    }

    /// The failure that the reading thread finds within some seconds; nil without one.
    private func failure(within seconds: Double) -> Failure? {
        let end = Date(timeIntervalSinceNow: seconds)
        while Date() < end {
            if let failure = state.withLock({ $0.failure }) { return failure }
            Thread.sleep(forTimeInterval: 0.02)
        }
        return nil
    }

    /// Waits for an answer and takes it.
    ///
    /// - Parameters:
    ///   - key: see `EngineAnswer.key`.
    ///   - seconds: the limit, from the last answer on: what is asked for may wait behind other
    ///     requests; nil for none.
    /// - Throws: `Failure` after the limit, an interruption, or the end of the engine.
    func answer(_ key: String, within seconds: Int?) throws -> EngineAnswer {
        let start = Date()
        while true {
            arrived.lock()
            let (answer, failure) = state.withLock {
                ($0.answers.removeValue(forKey: key), $0.failure)
            }
            if answer == nil && failure == nil {
                _ = arrived.wait(until: Date(timeIntervalSinceNow: 0.2))
            }
            arrived.unlock()
            // What arrives after a fault is not trusted.
            if let failure { throw failure }
            if let answer { return answer }
            if let code = Interruption.exitCode {
                throw Failure(code, "interrupted while waiting for the engine.")
            }
            let last = max(start, state.withLock { $0.lastAnswer })
            if let seconds, Date().timeIntervalSince(last) > Double(seconds) {
                let failure = Failure(
                    Exit.tryAgain,
                    "--engine torch: expected an answer within \(seconds) seconds, found "
                        + "none; --timeout raises the limit.")
                end(with: failure)
                process.terminate()
                throw failure
            }
        }
    }

    /// Ends the process: its input is closed, and after 10 seconds it is killed.
    func stop() {
        try? input.close()
        let end = Date(timeIntervalSinceNow: 10)
        while process.isRunning && Date() < end { Thread.sleep(forTimeInterval: 0.01) }
        if process.isRunning { kill(process.processIdentifier, SIGKILL) }
    }
}
