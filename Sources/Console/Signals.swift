internal import Foundation
internal import Synchronization

/// Whether somebody asked the program to stop; long loops look at it between pieces of work.
public enum Interruption {
    fileprivate static let signal = Atomic<Int32>(0)

    /// The exit code to end with, nil while nobody asked.
    public static var exitCode: Int32? {
        switch signal.load(ordering: .relaxed) {
        case 0: nil
        case SIGTERM: Exit.terminated
        default: Exit.interrupted
        }
    }
}

/// SIGINT and SIGTERM raise the flag; a second one ends the program at once.
func useSignalFlags() {
    Foundation.signal(SIGPIPE, SIG_IGN)
    // A file beyond the limit is an error of the write, told in a sentence, not a sudden end.
    Foundation.signal(SIGXFSZ, SIG_IGN)
    // Made now: a handler must not be the first to touch it.
    _ = Interruption.exitCode
    // Who started us may have had them blocked, which is inherited.
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

/// Lets SIGINT and SIGTERM end the program within a twentieth of a second, whatever it is at: for
/// programs whose unfinished work is of no use to the next call.
///
/// - Parameter cleaningUp: called with what ends the process, which it calls after what it removes.
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
