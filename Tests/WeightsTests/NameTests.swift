import Testing

@testable import Weights

@Suite("Names") struct NameTests {
    @Test("every table covers each of our names once, or in its three parts", arguments: 0..<3)
    func tablesCover(_ index: Int) {
        let table = NameTable.families[index]
        let rows = table.rows(prefix: "", depth: 3, hasHead: true)
        #expect(Set(rows.map(\.theirs)).count == rows.count)
        let ours = Dictionary(grouping: rows, by: \.ours)
        let expected =
            CanonicalNames.outer.map(\.name)
            + (0..<3).flatMap { n in CanonicalNames.block.map { "blocks.\(n).\($0.name)" } }
        #expect(ours.keys.sorted() == expected.sorted())
        for (name, rows) in ours {
            let parts = rows.map(\.part)
            #expect(parts == [nil] || parts == [0, 1, 2], "\(name): \(parts)")
        }
    }

    @Test("a layout's shapes lead back to where they came from", arguments: Layout.allCases)
    func shapesRoundTrip(_ layout: Layout) {
        let ours = layout == .convolution ? [8, 3, 2, 5] : layout == .headsBias ? [8] : [8, 8]
        #expect(layout.ours(of: layout.theirs(of: ours, heads: 4)) == ours)
    }

    @Test("a bare Hugging Face model without prefix is read and its pooler is dropped by name")
    func bareHuggingFace() throws {
        let file = try CheckpointFile(bytes: Fixtures.huggingFace.bytes(), name: "hf")
        var tensors = try file.names.filter { $0.hasPrefix("vit.") }.map {
            (name: String($0.dropFirst(4)), tensor: try file.tensor($0))
        }
        tensors.append(("pooler.dense.bias", Tensor(shape: [1], elements: [0])))
        let weights = try weights(Made.safetensors(tensors))
        #expect(weights.family == .huggingFace)
        #expect(weights.dropped == ["pooler.dense.bias"])
        #expect(weights["blocks.1.attn.qkv.bias"] == goldenTensors()["blocks.1.attn.qkv.bias"])
        #expect(weights.classes == nil)
    }

    /// The golden tensors as a safetensors file, after a change.
    private func changed(
        metadata: String? = nil, _ change: (inout [String: Tensor]) -> Void
    ) -> [UInt8] {
        var tensors = goldenTensors()
        change(&tensors)
        return Made.safetensors(
            tensors.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }, metadata: metadata)
    }

    private func zeros(_ shape: Int...) -> Tensor {
        Tensor(shape: shape, elements: [Float](repeating: 0, count: shape.reduce(1, *)))
    }

    @Test("missing, extra and misshapen tensors are listed in one error")
    func oneError() throws {
        let bytes = changed {
            $0["norm.bias"] = nil
            $0["blocks.1.mlp.fc1.bias"] = nil
            $0["blocks.0.ls1.gamma"] = zeros(4)
            $0["reg_token"] = zeros(1, 2, 4)
            $0["blocks.1.mlp.fc2.weight"] = zeros(6, 4)
            $0["blocks.0.norm2.bias"] = zeros(5)
            $0["cls_token"] = zeros(4)
        }
        let error = try #require(refusal { _ = try weights(bytes) })
        #expect(error.kind == .mismatch)
        let mismatch = try #require(error.mismatch)
        #expect(mismatch.nearest == .timm)
        #expect(mismatch.missing == ["blocks.1.mlp.fc1.bias", "norm.bias"])
        #expect(mismatch.extra == ["blocks.0.ls1.gamma", "reg_token"])
        #expect(
            mismatch.misshapen == [
                .init(name: "blocks.0.norm2.bias", expected: "[4]", found: [5]),
                .init(name: "blocks.1.mlp.fc2.weight", expected: "[4, 6]", found: [6, 4]),
                .init(name: "cls_token", expected: "[1, 1, 4]", found: [4]),
            ])
        #expect(
            error.description
                == "file: the tensors are not those of a Vision Transformer that is known here, "
                + "the nearest family being timm; 2 missing: blocks.1.mlp.fc1.bias, norm.bias; "
                + "2 extra: blocks.0.ls1.gamma, reg_token; 3 of another shape: "
                + "blocks.0.norm2.bias expected [4] found [5], blocks.1.mlp.fc2.weight expected "
                + "[4, 6] found [6, 4], cls_token expected [1, 1, 4] found [4]; use a file of that "
                + "family or rename its tensors.")
    }

    @Test("a missing block is missed tensor by tensor")
    func missingBlock() throws {
        let bytes = changed { tensors in
            for name in CanonicalNames.block.map(\.name) { tensors["blocks.0.\(name)"] = nil }
        }
        let error = try #require(refusal { _ = try weights(bytes) })
        #expect(
            error.mismatch?.missing == CanonicalNames.block.map { "blocks.0.\($0.name)" }.sorted())
        #expect(error.mismatch?.extra == [])
    }

    @Test("a block number that only a hostile file has makes no list of that length")
    func hostileNumber() throws {
        let bytes = changed { $0["blocks.999999999999.norm1.bias"] = zeros(4) }
        let error = try #require(refusal { _ = try weights(bytes) })
        #expect(error.mismatch?.extra == ["blocks.999999999999.norm1.bias"])
        #expect(error.mismatch?.missing == [])
    }

    @Test("position tables that are no square of patches are refused")
    func notSquare() throws {
        let bytes = changed { $0["pos_embed"] = zeros(1, 7, 4) }
        let error = try #require(refusal { _ = try weights(bytes) })
        #expect(
            error.mismatch?.misshapen == [
                .init(
                    name: "pos_embed",
                    expected: "[1, 1 + n · n, 4], a class token and a square of patches",
                    found: [1, 7, 4])
            ])
    }

    @Test("distilled models are recognised and refused in one sentence")
    func distilled() {
        let bytes = changed {
            $0["dist_token"] = zeros(1, 1, 4)
            $0["pos_embed"] = zeros(1, 6, 4)
            $0["head_dist.weight"] = zeros(3, 4)
        }
        #expect(
            refusal { _ = try weights(bytes) }?.description
                == "file: the tensor dist_token is there: distilled models are not supported yet; "
                + "use the model without distillation.")
    }

    @Test("a layer before the head is refused unless it is empty")
    func beforeTheHead() throws {
        let file = try CheckpointFile(bytes: Fixtures.npz.bytes(), name: "npz")
        let tensors = try file.names.map { (name: $0, tensor: try file.tensor($0)) }
        let full = Made.safetensors(tensors + [("pre_logits/bias", zeros(4))])
        let text = refusal { _ = try weights(full) }?.description ?? ""
        #expect(text.hasPrefix("file: the tensor pre_logits/bias is there: the layer before"))
        let empty = try weights(Made.safetensors(tensors + [("pre_logits/bias", zeros(0))]))
        #expect(empty.dropped == ["pre_logits/bias"])
    }

    @Test("half a head, heads that do not divide the width and NaN are refused")
    func otherRefusals() throws {
        let halfHead = changed { $0["head.bias"] = nil }
        #expect(refusal { _ = try weights(halfHead) }?.mismatch?.missing == ["head.bias"])
        let heads = changed(metadata: "{\"heads\":\"3\"}") { _ in }
        let text = refusal { _ = try weights(heads) }?.description ?? ""
        #expect(text.contains("heads 3") && text.contains("width 4"))
        let broken = changed { $0["norm.bias"] = Tensor(shape: [4], elements: [0, .nan, 0, 0]) }
        #expect(refusal { _ = try weights(broken) }?.kind == .damaged)
    }
}
