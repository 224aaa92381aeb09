internal import Dispatch

/// An actor whose work runs on a thread of its own: reading files and searching would block the few
/// threads on which the server waits for its connections.
protocol QueueActor: Actor {
    /// Runs the work.
    nonisolated var executor: QueueExecutor { get }
}

extension QueueActor {
    nonisolated var unownedExecutor: UnownedSerialExecutor {
        unsafe executor.asUnownedSerialExecutor()
    }
}

/// Runs the work of an actor on a queue, one job after the other.
final class QueueExecutor: SerialExecutor {
    private let queue: DispatchQueue

    init(_ label: String) { queue = DispatchQueue(label: label) }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        let executor = unsafe asUnownedSerialExecutor()
        queue.async { unsafe job.runSynchronously(on: executor) }
    }

    func asUnownedSerialExecutor() -> UnownedSerialExecutor {
        unsafe UnownedSerialExecutor(ordinary: self)
    }
}
