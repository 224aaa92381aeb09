internal import Foundation
internal import FoundationNetworking

/// One HTTP request, until the end of its body or a failure.
///
/// The receiver gets the body on the queue of the session. The calling thread waits, and ends the
/// transfer after too long a silence or on request.
final class Transfer: NSObject, URLSessionDataDelegate, @unchecked Sendable {
    /// Receives the response, on one thread at a time. An error that it throws ends the transfer.
    protocol Receiver: AnyObject {
        /// Called once with the status and the header fields.
        func begin(_ head: HTTPURLResponse) throws
        /// Called with each piece of the body.
        func receive(_ bytes: [UInt8]) throws
    }

    private let receiver: any Receiver
    private let condition = NSCondition()
    // Guarded by `condition`.
    private var failure: (any Error)?
    private var isDone = false
    private var isClosed = false
    private var lastSign = ContinuousClock.now
    private var hops = 0
    private let request: URLRequest

    init(_ request: URLRequest, receiver: any Receiver) {
        self.request = request
        self.receiver = receiver
    }

    /// Runs the request and returns after the end of the body.
    ///
    /// - Parameters:
    ///   - silence: seconds without data after which the connection is closed.
    ///   - watch: called ten times per second on the calling thread; an error that it returns ends
    ///     the transfer.
    /// - Throws: `PassingFailure` for a failed connection, `DownloadError` for a refused
    ///   redirection or certificate, and the errors of the receiver and of `watch`.
    func run(silence: Double, watch: () -> (any Error)?) throws {
        let configuration = URLSessionConfiguration.ephemeral
        configuration.urlCache = nil
        configuration.httpCookieStorage = nil
        configuration.requestCachePolicy = .reloadIgnoringLocalCacheData
        // The clock below decides, so that connecting and waiting count alike.
        configuration.timeoutIntervalForRequest = 2 * silence + 60
        let queue = OperationQueue()
        queue.maxConcurrentOperationCount = 1
        let session = URLSession(
            configuration: configuration, delegate: self, delegateQueue: queue)
        let task = session.dataTask(with: request)
        task.resume()
        defer {
            // FoundationNetworking traps when a task receives a response or a redirection after it
            // was cancelled. On the delegate's own queue the cancellation comes after the calls
            // that began before it; a later call finds `isClosed` and does not continue.
            queue.addOperation { task.cancel() }
            session.finishTasksAndInvalidate()
        }

        condition.lock()
        defer {
            isClosed = true
            condition.unlock()
        }
        lastSign = .now
        while !isDone && failure == nil {
            condition.unlock()
            let objection = watch()
            condition.lock()
            if isDone || failure != nil { break }
            if let objection {
                failure = objection
            } else if (ContinuousClock.now - lastSign) / .seconds(1) > silence {
                failure = PassingFailure(reason: "no data for \(seconds(silence))")
            } else {
                _ = condition.wait(until: Date(timeIntervalSinceNow: 0.1))
            }
        }
        if let failure { throw failure }
    }

    /// Runs `body` unless the transfer has ended, and stores its error.
    ///
    /// - Returns: whether the transfer continues.
    private func guarded(_ body: () throws -> Void) -> Bool {
        condition.lock()
        defer {
            condition.signal()
            condition.unlock()
        }
        guard !isClosed, failure == nil else { return false }
        lastSign = .now
        do {
            try body()
            return true
        } catch {
            failure = error
            return false
        }
    }

    func urlSession(
        _ session: URLSession, dataTask: URLSessionDataTask, didReceive response: URLResponse,
        completionHandler: @escaping @Sendable (URLSession.ResponseDisposition) -> Void
    ) {
        let continues = guarded {
            guard let head = response as? HTTPURLResponse else {
                throw PassingFailure(reason: "a response that is not HTTP")
            }
            try receiver.begin(head)
        }
        if continues { completionHandler(.allow) }
    }

    func urlSession(_ session: URLSession, dataTask: URLSessionDataTask, didReceive data: Data) {
        _ = guarded { try receiver.receive([UInt8](data)) }
    }

    func urlSession(
        _ session: URLSession, task: URLSessionTask,
        willPerformHTTPRedirection response: HTTPURLResponse, newRequest: URLRequest,
        completionHandler: @escaping @Sendable (URLRequest?) -> Void
    ) {
        var next = request
        let continues = guarded {
            hops += 1
            let base = response.url ?? request.url
            // `newRequest` is not used: for file:///etc/passwd, which has no host, it has
            // http://HOST/etc/passwd.
            let location = response.value(forHTTPHeaderField: "Location") ?? ""
            let target = URL(string: location, relativeTo: base)?.absoluteURL
            let (from, scheme) = (base?.scheme?.lowercased(), target?.scheme?.lowercased())
            guard let target, !(target.host ?? "").isEmpty,
                scheme == "https" || (scheme == "http" && from == "http")
            else {
                throw DownloadError(
                    .refused,
                    "\(text(request.url)): expected a file, found a redirection to \(location), "
                        + "which is not followed: only http and https are, and never from https "
                        + "to http; find the file's present address.")
            }
            guard hops <= 10 else {
                throw DownloadError(
                    .refused,
                    "\(text(request.url)): expected a file, found more than 10 redirections; find "
                        + "the file's present address.")
            }
            next.url = target
        }
        if continues { completionHandler(next) }
    }

    func urlSession(
        _ session: URLSession, task: URLSessionTask, didCompleteWithError error: (any Error)?
    ) {
        _ = guarded {
            if let error {
                let reason = error.localizedDescription
                guard reason.contains("certificate") else { throw PassingFailure(reason: reason) }
                throw DownloadError(
                    .refused,
                    "\(text(request.url)): TLS certificate verification failed (\(reason)); check "
                        + "the address and this machine's certificates and "
                        + "clock, or download the file by hand and give its path.")
            }
            isDone = true
        }
    }

    private func text(_ url: URL?) -> String { url?.absoluteString ?? "an unreadable address" }
}

/// Seconds as a text: "60 s", "0.5 s".
func seconds(_ value: Double) -> String {
    value == value.rounded() ? "\(Int(value)) s" : "\(value) s"
}
