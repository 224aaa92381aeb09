public import ArgumentParser
internal import Dense
internal import Foundation

/// In which numbers the products are to be computed, as asked for.
public enum ComputePrecision: String, ExpressibleByArgument, CaseIterable {
    case f32, bf16, auto

    /// Takes bf16 where it is slow too: to check its numbers on a processor where it is.
    static let forcingVariable = "VITRINE_FORCE_BF16"

    /// What is used here, and a line for the user where that is not what was asked for.
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
