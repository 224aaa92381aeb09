import Testing
import Tokens

@testable import ViT

@Suite("Ablation") struct AblationTests {
    @Test("A unit or head that is set to zero is as if the next layer did not read it")
    func ablation() throws {
        let golden = try FamilyGolden.load("timm-eva02-clip")
        let c = golden.configuration(try golden.weights())
        let ablated = try FamilyRun(
            golden,
            changing: {
                $0.ablatedUnits = BlockParts("1:3,1:7")!
                $0.ablatedHeads = BlockParts("0:2")!
            })
        let plain = try FamilyRun(golden)
        let altered = try FamilyRun(
            golden,
            altering: { name, numbers in
                for row in 0..<c.width {
                    if name == "blocks.1.mlp.fc2.weight" {
                        for unit in [3, 7] { numbers[row * c.hidden + unit] = 0 }
                    }
                    if name == "blocks.0.attn.proj.weight" {
                        for input in 2 * c.headWidth..<3 * c.headWidth {
                            numbers[row * c.width + input] = 0
                        }
                    }
                }
            })
        #expect(ablated.layers == altered.layers)
        #expect(ablated.layers["embedding"] == plain.layers["embedding"])
        #expect(ablated.layers["0"] != plain.layers["0"])
    }
}
