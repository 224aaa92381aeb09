public import Foundation
internal import Synchronization

/// Debian's chromedriver on a free port. It ends with `stop()`, with the object, and with the
/// process of the tests, however that ends.
public final class ChromeDriver: Sendable {
    public static let browserPath = "/usr/bin/chromium"
    public static let driverPath = "/usr/bin/chromedriver"

    /// Whether Debian's chromium and chromium-driver are installed.
    public static var isInstalled: Bool {
        [browserPath, driverPath].allSatisfy(FileManager.default.isExecutableFile)
    }

    /// A folder of its own for profiles and downloads, which goes with the driver.
    public let folder: URL
    let http: LocalHTTP
    private let process: Process
    private let lifeline: Pipe
    private let isStopped = Mutex(false)
    private let sessions = Mutex<[BrowserSession]>([])

    public init() throws {
        guard Self.isInstalled else {
            throw WebDriverError(
                "no browser",
                "expected \(Self.browserPath) and \(Self.driverPath); "
                    + "apt-get install chromium chromium-driver")
        }
        // Short: Chromium makes sockets in folders of this one, and ends if their paths have more
        // than 107 bytes.
        folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("page-\(UUID().uuidString.prefix(8))")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        process = Process()
        lifeline = Pipe()
        let output = Pipe()
        // The shell waits for the end of its input, which comes with the end of this process too.
        // The driver is in a group of its own, which ends with it.
        let script = """
            exec 3<&0 4>&1
            setsid "$0" --port=0 --log-path="$1/driver.log" 3<&- < /dev/null >&4 2>&1 &
            driver=$!
            exec >&- 4>&-
            read -r -u 3
            kill -KILL -- -$driver 2> /dev/null
            wait $driver
            rm -rf "$1"
            """
        process.executableURL = URL(fileURLWithPath: "/bin/bash")
        process.arguments = ["-c", script, Self.driverPath, folder.path]
        process.environment = ProcessInfo.processInfo.environment.merging(
            ["TMPDIR": folder.path, "HOME": folder.path]) { $1 }
        process.standardInput = lifeline
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        http = LocalHTTP(port: try Self.port(printed: output.fileHandleForReading))
    }

    deinit { stop() }

    /// "ChromeDriver was started successfully on port 12345."
    private static func port(printed output: FileHandle) throws -> UInt16 {
        var text = ""
        while true {
            let data = output.availableData
            text += String(decoding: data, as: UTF8.self)
            if let match = text.firstMatch(of: /successfully on port (\d+)/) {
                guard let port = UInt16(match.1) else { break }
                return port
            }
            if data.isEmpty { break }
        }
        throw WebDriverError("no driver", "chromedriver did not start: \(text)")
    }

    /// Starts a browser.
    public func session(_ options: BrowserOptions = BrowserOptions()) throws -> BrowserSession {
        let session = try BrowserSession(driver: self, options: options)
        sessions.withLock { $0.append(session) }
        return session
    }

    /// Ends the browsers and the driver; a second time does nothing.
    public func stop() {
        let wasStopped = isStopped.withLock { isStopped in
            defer { isStopped = true }
            return isStopped
        }
        if wasStopped { return }
        for session in sessions.withLock({ $0 }) { session.quit() }
        // The driver ignores SIGTERM.
        _ = try? http.send("GET", "/shutdown", nil)
        try? lifeline.fileHandleForWriting.close()
        process.waitUntilExit()
        try? FileManager.default.removeItem(at: folder)
    }
}
