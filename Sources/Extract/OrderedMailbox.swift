internal import Foundation

/// Hands out pieces of work by number and gives their results back in that order.
///
/// At most `window` results wait, so that memory stays bounded when the one taker is slow.
final class OrderedMailbox<Result: Sendable>: @unchecked Sendable {
    private let condition = NSCondition()
    private let count: Int
    private let window: Int
    // Guarded by `condition`.
    private var nextTaken = 0
    private var nextGiven = 0
    private var waiting: [Int: Result] = [:]
    private var isStopped = false

    /// `count` pieces in all.
    init(count: Int, window: Int) {
        self.count = count
        self.window = window
    }

    /// The next piece to work on; waits while the window is full; nil when there is none.
    func takeWork() -> Int? {
        condition.lock()
        defer { condition.unlock() }
        while !isStopped && nextTaken < count && nextTaken >= nextGiven + window {
            condition.wait()
        }
        if isStopped || nextTaken >= count { return nil }
        nextTaken += 1
        return nextTaken - 1
    }

    /// Brings a piece's result.
    func put(_ index: Int, _ result: Result) {
        condition.lock()
        waiting[index] = result
        condition.broadcast()
        condition.unlock()
    }

    /// The next result in order; waits for it; nil after the last.
    func next() -> Result? {
        condition.lock()
        defer { condition.unlock() }
        if nextGiven >= count { return nil }
        while waiting[nextGiven] == nil { condition.wait() }
        let result = waiting.removeValue(forKey: nextGiven)
        nextGiven += 1
        condition.broadcast()
        return result
    }

    /// Nobody takes further work.
    func stop() {
        condition.lock()
        isStopped = true
        condition.broadcast()
        condition.unlock()
    }
}
