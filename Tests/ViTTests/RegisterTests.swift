import Dense
import Testing
import Tokens

@testable import ViT

@Suite("Test-time registers") struct RegisterTests {
    @Test(
        "The register gets the largest value of a unit, the patches none, the class token its own")
    func movedUnits() throws {
        let golden = try FamilyGolden.load("timm-eva02-clip")
        var c = golden.configuration(try golden.weights())
        c.extra = .registers(1)
        c.registerUnits = BlockParts("1:3,1:7")!
        var pass = ForwardPass(c, keepsAttention: false, precision: .f32)
        for i in 0..<pass.slots * c.tokens * c.hidden { pass.hidden[i] = Float(i % 1009) - 500 }
        let before = pass.hidden.values
        let model = try VisionTransformer(
            c,
            parameters: { name, shape in
                [Float](repeating: 0.01, count: shape.reduce(1, *))
            })
        model.moveRegisterUnits([3, 7], &pass)
        for slot in 0..<pass.slots {
            for unit in 0..<c.hidden {
                let places = (0..<c.tokens).map { (slot * c.tokens + $0) * c.hidden + unit }
                let (old, new) = (places.map { before[$0] }, places.map { pass.hidden[$0] })
                guard unit == 3 || unit == 7 else {
                    #expect(old == new)
                    continue
                }
                #expect(new[0] == old[0] && new[1] == old.max())
                #expect(new[2...].allSatisfy { $0 == 0 })
            }
        }
    }
}
