internal import Console
internal import Dispatch
internal import Synchronization

/// Waits for asynchronous work, on the main thread, which has nothing else to do.
///
/// - Throws: the error of the work, or `Failure` as soon as the program is interrupted: the work
///   then goes on until the program ends.
func waiting<Value: Sendable>(
    _ body: @escaping @Sendable () async throws -> Value
) throws -> Value {
    let done = DispatchSemaphore(value: 0)
    let outcome = Outcome<Value>()
    Task.detached {
        do {
            outcome.set(.success(try await body()))
        } catch {
            outcome.set(.failure(error))
        }
        done.signal()
    }
    while done.wait(timeout: .now() + .milliseconds(20)) == .timedOut {
        if let code = Interruption.exitCode { throw Failure(code, "interrupted.") }
    }
    return try outcome.value()
}

/// The result of work on another thread.
private final class Outcome<Value: Sendable>: Sendable {
    private let result = Mutex<Result<Value, any Error>?>(nil)

    func set(_ result: Result<Value, any Error>) { self.result.withLock { $0 = result } }

    func value() throws -> Value {
        guard let result = result.withLock({ $0 }) else {
            preconditionFailure("work that ended without a result")
        }
        return try result.get()
    }
}
