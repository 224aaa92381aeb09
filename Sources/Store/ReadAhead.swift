internal import Foundation

/// Makes pieces 0, 1, ..., `count - 1` on a thread of its own, at most `window` of them waiting,
/// while the caller takes them in order: `take(index, piece)`.
///
/// The error of `make` is thrown when its piece's turn comes; nothing is made after the return.
func readAhead<Piece: Sendable>(
    count: Int, window: Int = 2, make: (Int) throws -> Piece, take: (Int, Piece) throws -> Void
) throws {
    if count <= 1 {
        if count == 1 { try take(0, try make(0)) }
        return
    }
    try withoutActuallyEscaping(make) { make in
        let queue = PieceQueue(window: window, make)
        Thread { queue.makePieces(count) }.start()
        defer { queue.stop() }
        for index in 0..<count { try take(index, try queue.next().get()) }
    }
}

/// A bounded queue between one thread that makes pieces and one that takes them.
private final class PieceQueue<Piece: Sendable>: @unchecked Sendable {
    typealias Made = Result<Piece, any Error>
    private let condition = NSCondition()
    private let window: Int
    // Guarded by `condition`.
    private var make: ((Int) throws -> Piece)?
    private var waiting: [Made] = []
    private var isStopped = false
    private var hasEnded = false

    init(window: Int, _ make: @escaping (Int) throws -> Piece) {
        self.window = window
        self.make = make
    }

    /// The thread's work.
    func makePieces(_ count: Int) {
        put(count)
        condition.lock()
        // The thread may live on for a moment, and must not keep the caller's closure.
        make = nil
        hasEnded = true
        condition.broadcast()
        condition.unlock()
    }

    @inline(never)
    private func put(_ count: Int) {
        guard let make = condition.withLock({ make }) else { return }
        for index in 0..<count {
            let piece = Result { try make(index) }
            guard put(piece), case .success = piece else { return }
        }
    }

    /// Brings a piece, once there is room; false when nobody takes any more.
    private func put(_ piece: Made) -> Bool {
        condition.lock()
        defer { condition.unlock() }
        while !isStopped && waiting.count >= window { condition.wait() }
        if isStopped { return false }
        waiting.append(piece)
        condition.broadcast()
        return true
    }

    /// The next piece; waits for it.
    func next() -> Made {
        condition.lock()
        defer { condition.unlock() }
        while waiting.isEmpty { condition.wait() }
        defer { condition.broadcast() }
        return waiting.removeFirst()
    }

    /// Takes no more pieces, and waits until the maker has ended.
    func stop() {
        condition.lock()
        isStopped = true
        condition.broadcast()
        while !hasEnded { condition.wait() }
        condition.unlock()
    }
}
