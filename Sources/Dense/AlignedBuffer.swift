internal import CKernels

/// The precision of a product's factors; its sums are always in single precision.
public enum Precision: String, Sendable, CaseIterable {
    /// Single precision of IEEE 754: 24 bits of significand.
    case f32
    /// bfloat16: the upper half of a single-precision number, 8 bits of significand.
    case bf16

    /// The bytes of a number: 4 or 2.
    public var size: Int { self == .f32 ? 4 : 2 }
}

/// The working memory of one thread: numbers of a precision, aligned to 64 bytes.
///
/// An array's elements begin 32 bytes behind an aligned address, so that every vector of 64 bytes
/// would straddle two cache lines.
@safe
public struct AlignedBuffer: ~Copyable {
    /// The precision that all numbers are stored in.
    public let precision: Precision
    /// The number of numbers, fixed at the start.
    public let count: Int
    /// The address of the first number, a multiple of 64.
    let base: UnsafeMutableRawPointer

    /// A buffer of `count` zeros; a negative count is a programming error.
    public init(count: Int, precision: Precision) {
        precondition(count >= 0, "a buffer of \(count) numbers")
        self.precision = precision
        self.count = count
        let bytes = max(1, count * precision.size)
        unsafe base = .allocate(byteCount: bytes, alignment: 64)
        unsafe base.initializeMemory(as: UInt8.self, repeating: 0, count: bytes)
    }

    /// Sets all numbers to zero.
    mutating func clear() {
        unsafe base.initializeMemory(as: UInt8.self, repeating: 0, count: count * precision.size)
    }

    /// A buffer of `values` `[count]`, rounded to the precision (to nearest, ties to even).
    public init(_ values: [Float], precision: Precision) {
        self.init(count: values.count, precision: precision)
        set(values.span)
    }

    deinit { unsafe base.deallocate() }

    /// Writes `values` from `offset` on, rounded to the precision (to nearest, ties to even);
    /// numbers outside the buffer are a programming error.
    public mutating func set(_ values: borrowing Span<Float>, at offset: Int = 0) {
        let number = values.count
        check(offset..<offset + number)
        unsafe values.withUnsafeBufferPointer { values in
            guard let source = values.baseAddress else { return }
            switch precision {
            case .f32: unsafe (floats + offset).update(from: source, count: number)
            case .bf16: unsafe kernels_to_bf16(source, bf16 + offset, number)
            }
        }
    }

    /// The numbers of a range in single precision, `[range.count]`; exact.
    public func values(_ range: Range<Int>) -> [Float] {
        check(range)
        return range.map { i in
            switch precision {
            case .f32: unsafe floats[i]
            case .bf16: unsafe Float(bitPattern: UInt32(bf16[i]) << 16)
            }
        }
    }

    /// One number; written it is rounded to the precision, read it is exact.
    public subscript(index: Int) -> Float {
        get {
            check(index..<index + 1)
            return switch precision {
            case .f32: unsafe floats[index]
            case .bf16: unsafe Float(bitPattern: UInt32(bf16[index]) << 16)
            }
        }
        set { set([newValue].span, at: index) }
    }

    /// All numbers in single precision, `[count]`.
    public var values: [Float] { values(0..<count) }

    /// Stops the program unless a range lies within the buffer.
    func check(_ range: Range<Int>) {
        precondition(
            range.lowerBound >= 0 && range.upperBound <= count,
            "numbers \(range) of a buffer of \(count)")
    }

    /// The numbers of a buffer of `.f32`; another precision is a programming error.
    var floats: UnsafeMutablePointer<Float> {
        precondition(precision == .f32, "a buffer of \(precision) is read as f32")
        return unsafe base.assumingMemoryBound(to: Float.self)
    }

    /// The numbers of a buffer of `.bf16`, by their bits; another precision is a programming error.
    var bf16: UnsafeMutablePointer<UInt16> {
        precondition(precision == .bf16, "a buffer of \(precision) is read as bf16")
        return unsafe base.assumingMemoryBound(to: UInt16.self)
    }

    /// The address of the number at `offset`, which is not checked.
    func address(_ offset: Int) -> UnsafeMutableRawPointer {
        unsafe base + offset * precision.size
    }
}
