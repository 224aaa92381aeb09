internal import Foundation

/// Decides which requests are answered.
///
/// On this machine alone, a request must name the machine as its host: a page of another site that
/// has its name point here would otherwise read the images. A server that others reach requires a
/// token, which is in the printed address and stays in a cookie.
struct Gate: Sendable {
    /// The port of the server.
    var port: UInt16
    /// The token; nil for a server on this machine alone.
    var token: String?

    /// Name of the cookie and of the parameter with the token.
    static let tokenName = "token"

    /// The headers of a request that matter here, in lower case.
    struct Headers: Sendable {
        var host: String?
        var origin: String?
        var cookie: String?
    }

    /// Why a request is refused; nil if it may be answered.
    ///
    /// - Parameter parameters: Those of the address.
    func refusal(_ headers: Headers, parameters: [String: String]) -> String? {
        guard let host = headers.host else { return "The request has no host." }
        // A page of another site may send an image, though it could not read the answer.
        if let origin = headers.origin, origin != "http://\(host)" {
            return "The request comes from another site, \(origin.prefix(200))."
        }
        guard let token else {
            // The port may be that of a tunnel.
            let name = host.replacing(/:[0-9]*$/, with: "").lowercased()
            return ["localhost", "[::1]"].contains(name) || IPv4Address(name)?.isLoopback == true
                ? nil : "The server answers on localhost only, not as \(host.prefix(200))."
        }
        let given = parameters[Self.tokenName] ?? cookie(in: headers.cookie)
        return isToken(given ?? "", token)
            ? nil : "The address lacks the token that explore has printed."
    }

    /// The header that keeps the token in the browser; nil if the address did not have it.
    func cookie(for parameters: [String: String]) -> String? {
        guard let token, isToken(parameters[Self.tokenName] ?? "", token) else { return nil }
        return "\(name)=\(token); Path=/; HttpOnly; SameSite=Strict"
    }

    /// Servers on several ports of a host share its cookies.
    private var name: String { "\(Self.tokenName)-\(port)" }

    private func cookie(in header: String?) -> String? {
        for part in (header ?? "").split(separator: ";") {
            let pair = part.trimmingCharacters(in: .whitespaces).split(
                separator: "=", maxSplits: 1)
            if pair.count == 2, pair[0] == name { return String(pair[1]) }
        }
        return nil
    }

    /// Compares in a time that does not depend on where the first difference is.
    private func isToken(_ given: String, _ token: String) -> Bool {
        let (given, token) = (Array(given.utf8), Array(token.utf8))
        guard given.count == token.count else { return false }
        return zip(given, token).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
    }

    /// A token of 128 random bits.
    static func makeToken() -> String {
        var generator = SystemRandomNumberGenerator()
        return (0..<2).map { _ in
            let digits = String(generator.next() as UInt64, radix: 16)
            return String(repeating: "0", count: 16 - digits.count) + digits
        }.joined()
    }
}
