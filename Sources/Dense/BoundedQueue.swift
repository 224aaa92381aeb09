internal import Dispatch
internal import Synchronization

/// A bounded queue between threads that make numbered pieces and one thread that takes them in the
/// order of their numbers.
///
/// At most `window` pieces are being made or wait to be taken, so that memory stays bounded when
/// the taking thread is slow. A maker puts the piece of each `nextIndex()` until that is nil; the
/// order of pieces does not depend on the number of makers.
public final class BoundedQueue<Piece: Sendable>: Sendable {
    /// The state that makers and taker share, under one lock.
    private struct State {
        /// The next number that a maker gets.
        var nextMade = 0
        /// The next number that is taken.
        var nextTaken = 0
        /// Pieces that are made and not taken, by number.
        var pieces: [Int: Piece] = [:]
        var isStopped = false
    }

    /// The number of all pieces.
    private let count: Int
    private let state = Mutex(State())
    /// Counts the pieces that may be begun; signalled once more at the end, see `nextIndex`.
    private let room = DispatchSemaphore(value: 0)
    /// `[window]`: signalled when the piece of a number, modulo `window`, is there.
    private let ready: [DispatchSemaphore]

    /// A queue for the pieces 0, 1, ..., `count - 1`; `window` is at least 1.
    public init(count: Int, window: Int) {
        precondition(count >= 0 && window >= 1, "\(count) pieces in a window of \(window)")
        self.count = count
        ready = (0..<window).map { _ in DispatchSemaphore(value: 0) }
        // A semaphore must not be released below the value it began with.
        for _ in 0..<window { room.signal() }
    }

    /// The number of the next piece to make, which the caller must `put`; waits while the window is
    /// full. It is nil when there is none, or after `stop`.
    public func nextIndex() -> Int? {
        room.wait()
        let (index, isLast) = state.withLock { state -> (Int?, Bool) in
            if state.isStopped || state.nextMade == count { return (nil, true) }
            state.nextMade += 1
            return (state.nextMade - 1, state.nextMade == count)
        }
        // All makers that wait are to learn that nothing is left: each wakes the next.
        if isLast { room.signal() }
        return index
    }

    /// Adds the piece of a number that `nextIndex` gave, once; another number is a programming
    /// error.
    public func put(_ piece: Piece, at index: Int) {
        state.withLock { state in
            precondition(
                index >= state.nextTaken && index < state.nextMade && state.pieces[index] == nil,
                "piece \(index) is not among \(state.nextTaken)..<\(state.nextMade), or is there")
            state.pieces[index] = piece
        }
        ready[index % ready.count].signal()
    }

    /// The next piece in order; waits until it is made; nil after the last. Only one thread may
    /// call it.
    public func next() -> Piece? {
        let index = state.withLock { $0.nextTaken }
        if index == count { return nil }
        ready[index % ready.count].wait()
        let piece = state.withLock { state in
            state.nextTaken += 1
            return state.pieces.removeValue(forKey: index)
        }
        room.signal()
        return piece
    }

    /// Gives makers no further number, and wakes those that wait; pieces that are made already
    /// stay.
    public func stop() {
        state.withLock { $0.isStopped = true }
        room.signal()
    }
}
