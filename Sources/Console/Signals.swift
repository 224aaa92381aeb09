internal import Foundation
internal import Synchronization

/// Whether SIGINT or SIGTERM arrived; long loops check it between pieces of work.
public enum Interruption {
    fileprivate static let signal = Atomic<Int32>(0)

    /// The exit code after SIGINT (130) or SIGTERM (143); nil before.
    public static var exitCode: Int32? {
        switch signal.load(ordering: .relaxed) {
        case 0: nil
        case SIGTERM: Exit.terminated
        default: Exit.interrupted
        }
    }
}

/// Makes SIGINT and SIGTERM set the flag of `Interruption`; a second signal ends the program at
/// once.
func useSignalFlags() {
    Foundation.signal(SIGPIPE, SIG_IGN)
    // A file beyond the limit (ulimit -f) makes the write fail and does not end the program.
    Foundation.signal(SIGXFSZ, SIG_IGN)
    // Initialised here: a signal handler must not do it.
    _ = Interruption.exitCode
    // A parent process may have blocked them, which is inherited.
    var both = sigset_t()
    unsafe sigemptyset(&both)
    for number in [SIGINT, SIGTERM] {
        unsafe sigaddset(&both, number)
        Foundation.signal(number) { number in
            if Interruption.signal.exchange(number, ordering: .relaxed) != 0 { _exit(128 + number) }
        }
    }
    unsafe sigprocmask(SIG_UNBLOCK, &both, nil)
}

/// Makes SIGINT and SIGTERM end the program within 20 ms, for programs whose unfinished work has no
/// use. A thread watches the flag of `Interruption`.
///
/// - Parameters:
///   - program: the name for the message.
///   - cleaningUp: removes unfinished files, then calls `end`, which ends the process.
public func endWhenInterrupted(
    _ program: String, _ cleaningUp: @escaping @Sendable (_ end: () -> Never) -> Never
) {
    Thread.detachNewThread {
        while true {
            usleep(20_000)
            guard let code = Interruption.exitCode else { continue }
            cleaningUp {
                printError(program, "interrupted.")
                _exit(code)
            }
        }
    }
}
