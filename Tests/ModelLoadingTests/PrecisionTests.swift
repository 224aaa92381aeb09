import Dense
import Testing

@testable import ModelLoading

@Suite("The precision that is used") struct PrecisionTests {
    @Test("bf16 is chosen where its kernel is the faster, and f32 with a sentence elsewhere")
    func resolved() {
        let amx = "brg:avx512_core_amx_bf16"
        for choice in [ComputePrecision.bf16, .auto] {
            let fast = choice.resolved(kernel: amx, isForced: false)
            #expect(fast.precision == .bf16 && fast.remark == nil)
            let vectors = "brg:avx512_core_bf16"
            for (kernel, isFullRate) in [
                (nil, true), (vectors, false), ("gemm:jit", true), ("brg:avx512_core", true),
            ] {
                let slow = choice.resolved(
                    kernel: kernel,
                    isFast: { isFast(bfloat16Kernel: $0, isFullRate: isFullRate) },
                    isForced: false)
                #expect(slow.precision == .f32)
                #expect(slow.remark?.contains("neither AMX nor") == true)
            }
            let amd = choice.resolved(
                kernel: vectors, isFast: { isFast(bfloat16Kernel: $0, isFullRate: true) },
                isForced: false)
            #expect(amd.precision == .bf16 && amd.remark == nil)
        }
        let asked = ComputePrecision.f32.resolved(kernel: amx, isForced: true)
        #expect(asked.precision == .f32 && asked.remark == nil)
        let forced = ComputePrecision.bf16.resolved(kernel: "gemm:jit", isForced: true)
        #expect(forced.precision == .bf16 && forced.remark?.contains("slow") == true)
        #expect(
            ComputePrecision.auto.resolved(kernel: "gemm:jit", isForced: true).precision == .f32)
        #expect(ComputePrecision.bf16.resolved(kernel: nil, isForced: true).precision == .f32)
    }
}
