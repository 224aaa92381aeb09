internal import Console
internal import FileSystem
internal import FlyingFox
internal import FlyingSocks
internal import Foundation
internal import Synchronization

/// The HTTP server of the page: `Gate` decides who is answered, `Routes` what.
struct PageServer: HTTPHandler {
    /// The answers.
    let routes: Routes
    /// Who is answered.
    let gate: Gate

    /// Largest image file of a search in bytes.
    static let mostImageBytes = 64 << 20
    /// Time for an answer in seconds: the first search may have to build an index.
    private static let mostSeconds = 3600.0
    /// Number of ports that are tried, from the given one on.
    static let triedPorts = 100

    /// A server that listens, until the program ends.
    struct Running {
        /// Port and token.
        let gate: Gate
        private let ending: Ending

        fileprivate init(gate: Gate, ending: Ending) {
            self.gate = gate
            self.ending = ending
        }

        /// Why the server no longer listens; nil as long as it does.
        var end: String? {
            ending.error.map { error in
                "the server has ended (\(clause(PageServer.reason(of: error)))); start it again."
            }
        }
    }

    /// Listens on the first free port from the given one on.
    ///
    /// - Parameters:
    ///   - host: IPv4 address.
    ///   - port: first port to try.
    ///   - token: for servers on other addresses than loopback.
    /// - Throws: `Failure` if the address is not one of this machine, or no port is free.
    static func start(
        _ routes: Routes, host: String, port: UInt16, token: String?
    ) async throws -> Running {
        allowAllDescriptors()
        var reason = "all ports are taken"
        let last = min(Int(UInt16.max), Int(port) + triedPorts - 1)
        for port in port...UInt16(last) {
            let gate = Gate(port: port, token: token)
            let server = HTTPServer(
                config: HTTPServer.Configuration(
                    address: try .inet(ip4: host, port: port), timeout: mostSeconds,
                    sharedRequestReplaySize: 1 << 16, logger: .disabled),
                handler: PageServer(routes: routes, gate: gate))
            let ending = Ending()
            Task {
                do { try await server.run() } catch { ending.set(error) }
            }
            do {
                while await !server.isListening {
                    if let error = ending.error { throw error }
                    try await Task.sleep(for: .milliseconds(5))
                }
                return Running(gate: gate, ending: ending)
            } catch let error as SocketError {
                guard case .failed(_, let number, _) = error else { throw error }
                reason = systemText(number)
                if number != EADDRINUSE && number != EACCES { break }
            }
        }
        throw Failure(
            Exit.inputOutput,
            "--host \(host) --port \(port): cannot listen there (\(reason)); choose another port.")
    }

    /// The words of an error of the system.
    private static func reason(of error: any Error) -> String {
        if case .failed(_, let number, _)? = error as? SocketError { return systemText(number) }
        return "\(error)"
    }

    /// Why a server ended.
    fileprivate final class Ending: Sendable {
        private let reason = Mutex<(any Error)?>(nil)

        var error: (any Error)? { reason.withLock { $0 } }

        func set(_ error: any Error) { reason.withLock { $0 = error } }
    }

    // MARK: - Requests

    func handleRequest(_ request: HTTPRequest) async throws -> HTTPResponse {
        let reply = try await reply(to: request)
        var headers = HTTPHeaders([
            .contentType: reply.type, .cacheControl: "no-store",
            .contentLength: "\(reply.bytes.count)",
            HTTPHeader("X-Content-Type-Options"): "nosniff",
            HTTPHeader("Referrer-Policy"): "no-referrer",
            HTTPHeader("Cross-Origin-Resource-Policy"): "same-origin",
            HTTPHeader("X-Frame-Options"): "SAMEORIGIN",
        ])
        for (name, value) in reply.headers { headers[HTTPHeader(name)] = value }
        let data = request.method == .HEAD ? Data() : Data(reply.bytes)
        return HTTPResponse(
            statusCode: HTTPStatusCode(reply.status, phrase: Self.phrase(reply.status)),
            headers: headers,
            body: HTTPBodySequence(data: data, suggestedBufferSize: 1 << 20))
    }

    private func reply(to request: HTTPRequest) async throws -> Reply {
        let parameters = Dictionary(
            request.query.map { ($0.name, $0.value) }, uniquingKeysWith: { first, _ in first })
        let headers = Gate.Headers(
            host: request.headers[.host], origin: request.headers[HTTPHeader("Origin")],
            cookie: request.headers[.cookie])
        if let reason = gate.refusal(headers, parameters: parameters) {
            return .failure(403, reason)
        }
        // FlyingFox has decoded it.
        let decoded = String(request.path.drop { $0 == "/" })
        var asked = Request(path: decoded, parameters: parameters)
        switch request.method {
        case .GET, .HEAD: break
        case .POST where decoded == "search":
            guard let image = try await content(of: request) else {
                return .failure(
                    413, "Expected an image file of at most \(Self.mostImageBytes >> 20) MiB.")
            }
            asked.image = image
        default:
            var reply = Reply.failure(405, "The server answers GET and HEAD, and POST to /search.")
            reply.headers["Allow"] = decoded == "search" ? "GET, HEAD, POST" : "GET, HEAD"
            return reply
        }
        if let cookie = gate.cookie(for: parameters) {
            // The token leaves the address, so that a copied link does not have it.
            return Reply(
                status: 303, type: "text/plain",
                headers: ["Set-Cookie": cookie, "Location": "/"])
        }
        return await routes.reply(to: asked)
    }

    /// The content of a request; nil if it is larger than allowed.
    private func content(of request: HTTPRequest) async throws -> [UInt8]? {
        let size = request.headers[.contentLength].flatMap { Int($0) }
        if let size, size > Self.mostImageBytes { return nil }
        var bytes: [UInt8] = []
        for try await part in request.bodySequence {
            bytes += part
            if bytes.count > Self.mostImageBytes { return nil }
        }
        return bytes
    }

    /// The words behind a status of ours (RFC 9110, section 15).
    private static func phrase(_ status: Int) -> String {
        switch status {
        case 200: "OK"
        case 204: "No Content"
        case 303: "See Other"
        case 400: "Bad Request"
        case 403: "Forbidden"
        case 404: "Not Found"
        case 405: "Method Not Allowed"
        case 413: "Content Too Large"
        case 422: "Unprocessable Content"
        default: "Internal Server Error"
        }
    }
}
