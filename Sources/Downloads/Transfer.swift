internal import Foundation
internal import FoundationNetworking

/// One request of one file, from its head to its end or to where it is cut.
///
/// Bytes go to the receiver on the session's own queue, as fast as it takes them; the calling
/// thread waits, and looks for silence and for a wish to stop.
final class Transfer: NSObject, URLSessionDataDelegate, @unchecked Sendable {
    /// Takes what comes, on one thread at a time. What it throws ends the transfer.
    protocol Receiver: AnyObject {
        func begin(_ head: HTTPURLResponse) throws
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

    /// Runs the request.
    ///
    /// - Parameters:
    ///   - silence: seconds without a byte after which the connection is given up.
    ///   - watch: called ten times a second on the calling thread; what it returns ends the
    ///     transfer.
    func run(silence: Double, watch: () -> (any Error)?) throws {
        let configuration = URLSessionConfiguration.ephemeral
        configuration.urlCache = nil
        configuration.httpCookieStorage = nil
        configuration.requestCachePolicy = .reloadIgnoringLocalCacheData
        // Our own clock below decides, so that connecting and waiting count alike.
        configuration.timeoutIntervalForRequest = 2 * silence + 60
        let queue = OperationQueue()
        queue.maxConcurrentOperationCount = 1
        let session = URLSession(
            configuration: configuration, delegate: self, delegateQueue: queue)
        let task = session.dataTask(with: request)
        task.resume()
        defer {
            // FoundationNetworking ends the process when a task hears of a head or a redirection
            // after it was cancelled. On the delegate's own queue the cancellation comes after the
            // answer to a call that began before it; a later call finds `isClosed` and gives none.
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

    /// Runs `body` unless the transfer has ended, and keeps what it throws.
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
        let goOn = guarded {
            guard let head = response as? HTTPURLResponse else {
                throw PassingFailure(reason: "a response that is not HTTP")
            }
            try receiver.begin(head)
        }
        if goOn { completionHandler(.allow) }
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
        let goOn = guarded {
            hops += 1
            let base = response.url ?? request.url
            // `newRequest` is not asked: of file:///etc/passwd, which has no host, it makes
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
        if goOn { completionHandler(next) }
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

/// Seconds as people say them: "60 s", "0.5 s".
func seconds(_ value: Double) -> String {
    value == value.rounded() ? "\(Int(value)) s" : "\(value) s"
}
