import Foundation
import Synchronization

/// A small HTTP/1.1 server on 127.0.0.1 that misbehaves on demand; a thread for each connection,
/// `Connection: close` after each answer.
final class LocalServer: Sendable {
    /// What was asked.
    struct Request: Sendable {
        let path: String
        let headers: [String: String]

        var range: String? { headers["range"] }
        var ifRange: String? { headers["if-range"] }

        /// First byte of `Range: bytes=N-`.
        var first: Int? {
            guard let range, range.hasPrefix("bytes="), range.hasSuffix("-") else { return nil }
            return Int(range.dropFirst(6).dropLast())
        }
    }

    /// How one request is answered.
    struct Answer: Sendable {
        var status = "200 OK"
        var headers: [(String, String)] = []
        var body: [UInt8] = []
        /// Value of Content-Length; nil leaves the header out.
        var length: Int?
        /// Bytes of the body after which the connection is cut.
        var cut: Int?
        /// Seconds of silence before the rest of the body after `cut` bytes, instead of a cut.
        var stall: Double?
        /// Seconds before each of the bytes behind `cut`, which then come one by one.
        var drip: Double?

        init(_ status: String = "200 OK", body: [UInt8] = []) {
            self.status = status
            self.body = body
            length = body.count
        }
    }

    let port: UInt16
    private let listener: Int32
    private let answer: @Sendable (Request) -> Answer
    private let seen = Mutex<[Request]>([])
    private let isStopped = Atomic<Bool>(false)

    init(_ answer: @escaping @Sendable (Request) -> Answer) throws {
        signal(SIGPIPE, SIG_IGN)
        // No proxy between the tests and their own machine.
        unsafe setenv("no_proxy", "127.0.0.1", 1)
        self.answer = answer
        listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var one: Int32 = 1
        unsafe setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &one, 4)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let size = length
        let descriptor = listener
        let bound = unsafe withUnsafeMutablePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                let result = unsafe bind(descriptor, $0, size)
                unsafe getsockname(descriptor, $0, &length)
                return result
            }
        }
        guard bound == 0, listen(listener, 16) == 0 else {
            throw CocoaError(.fileReadUnknown)
        }
        port = UInt16(bigEndian: address.sin_port)
        let thread = Thread { [self] in serve() }
        thread.start()
    }

    /// All requests so far.
    var requests: [Request] { seen.withLock { $0 } }

    func url(_ path: String) -> URL { URL(string: "http://127.0.0.1:\(port)\(path)")! }

    /// Ends the server; a second time does nothing.
    func stop() {
        // Closed by its own thread alone: another server may have the number by the next time.
        if !isStopped.exchange(true, ordering: .relaxed) { shutdown(listener, Int32(SHUT_RDWR)) }
    }

    /// The file with ranges, dates and tags as a well-behaved server has them.
    static func serving(
        _ body: [UInt8], etag: String = "\"one\"", to request: Request
    ) -> Answer {
        var answer = Answer(body: body)
        answer.headers = [("ETag", etag), ("Accept-Ranges", "bytes")]
        guard let first = request.first, request.ifRange == nil || request.ifRange == etag else {
            return answer
        }
        guard first < body.count else {
            answer = Answer("416 Range Not Satisfiable")
            answer.headers = [("Content-Range", "bytes */\(body.count)")]
            return answer
        }
        answer.status = "206 Partial Content"
        answer.body = Array(body[first...])
        answer.length = body.count - first
        answer.headers.append(("Content-Range", "bytes \(first)-\(body.count - 1)/\(body.count)"))
        return answer
    }

    private func serve() {
        defer { close(listener) }
        while !isStopped.load(ordering: .relaxed) {
            let connection = accept(listener, nil, nil)
            guard connection >= 0 else { return }
            Thread.detachNewThread { [self] in
                if let request = readRequest(connection) {
                    seen.withLock { $0.append(request) }
                    write(answer(request), to: connection)
                }
                close(connection)
            }
        }
    }

    private func readRequest(_ connection: Int32) -> Request? {
        var bytes: [UInt8] = []
        var byte: UInt8 = 0
        while !bytes.suffix(4).elementsEqual([13, 10, 13, 10]), bytes.count < 65_536 {
            guard unsafe recv(connection, &byte, 1, 0) == 1 else { return nil }
            bytes.append(byte)
        }
        let lines = String(decoding: bytes, as: UTF8.self).components(separatedBy: "\r\n")
        let words = lines[0].split(separator: " ")
        guard words.count == 3 else { return nil }
        var headers: [String: String] = [:]
        for line in lines.dropFirst() {
            guard let colon = line.firstIndex(of: ":") else { continue }
            headers[line[..<colon].lowercased()] =
                line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces)
        }
        return Request(path: String(words[1]), headers: headers)
    }

    private func write(_ answer: Answer, to connection: Int32) {
        var head = "HTTP/1.1 \(answer.status)\r\nConnection: close\r\n"
        if let length = answer.length { head += "Content-Length: \(length)\r\n" }
        for (name, value) in answer.headers { head += "\(name): \(value)\r\n" }
        send(Array((head + "\r\n").utf8), to: connection)
        let cut = min(answer.cut ?? answer.body.count, answer.body.count)
        send(Array(answer.body[..<cut]), to: connection)
        // On a busy machine the client may not yet have taken what was sent when the cut comes.
        if let drip = answer.drip {
            for byte in answer.body[cut...] {
                usleep(UInt32(drip * 1e6))
                if !send([byte], to: connection) { return }
            }
            return
        }
        if answer.cut != nil && answer.stall == nil { usleep(300_000) }
        if let stall = answer.stall {
            usleep(UInt32(stall * 1e6))
            send(Array(answer.body[cut...]), to: connection)
        }
    }

    @discardableResult
    private func send(_ bytes: [UInt8], to connection: Int32) -> Bool {
        var done = 0
        while done < bytes.count {
            let sent = unsafe bytes.withUnsafeBytes {
                unsafe Foundation.send(
                    connection, $0.baseAddress! + done, bytes.count - done,
                    Int32(MSG_NOSIGNAL))
            }
            guard sent > 0 else { return false }
            done += sent
        }
        return true
    }
}
