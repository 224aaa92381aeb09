public import ArgumentParser
internal import Dense
internal import Foundation

/// The value of `--precision`: the precision of the matrix products. bf16 products accumulate in
/// single precision.
public enum ComputePrecision: String, ExpressibleByArgument, CaseIterable {
    /// `auto` is bf16 where that is faster; `bf16` is the same with a note where it is not. `f16`
    /// is for PyTorch alone.
    case f32, bf16, f16, auto

    /// The environment variable that, set to 1, uses bf16 also where it is slow, to check its
    /// results.
    static let forcingVariable = "VITRINE_FORCE_BF16"

    /// The precision to use on this processor, with a note for the user where it is not the wanted
    /// one. `bf16` and `auto` mean bf16 only where its kernel is faster than f32.
    ///
    /// - Parameters:
    ///   - kernel: oneDNN's kernel for bf16 products; nil without one.
    ///   - isFast: whether products with a kernel are faster than in f32.
    ///   - isForced: whether bf16 is used whatever its speed.
    func resolved(
        kernel: String? = bfloat16Kernel(),
        isFast: (String) -> Bool = { Dense.isFast(bfloat16Kernel: $0) },
        isForced: Bool = ProcessInfo.processInfo.environment[forcingVariable] == "1"
    ) -> (precision: Precision, remark: String?) {
        if self == .f32 { return (.f32, nil) }
        if let kernel, isFast(kernel) { return (.bf16, nil) }
        if let kernel, isForced, self == .bf16 {
            return (
                .bf16, "bf16 with \(kernel) is slow on this processor; use it only to check results"
            )
        }
        return (
            .f32,
            "--precision \(rawValue): f32 is used, because this processor has neither AMX nor "
                + "AMD's fast bf16 products, without which bf16 is slower than f32"
        )
    }
}
