internal import Dispatch
internal import Foundation
internal import Synchronization

/// The number of threads that the process computes with.
///
/// The value changes how long a result takes, never the result: work is cut into pieces that do not
/// depend on it, each piece is done by one thread from start to end, and results are combined in
/// the order of the pieces.
public enum Parallelism {
    private static let count = Atomic<Int>(0)

    /// The number of threads, at least 1 (less is set to 1); the active processors of the machine
    /// until it is set.
    public static var threads: Int {
        get {
            let set = count.load(ordering: .relaxed)
            return set > 0 ? set : ProcessInfo.processInfo.activeProcessorCount
        }
        set { count.store(max(1, newValue), ordering: .relaxed) }
    }
}

/// Hands out 0, 1, 2, ..., each number once, to any number of threads.
private final class Counter: Sendable {
    private let next = Atomic<Int>(0)

    func take() -> Int { next.wrappingAdd(1, ordering: .relaxed).oldValue }
}

/// Runs `body(0)`, ..., `body(count - 1)`, several at once, and returns their results in order,
/// `[count]`. All pieces run, also after one has thrown; when pieces throw, the error of the first
/// of them in order is thrown.
public func parallelMap<Result: Sendable>(
    _ count: Int, _ body: (Int) throws -> Result
) throws -> [Result] {
    var results = [Swift.Result<Result, any Error>?](repeating: nil, count: count)
    unsafe results.withUnsafeMutableBufferPointer { slots in
        let slots = unsafe slots
        runPieces(count) { piece in
            let outcome = Swift.Result<Result, any Error> { try body(piece) }
            unsafe slots[piece] = outcome
        }
    }
    return try results.map { try $0!.get() }
}

/// `parallelMap` for a body that cannot throw.
public func parallelMap<Result: Sendable>(_ count: Int, _ body: (Int) -> Result) -> [Result] {
    var results = [Result?](repeating: nil, count: count)
    unsafe results.withUnsafeMutableBufferPointer { slots in
        let slots = unsafe slots
        runPieces(count) { piece in
            let outcome = body(piece)
            unsafe slots[piece] = outcome
        }
    }
    return results.map { $0! }
}

/// Cuts `array` into pieces of `pieceLength` elements (the last may be shorter) and fills them,
/// several at once: `body(piece, span)` writes the elements from `piece * pieceLength` on. An empty
/// array has no piece.
public func parallelFill<Element: Sendable>(
    _ array: inout [Element], pieceLength: Int,
    _ body: (Int, inout MutableSpan<Element>) -> Void
) {
    precondition(pieceLength > 0, "a piece has at least one element, not \(pieceLength)")
    let total = array.count
    let pieces = (total + pieceLength - 1) / pieceLength
    unsafe array.withUnsafeMutableBufferPointer { buffer in
        let buffer = unsafe buffer
        runPieces(pieces) { piece in
            let range = piece * pieceLength..<min(total, (piece + 1) * pieceLength)
            let part = unsafe UnsafeMutableBufferPointer(rebasing: buffer[range])
            var span = unsafe MutableSpan(_unsafeElements: part)
            body(piece, &span)
        }
    }
}

/// Runs `body(0)`, ..., `body(count - 1)`, several at once: each of `Parallelism.threads` strands
/// takes the next piece that nobody has taken. It returns when all are done.
func runPieces(_ count: Int, _ body: (Int) -> Void) {
    let strands = min(count, Parallelism.threads)
    if strands <= 1 {
        for piece in 0..<count { body(piece) }
        return
    }
    withoutActuallyEscaping(body) { body in
        // Several strands call it at once, each with pieces of its own: what these share or write
        // is for the callers of this file to keep apart.
        nonisolated(unsafe) let body = body
        let next = Counter()
        DispatchQueue.concurrentPerform(iterations: strands) { _ in
            while true {
                let piece = next.take()
                if piece >= count { return }
                unsafe body(piece)
            }
        }
    }
}

/// Fills two arrays of equal length in pieces and returns what each piece gives:
/// `body(piece, a, b)` writes the elements `cuts[piece] ..< cuts[piece + 1]` of both, several
/// pieces at once; `cuts` ascends from 0 to the length.
@discardableResult
public func parallelFill<A: Sendable, B: Sendable, Result: Sendable>(
    _ a: inout [A], _ b: inout [B], cuts: [Int],
    _ body: (Int, inout MutableSpan<A>, inout MutableSpan<B>) -> Result
) -> [Result] {
    precondition(
        cuts.first == 0 && cuts.last == a.count && b.count == a.count
            && zip(cuts, cuts.dropFirst()).allSatisfy { $0 <= $1 },
        "pieces from \(cuts.first ?? -1) to \(cuts.last ?? -1) of \(a.count) and \(b.count)")
    return unsafe a.withUnsafeMutableBufferPointer { a in
        unsafe b.withUnsafeMutableBufferPointer { b in
            let (a, b) = unsafe (a, b)
            return parallelMap(cuts.count - 1) { piece in
                let range = cuts[piece]..<cuts[piece + 1]
                var first = unsafe MutableSpan(_unsafeElements: .init(rebasing: a[range]))
                var second = unsafe MutableSpan(_unsafeElements: .init(rebasing: b[range]))
                return body(piece, &first, &second)
            }
        }
    }
}

/// Makes pieces 0, 1, ..., `count - 1` on a thread of its own, at most `window` of them waiting,
/// while the caller takes them in order: `take(index, piece)`.
///
/// The error of `make` is thrown when its piece's turn comes; nothing is made after the return.
public func readAhead<Piece: Sendable>(
    count: Int, window: Int = 2, make: (Int) throws -> Piece, take: (Int, Piece) throws -> Void
) throws {
    if count <= 1 {
        if count == 1 { try take(0, try make(0)) }
        return
    }
    try withoutActuallyEscaping(make) { make in
        // Beside those that wait, one is being made.
        let queue = BoundedQueue<Result<Piece, any Error>>(count: count, window: window + 1)
        // Only the thread calls it, and before this function returns.
        nonisolated(unsafe) let make = make
        let maker = Handover<@Sendable (Int) throws -> Piece> { try unsafe make($0) }
        let end = DispatchSemaphore(value: 0)
        Thread {
            makePieces(maker, into: queue)
            end.signal()
        }.start()
        defer {
            queue.stop()
            end.wait()
        }
        for index in 0..<count {
            guard let piece = queue.next() else { preconditionFailure("\(index) of \(count)") }
            try take(index, try piece.get())
        }
    }
}

/// The work of the thread that reads ahead. The thread may live on for a moment, and must not keep
/// the caller's closure, which is released here.
@inline(never)
private func makePieces<Piece: Sendable>(
    _ maker: Handover<@Sendable (Int) throws -> Piece>,
    into queue: BoundedQueue<Result<Piece, any Error>>
) {
    guard let make = maker.take() else { return }
    while let index = queue.nextIndex() {
        let piece = Result { try make(index) }
        queue.put(piece, at: index)
        guard case .success = piece else { return }
    }
}

/// A value that one thread leaves for another.
private final class Handover<Value: Sendable>: Sendable {
    private let value: Mutex<Value?>

    init(_ value: Value) { self.value = Mutex(value) }

    /// The value, and nil from then on.
    func take() -> Value? { value.withLock { $0.take() } }
}
