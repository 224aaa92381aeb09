internal import Console
internal import Foundation

/// The address under which a browser reaches the server.
struct ServedAddress {
    /// The address to listen on.
    let host: String
    /// Port and token.
    let gate: Gate

    /// The address to open, with the token if there is one.
    var text: String {
        let name = IPv4Address(host)?.isAny == true ? Self.machine : host
        let token = gate.token.map { "?\(Gate.tokenName)=\($0)" } ?? ""
        return "http://\(name):\(gate.port)/\(token)"
    }

    /// What to type on another machine whose browser should reach this one.
    var forwarding: String {
        "open     the address above; from another machine: ssh -L "
            + "\(gate.port):localhost:\(gate.port) \(shellText(Self.user + "@" + Self.machine)), "
            + "then http://localhost:\(gate.port)/"
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
        opener.waitUntilExit()
        return opener.terminationStatus == 0
    }
}
