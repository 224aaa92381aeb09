// The addresses of spans, for calls of C functions. Arrays need no such help: the compiler passes
// the address of their first element.

/// Runs `body` with the addresses of two spans; that of an empty one must not be read.
@inline(__always)
func withPointers<A, B, Result>(
    _ a: borrowing Span<A>, _ b: borrowing Span<B>,
    _ body: (UnsafePointer<A>, UnsafePointer<B>) -> Result
) -> Result {
    unsafe a.withUnsafeBufferPointer { a in
        unsafe b.withUnsafeBufferPointer { b in unsafe body(start(of: a), start(of: b)) }
    }
}

/// Runs `body` with the addresses of a span that is read and one that is written.
@inline(__always)
func withPointers<A, B, Result>(
    _ a: borrowing Span<A>, _ b: inout MutableSpan<B>,
    _ body: (UnsafePointer<A>, UnsafeMutablePointer<B>) -> Result
) -> Result {
    unsafe b.withUnsafeMutableBufferPointer { b in
        let target = unsafe UnsafeMutablePointer(mutating: start(of: UnsafeBufferPointer(b)))
        return unsafe a.withUnsafeBufferPointer { a in unsafe body(start(of: a), target) }
    }
}

/// Runs `body` with the addresses of two spans that are read and one that is written.
@inline(__always)
func withPointers<A, B, C, Result>(
    _ a: borrowing Span<A>, _ b: borrowing Span<B>, _ c: inout MutableSpan<C>,
    _ body: (UnsafePointer<A>, UnsafePointer<B>, UnsafeMutablePointer<C>) -> Result
) -> Result {
    unsafe c.withUnsafeMutableBufferPointer { c in
        let target = unsafe UnsafeMutablePointer(mutating: start(of: UnsafeBufferPointer(c)))
        return unsafe withPointers(a, b) { a, b in unsafe body(a, b, target) }
    }
}

/// The address of a buffer's first element; for an empty one, an address that must not be read.
@inline(__always)
private func start<Element>(of buffer: UnsafeBufferPointer<Element>) -> UnsafePointer<Element> {
    unsafe buffer.baseAddress
        ?? UnsafePointer(bitPattern: MemoryLayout<Element>.alignment)!
}
