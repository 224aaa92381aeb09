import Foundation
import Testing

@testable import Dense

private struct Stop: Error {}

/// Counts pieces that are made and not yet taken.
private final class Balance: @unchecked Sendable {
    private let lock = NSLock()
    private var made = 0
    private(set) var most = 0

    func change(by step: Int) {
        lock.withLock {
            made += step
            most = max(most, made)
        }
    }
}

@Suite struct ReadAheadTests {
    @Test("pieces come in order, never more than the window ahead", arguments: [0, 1, 2, 50])
    func order(count: Int) throws {
        let balance = Balance()
        var taken: [Int] = []
        try readAhead(
            count: count, window: 3,
            make: { index -> Int in
                balance.change(by: 1)
                return index * index
            },
            take: { index, piece in
                if index == 0 { Thread.sleep(forTimeInterval: 0.02) }
                #expect(piece == index * index)
                taken.append(index)
                balance.change(by: -1)
            })
        #expect(taken == Array(0..<count))
        // Three wait, one is being made, one is being taken.
        #expect(balance.most <= 5)
    }

    @Test("an error of the reading thread is thrown at its piece's turn")
    func failure() {
        var taken = 0
        #expect(throws: Stop.self) {
            try readAhead(
                count: 100,
                make: { index -> Int in
                    if index == 7 { throw Stop() }
                    return index
                }, take: { _, _ in taken += 1 })
        }
        #expect(taken == 7)
    }
}

@Suite struct BoundedQueueTests {
    @Test(
        "pieces of several makers come in order, never more than the window at once",
        arguments: [1, 2, 5], [0, 1, 7, 200])
    func order(window: Int, count: Int) {
        let queue = BoundedQueue<Int>(count: count, window: window)
        let balance = Balance()
        let ended = DispatchGroup()
        for maker in 0..<3 {
            ended.enter()
            Thread {
                while let index = queue.nextIndex() {
                    balance.change(by: 1)
                    // Makers are out of step with one another.
                    if (index + maker) % 5 == 0 { Thread.sleep(forTimeInterval: 0.001) }
                    queue.put(index * index, at: index)
                }
                ended.leave()
            }.start()
        }
        var taken: [Int] = []
        while let piece = queue.next() {
            if taken.count % 50 == 0 { Thread.sleep(forTimeInterval: 0.005) }
            taken.append(piece)
            balance.change(by: -1)
        }
        #expect(taken == (0..<count).map { $0 * $0 })
        // One more that `next` gave and is not yet counted as taken.
        #expect(balance.most <= window + 1)
        #expect(ended.wait(timeout: .now() + 10) == .success)
    }

    @Test("stop ends makers that wait for room, and gives out no further number")
    func stop() {
        let queue = BoundedQueue<Int>(count: 100, window: 2)
        let ended = DispatchGroup()
        for _ in 0..<4 {
            ended.enter()
            Thread {
                while let index = queue.nextIndex() { queue.put(index, at: index) }
                ended.leave()
            }.start()
        }
        #expect(queue.next() == 0)
        queue.stop()
        #expect(ended.wait(timeout: .now() + 10) == .success)
        #expect(queue.nextIndex() == nil)
    }
}
