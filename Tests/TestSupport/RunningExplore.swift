public import Foundation

/// The program `explore` while it runs.
public final class RunningExplore {
    private let process = Process()
    private let errors: URL
    /// Requests to its port.
    public let http: LocalHTTP
    /// The printed address.
    public let address: URL
    /// The port.
    public var port: Int { address.port ?? 0 }

    /// Starts the program and waits for its address.
    public init(_ arguments: [String], environment: [String: String] = [:]) throws {
        let folder = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
        errors = FileManager.default.temporaryDirectory
            .appendingPathComponent("explore-\(UUID().uuidString)")
        _ = FileManager.default.createFile(atPath: errors.path, contents: nil)
        process.executableURL = folder.appendingPathComponent("explore")
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        process.standardInput = FileHandle.nullDevice
        process.standardError = try FileHandle(forWritingTo: errors)
        try process.run()
        var found: URL?
        while found == nil && process.isRunning {
            usleep(20_000)
            found = try String(contentsOf: errors, encoding: .utf8).split(separator: "\n")
                .first { $0.hasPrefix("http://") }.flatMap { URL(string: String($0)) }
        }
        guard let found, let port = found.port else {
            throw WebDriverError("no address", try String(contentsOf: errors, encoding: .utf8))
        }
        address = found
        http = LocalHTTP(port: UInt16(port))
    }

    deinit {
        if process.isRunning { process.terminate() }
        try? FileManager.default.removeItem(at: errors)
    }

    /// The answer to a request for a path.
    public func get(_ path: String, headers: [String: String] = [:]) throws -> LocalHTTP.Answer {
        try http.answer("GET", path, headers: headers)
    }

    /// The JSON of an answer, which must have this status.
    public func json(_ path: String, status: Int = 200) throws -> [String: Any] {
        let answer = try get(path)
        guard answer.status == status else {
            throw WebDriverError("\(answer.status)", String(decoding: answer.body, as: UTF8.self))
        }
        return try JSONSerialization.jsonObject(with: Data(answer.body)) as? [String: Any] ?? [:]
    }

    /// What the program has printed to standard error.
    public func printed() throws -> String { try String(contentsOf: errors, encoding: .utf8) }

    /// Whether the program prints this text to standard error, now or within 20 seconds: the
    /// address, which tests wait for, comes first.
    public func prints(_ text: String) throws -> Bool {
        for _ in 0..<200 {
            if try printed().contains(text) { return true }
            Thread.sleep(forTimeInterval: 0.1)
        }
        return false
    }

    /// Ends the program by a signal; its exit code.
    public func stop(_ signal: Int32 = SIGINT) -> Int32 {
        kill(process.processIdentifier, signal)
        process.waitUntilExit()
        return process.terminationReason == .exit ? process.terminationStatus : -1
    }
}
