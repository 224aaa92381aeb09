internal import Foundation

/// What goes wrong between a test and its browser.
public struct WebDriverError: Error, CustomStringConvertible {
    /// Code of the WebDriver protocol, such as "no such element".
    public let code: String
    public let message: String

    public init(_ code: String, _ message: String) {
        self.code = code
        self.message = message
    }

    public var description: String { "\(code): \(message)" }
}

/// Requests to a server on 127.0.0.1, one connection each. URLSession would ask the proxy of the
/// environment first.
struct LocalHTTP: Sendable {
    let port: UInt16
    /// Seconds of silence after which a request has failed.
    var timeout = 90

    /// The body of the answer, whatever its status: WebDriver puts errors into it.
    func send(_ method: String, _ path: String, _ body: String?) throws -> [UInt8] {
        let connection = try connected()
        defer { close(connection) }
        var request = "\(method) \(path) HTTP/1.1\r\nHost: 127.0.0.1:\(port)\r\n"
        request += "Connection: close\r\n"
        if let body {
            request += "Content-Type: application/json; charset=utf-8\r\n"
            request += "Content-Length: \(body.utf8.count)\r\n"
        }
        try write(Array((request + "\r\n" + (body ?? "")).utf8), to: connection)
        return try answer(from: connection, to: "\(method) \(path)")
    }

    private func connected() throws -> Int32 {
        let connection = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var limit = timeval(tv_sec: timeout, tv_usec: 0)
        let size = socklen_t(MemoryLayout<timeval>.size)
        unsafe setsockopt(connection, SOL_SOCKET, SO_RCVTIMEO, &limit, size)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let result = unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe connect(connection, $0, length)
            }
        }
        guard result == 0 else {
            close(connection)
            throw WebDriverError("no connection", "127.0.0.1:\(port): error \(errno)")
        }
        return connection
    }

    private func write(_ bytes: [UInt8], to connection: Int32) throws {
        var done = 0
        while done < bytes.count {
            let sent = unsafe bytes.withUnsafeBytes {
                unsafe Foundation.send(
                    connection, $0.baseAddress! + done, bytes.count - done, Int32(MSG_NOSIGNAL))
            }
            guard sent > 0 else {
                throw WebDriverError("connection lost", "while sending; error \(errno)")
            }
            done += sent
        }
    }

    private func answer(from connection: Int32, to request: String) throws -> [UInt8] {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        var bodyStart: Int?
        var length: Int?
        while true {
            if let bodyStart, let length, bytes.count >= bodyStart + length {
                return Array(bytes[bodyStart..<bodyStart + length])
            }
            let count = unsafe recv(connection, &buffer, buffer.count, 0)
            if count == 0, let bodyStart, length == nil { return Array(bytes[bodyStart...]) }
            guard count > 0 else {
                throw WebDriverError("no answer", "\(request): error \(count < 0 ? errno : 0)")
            }
            bytes += buffer[..<count]
            if bodyStart == nil, let end = Self.headEnd(bytes) {
                bodyStart = end
                let head = String(decoding: bytes[..<end], as: UTF8.self).lowercased()
                for line in head.split(separator: "\r\n")
                where line.hasPrefix("content-length:") {
                    length = Int(line.dropFirst(15).trimmingCharacters(in: .whitespaces))
                }
            }
        }
    }

    private static func headEnd(_ bytes: [UInt8]) -> Int? {
        let mark: [UInt8] = [13, 10, 13, 10]
        return bytes.indices.dropLast(3).first { bytes[$0..<$0 + 4].elementsEqual(mark) }
            .map { $0 + 4 }
    }
}
