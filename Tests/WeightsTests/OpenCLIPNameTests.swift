import Testing

@testable import Weights

@Suite("Names of OpenCLIP and Perception Encoders") struct OpenCLIPNameTests {
    @Test("A head inside an OpenCLIP model without words is a classifier, and two are refused")
    func trunkClassifier() throws {
        let trunk = goldenTensors().filter { !$0.key.hasPrefix("head.") }
            .map { ("visual.trunk." + $0.key, $0.value) }
        let head = [
            ("visual.trunk.head.weight", zeros(2, 4)), ("visual.trunk.head.bias", zeros(2)),
        ]
        let alone = try weights(Made.safetensors(trunk + head))
        #expect(alone.classes == 2 && alone.jointWidth == nil)
        let both = head + [("visual.head.proj.weight", zeros(2, 4)), ("text.x", zeros(4))]
        let error = try #require(throws: CheckpointError.self) {
            try weights(Made.safetensors(trunk + both))
        }
        #expect(error.description.contains("two projections"))
    }

    @Test("CLIP without the norm behind its blocks is not taken for a Perception Encoder")
    func strippedCLIP() throws {
        var tensors = goldenTensors().filter {
            !$0.key.hasPrefix("head.") && !$0.key.hasPrefix("norm.")
                && $0.key != "patch_embed.proj.bias"
        }
        tensors["norm_pre.weight"] = zeros(4)
        tensors["norm_pre.bias"] = zeros(4)
        let error = try #require(throws: CheckpointError.self) {
            try weights(Made.safetensors(tensors.map { ($0.key, $0.value) }))
        }
        #expect(error.description.contains("CLIP without the norm"))
    }

    @Test("Inside an OpenCLIP model the trunk's head is the projection, with its bias unless zero")
    func trunkHead() throws {
        let trunk = goldenTensors().filter { !$0.key.hasPrefix("head.") }
            .map { ("visual.trunk." + $0.key, $0.value) }
        for bias in [zeros(2), Tensor(shape: [2], elements: [0, 3])] {
            let head = [
                ("visual.trunk.head.weight", zeros(2, 4)), ("visual.trunk.head.bias", bias),
            ]
            let weights = try weights(Made.safetensors(trunk + head + [("text.x", zeros(4))]))
            let isZero = bias.elements == [0, 0]
            #expect(weights.classes == nil && weights.jointWidth == 2)
            #expect(weights.hasProjectionBias == !isZero)
            #expect(weights.dropped == ["text.x"] + (isZero ? ["visual.trunk.head.bias"] : []))
        }
    }
}
