internal import Console
internal import Foundation

/// The address under which a browser reaches the server.
struct ServedAddress {
    /// The address to listen on.
    let host: String
    /// Port and token.
    let gate: Gate

    /// Whether the server listens on all addresses of this machine.
    private var isAny: Bool { IPv4Address(host)?.isAny == true }

    /// The address to open, with the token if there is one.
    var text: String { "http://\(isAny ? Self.machine : host):\(gate.port)/\(token)" }

    /// The parameter with the token; "" without one.
    private var token: String { gate.token.map { "?\(Gate.tokenName)=\($0)" } ?? "" }

    /// What to type on another machine whose browser should reach this one.
    var forwarding: String {
        "open     the address above; from another machine: ssh -L "
            + "\(gate.port):\(isAny ? "localhost" : host):\(gate.port) "
            + "\(shellText(Self.user + "@" + Self.machine)), then "
            + "http://localhost:\(gate.port)/\(token)"
    }

    private static var machine: String { ProcessInfo.processInfo.hostName }
    private static var user: String {
        ProcessInfo.processInfo.environment["USER"] ?? NSUserName()
    }

    /// Opens the address in a browser.
    ///
    /// - Returns: False where no window can be shown, and without `xdg-open`.
    func openBrowser() -> Bool {
        let environment = ProcessInfo.processInfo.environment
        guard environment["DISPLAY"] != nil || environment["WAYLAND_DISPLAY"] != nil,
            environment["SSH_CONNECTION"] == nil
        else { return false }
        let opener = Process()
        opener.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        opener.arguments = ["xdg-open", text]
        opener.standardOutput = FileHandle.nullDevice
        opener.standardError = FileHandle.nullDevice
        guard (try? opener.run()) != nil else { return false }
        // Without a desktop it may stay until the browser ends.
        let end = ContinuousClock.now + .seconds(2)
        while opener.isRunning && ContinuousClock.now < end { usleep(20_000) }
        return opener.isRunning || opener.terminationStatus == 0
    }
}
