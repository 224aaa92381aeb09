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
public struct LocalHTTP: Sendable {
    let port: UInt16
    /// Seconds of silence after which a request has failed.
    var timeout = 90

    public init(port: UInt16) { self.port = port }

    /// What a server answers.
    public struct Answer: Sendable {
        /// Status line and headers.
        public var head: String
        public var body: [UInt8]

        /// The status.
        public var status: Int {
            let words = head.split(separator: " ", maxSplits: 2)
            return words.count > 1 ? Int(words[1]) ?? 0 : 0
        }

        /// The value of a header; nil if it is missing.
        public func header(_ name: String) -> String? {
            for line in head.split(separator: "\r\n").dropFirst() {
                let pair = line.split(separator: ":", maxSplits: 1)
                if pair.count == 2, pair[0].lowercased() == name.lowercased() {
                    return pair[1].trimmingCharacters(in: .whitespaces)
                }
            }
            return nil
        }
    }

    /// The body of the answer, whatever its status: WebDriver puts errors into it.
    func send(_ method: String, _ path: String, _ body: String?) throws -> [UInt8] {
        let type = ["Content-Type": "application/json; charset=utf-8"]
        return try answer(
            method, path, headers: body == nil ? [:] : type, body: body.map { Array($0.utf8) }
        ).body
    }

    /// Sends a request as it is written here, with the address not encoded, and reads the answer.
    public func answer(
        _ method: String, _ path: String, headers: [String: String] = [:], body: [UInt8]? = nil
    ) throws -> Answer {
        let connection = try connected()
        defer { close(connection) }
        var all = ["Host": "127.0.0.1:\(port)", "Connection": "close"]
        if let body { all["Content-Length"] = "\(body.count)" }
        all.merge(headers) { $1 }
        let lines = all.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)\r\n" }
        let head = "\(method) \(path) HTTP/1.1\r\n\(lines.joined())\r\n"
        try write(Array(head.utf8) + (body ?? []), to: connection)
        return try answer(from: connection, to: "\(method) \(path)", hasBody: method != "HEAD")
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

    private func answer(
        from connection: Int32, to request: String, hasBody: Bool
    ) throws -> Answer {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        var start: Int?
        var answer = Answer(head: "", body: [])
        while true {
            let length = hasBody ? answer.header("Content-Length").flatMap { Int($0) } : 0
            if let start, let length, bytes.count >= start + length {
                answer.body = Array(bytes[start..<start + length])
                return answer
            }
            let count = unsafe recv(connection, &buffer, buffer.count, 0)
            if count == 0, let start, length == nil {
                answer.body = Array(bytes[start...])
                return answer
            }
            guard count > 0 else {
                throw WebDriverError("no answer", "\(request): error \(count < 0 ? errno : 0)")
            }
            bytes += buffer[..<count]
            if start == nil, let end = Self.headEnd(bytes) {
                start = end
                answer.head = String(decoding: bytes[..<end], as: UTF8.self)
            }
        }
    }

    private static func headEnd(_ bytes: [UInt8]) -> Int? {
        let mark: [UInt8] = [13, 10, 13, 10]
        return bytes.indices.dropLast(3).first { bytes[$0..<$0 + 4].elementsEqual(mark) }
            .map { $0 + 4 }
    }
}
