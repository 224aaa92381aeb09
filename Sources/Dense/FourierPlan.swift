internal import CKernels
internal import Foundation

/// Runs `body` with the working memory of one piece of transforms, aligned to 64 bytes and not
/// initialised.
func withScratch(
    _ plan: UnsafePointer<kernels_fourier_plan>, _ body: (UnsafeMutablePointer<Float>) -> Void
) {
    let count = kernels_fourier_scratch(unsafe plan.pointee.length)
    let bytes = UnsafeMutableRawPointer.allocate(byteCount: 4 * count, alignment: 64)
    defer { unsafe bytes.deallocate() }
    unsafe body(bytes.assumingMemoryBound(to: Float.self))
}

/// The radices and the twiddle factors of transforms of one length (Cooley and Tukey 1965,
/// doi:10.1090/S0025-5718-1965-0178586-1).
struct FourierPlan {
    /// The number of complex numbers of a transform.
    let length: Int
    /// The factors of `length`, in the order of the passes.
    private let radices: [Int32]
    /// Cosine and minus sine of each pass's angles, in turn.
    private let twiddles: [Float]

    /// A plan for `length` numbers, a product of 2, 3, 4 and 5; another length is a programming
    /// error.
    init(length: Int) {
        self.length = length
        var radices: [Int32] = []
        var twiddles: [Float] = []
        var left = length
        for radix in [5, 3, 4, 2] {
            while left % radix == 0 {
                radices.append(Int32(radix))
                left /= radix
            }
        }
        precondition(left == 1, "a transform of \(length) numbers")
        left = length
        for radix in radices.map(Int.init) {
            for p in 0..<left / radix {
                for k in 1..<radix {
                    let angle = 2 * Double.pi * Double(p * k) / Double(left)
                    twiddles.append(Float(cos(angle)))
                    twiddles.append(Float(-sin(angle)))
                }
            }
            left /= radix
        }
        self.radices = radices
        self.twiddles = twiddles
    }

    /// The smallest even product of 2, 3 and 5 that is at least `count`.
    static func length(atLeast count: Int) -> Int {
        var length = max(2, count + count % 2)
        while true {
            var left = length
            for factor in [2, 3, 5] {
                while left % factor == 0 { left /= factor }
            }
            if left == 1 { return length }
            length += 2
        }
    }

    /// Runs `body` with the plan as the kernels take it.
    func withPointer(_ body: (UnsafePointer<kernels_fourier_plan>) -> Void) {
        unsafe radices.withUnsafeBufferPointer { radices in
            unsafe twiddles.withUnsafeBufferPointer { twiddles in
                var plan = unsafe kernels_fourier_plan(
                    length: length, count: radices.count, radices: radices.baseAddress,
                    twiddles: twiddles.baseAddress)
                unsafe withUnsafePointer(to: &plan) { unsafe body($0) }
            }
        }
    }
}
