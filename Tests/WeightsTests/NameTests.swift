import Testing

@testable import Weights

@Suite("Names") struct NameTests {
    @Test(
        "every table covers each of our needed names once, or in parts that do not overlap",
        arguments: NameTable.families.indices)
    func tablesCover(_ index: Int) {
        let table = NameTable.families[index]
        func ours(_ groups: [NameTable.Group]) -> [String: [NameTable.Row]] {
            let rows = groups.flatMap { table.rows($0, prefix: "", depth: 3) }
            #expect(Set(rows.map(\.theirs)).count == rows.count)
            return Dictionary(grouping: rows, by: \.ours)
        }
        func full(_ block: [(name: String, shape: [CanonicalNames.Side])]) -> [String] {
            (0..<3).flatMap { n in block.map { "blocks.\(n).\($0.name)" } }
        }
        let needed = ours([table.needed])
        let always = CanonicalNames.outer.map(\.name) + full(CanonicalNames.block)
        let sometimes = CanonicalNames.optional.map(\.name) + full(CanonicalNames.optionalBlock)
        // What models without class token, position table or closing norm do not have, and biases
        // that some lack.
        let lacking: Set = ["cls_token", "pos_embed", "norm.weight", "norm.bias"]
        let missing = Set(always).subtracting(needed.keys)
            .filter { !lacking.contains($0) && !$0.hasSuffix("attn.qkv.bias") }
        #expect(missing.isEmpty, "\(table.family): \(missing)")
        for group in [table.needed] + table.optional {
            for (name, rows) in ours([group]) {
                #expect(always.contains(name) || sometimes.contains(name), "\(name)")
                let parts = rows.compactMap(\.part)
                if parts.isEmpty {
                    #expect(rows.count == 1, "\(name)")
                    continue
                }
                let places = parts.flatMap { Array($0.first..<$0.first + $0.count) }
                let all = parts[0].all
                let isKeyless =
                    name.hasSuffix("attn.qkv.bias") && parts.count == 2 && parts[0].all == 3
                #expect(parts.count == rows.count && parts.allSatisfy { $0.all == all })
                #expect(places == (isKeyless ? [0, 2] : Array(0..<all)), "\(name): \(parts)")
            }
        }
    }

    @Test("a layout's shapes lead back to where they came from", arguments: Layout.allCases)
    func shapesRoundTrip(_ layout: Layout) {
        let ours =
            switch layout {
            case .convolution: [8, 3, 2, 5]
            case .headsBias: [8]
            case .withoutKeys: [9]
            case .token: [1, 1, 8]
            case .table: [1, 5, 8]
            default: [8, 8]
            }
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
        #expect(try weights["blocks.1.attn.qkv.bias"] == goldenTensors()["blocks.1.attn.qkv.bias"])
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

    @Test(
        "What stands before all names is left out, and what models have beside a backbone",
        arguments: ["module.", "model.", "_orig_mod.", "model._orig_mod.module.", "student.net."])
    func wrappers(_ prefix: String) throws {
        let golden = goldenTensors()
        var tensors = golden.sorted { $0.key < $1.key }.map { (prefix + $0.key, $0.value) }
        let plain = try weights(Made.safetensors(tensors))
        #expect(plain.family == .timm && plain.dropped == [])
        #expect(try plain["norm.weight"] == golden["norm.weight"])
        // MAE's decoder.
        for name in ["mask_token", "decoder_embed.weight", "decoder_blocks.0.norm1.bias"] {
            tensors.append((prefix + name, zeros(4)))
        }
        let whole = try weights(Made.safetensors(tensors))
        #expect(whole.family == .timm && whole.dropped.count == 3)
        #expect(try whole["norm.weight"] == golden["norm.weight"])
    }

    @Test("Of Depth Anything the backbone is read, of MoCo v3 the encoder without its projection")
    func backbones() throws {
        let golden = goldenTensors()
        let plain = golden.filter { !$0.key.hasPrefix("head.") }.sorted { $0.key < $1.key }
        var depth = plain.map { ("pretrained." + $0.key, $0.value) }
        depth.append(("depth_head.scratch.layer1_rn.weight", zeros(4)))
        let backbone = try weights(Made.safetensors(depth))
        #expect(backbone.family == .timm && !backbone.isMoCo)
        #expect(backbone.dropped == ["depth_head.scratch.layer1_rn.weight"])
        #expect(try backbone["norm.weight"] == golden["norm.weight"])
        var moco: [(String, Tensor)] = [("module.predictor.0.weight", zeros(4, 4))]
        for encoder in ["module.base_encoder.", "module.momentum_encoder."] {
            for (name, tensor) in plain { moco.append((encoder + name, tensor)) }
            moco.append((encoder + "head.0.weight", zeros(4, 4)))
        }
        let encoder = try weights(Made.safetensors(moco))
        #expect(encoder.family == .timm && encoder.isMoCo && encoder.classes == nil)
        #expect(encoder.dropped.count == plain.count + 3)
        #expect(try encoder["norm.weight"] == golden["norm.weight"])
    }

    @Test("timm's model inside one of OpenCLIP is read without its text")
    func insideOpenCLIP() throws {
        var tensors = goldenTensors().filter { !$0.key.hasPrefix("head.") }
            .map { ("visual.trunk." + $0.key, $0.value) }
        tensors += [("visual.head.proj.weight", zeros(2, 4)), ("text.x", zeros(4))]
        let weights = try weights(Made.safetensors(tensors + [("logit_scale", zeros(1))]))
        #expect(weights.family == .timm && weights.isInOpenCLIP)
        #expect(weights.dropped == ["logit_scale", "text.x"])
        #expect(weights.projection == 2 && !weights.hasProjectionBias && weights.jointWidth == 2)
    }

    @Test(
        "A model that is known and not read is named in a short sentence",
        arguments: [
            (["attn_pool.latent", "reg_token.x"], "a model with attention pooling"),
            (["blocks.0.gamma_1"], "a model with rotary positions"),
            (
                ["cls_token.x", "blocks.0.attn.relative_position_bias_table"],
                "a model with relative position bias"
            ),
            (["layers.0.blocks.0.attn.relative_position_bias_table"], "a Swin Transformer"),
            (["embeddings.word_embeddings.weight"], "a text model"),
        ])
    func others(_ names: [String], _ title: String) throws {
        let bytes = changed { tensors in
            for name in ["cls_token", "pos_embed", "patch_embed.proj.weight"] {
                tensors[name] = nil
            }
            tensors["patch_embed.proj.bias"] = nil
            for name in names { tensors[name] = zeros(4) }
        }
        let error = try #require(refusal { _ = try weights(bytes) })
        #expect(error.kind == .unsupported && error.description.count < 300)
        #expect(error.description.contains("this is \(title)"), "\(error)")
    }

    @Test("missing, extra and misshapen tensors are listed in one error")
    func oneError() throws {
        let bytes = changed {
            $0["norm.bias"] = nil
            $0["blocks.1.mlp.fc1.bias"] = nil
            $0["blocks.0.attn.q_norm.weight"] = zeros(4)
            $0["fc_norm.weight"] = zeros(4)
            $0["blocks.1.mlp.fc2.weight"] = zeros(6, 4)
            $0["blocks.0.norm2.bias"] = zeros(5)
            $0["cls_token"] = zeros(4)
        }
        let error = try #require(refusal { _ = try weights(bytes) })
        #expect(error.kind == .mismatch)
        let mismatch = try #require(error.mismatch)
        #expect(mismatch.nearest == .timm)
        #expect(mismatch.missing == ["blocks.1.mlp.fc1.bias", "norm.bias"])
        #expect(mismatch.extra == ["blocks.0.attn.q_norm.weight", "fc_norm.weight"])
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
                + "2 extra: blocks.0.attn.q_norm.weight, fc_norm.weight; 3 of another shape: "
                + "blocks.0.norm2.bias expected [4] found [5], blocks.1.mlp.fc2.weight expected "
                + "[4, 6] found [6, 4], cls_token expected [1, 1, 4] found [4]; use a file of that "
                + "family or rename its tensors.")
    }

    @Test("names of many blocks are said once, and long lists are counted")
    func grouped() {
        let block = ["attn.a", "attn.b", "mlp.c"]
        let names = (0..<12).flatMap { number in block.map { "t.\(number).\($0)" } }.sorted()
        #expect(GroupedNames(names).list() == "t.0...11.{attn.a, attn.b, mlp.c}")
        #expect(GroupedNames(["b.0.x", "b.2.x", "b.3.x", "c"]).list() == "b.0,2...3.x, c")
        #expect(GroupedNames(["b.0.x"]).list() == "b.0.x")
        #expect(GroupedNames(["0.x", "x.1", "b.99999999999999999999.x"]).parts.count == 3)
        let many = (0..<30).map { "n\($0)" }
        #expect(GroupedNames(many).list(most: 2) == "n0, n1 and 28 more")
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

    @Test("a distilled model has two tokens before the patches and two heads")
    func distilled() throws {
        let two = try weights(
            changed {
                $0["dist_token"] = zeros(1, 1, 4)
                $0["pos_embed"] = zeros(1, 6, 4)
                $0["head_dist.weight"] = zeros(3, 4)
                $0["head_dist.bias"] = zeros(3)
            })
        #expect(two.family == .distilled && two.isDistilled && two.hasDistillationHead)
        #expect(two.prefixTokens == 2 && two.positionedPrefix == 2 && two.grid == 2)
        #expect(two.parameterCount == 407 + 4 + 4 + 15)
        let error = refusal {
            _ = try weights(changed { $0["dist_token"] = zeros(1, 1, 4) })
        }
        #expect(error?.mismatch?.misshapen.map(\.name) == ["pos_embed"])
        #expect(error?.description.contains("[1, 2 + n · n, 4]") == true)
    }

    @Test("registers, LayerScale and a position table without the class token's row are read")
    func registers() throws {
        let found = try weights(
            changed {
                $0["reg_token"] = zeros(1, 3, 4)
                $0["pos_embed"] = zeros(1, 4, 4)
                for block in 0..<2 {
                    $0["blocks.\(block).ls1.gamma"] = zeros(4)
                    $0["blocks.\(block).ls2.gamma"] = zeros(4)
                }
            })
        #expect(found.family == .timm && found.registers == 3 && found.prefixTokens == 4)
        #expect(found.positionedPrefix == 0 && found.grid == 2 && found.hasLayerScale)
        let half = refusal {
            _ = try weights(
                changed {
                    for name in ["blocks.0.ls1", "blocks.1.ls1", "blocks.0.ls2"] {
                        $0[name + ".gamma"] = zeros(4)
                    }
                })
        }
        #expect(half?.mismatch?.missing == ["blocks.1.ls2.gamma"])
    }

    @Test("a feed-forward part of twice as many rows has gates, in all blocks or none")
    func gated() throws {
        func bytes(_ blocks: [Int]) -> [UInt8] {
            changed {
                for block in blocks {
                    $0["blocks.\(block).mlp.fc1.weight"] = zeros(12, 4)
                    $0["blocks.\(block).mlp.fc1.bias"] = zeros(12)
                }
            }
        }
        let plain = try weights(bytes([]))
        #expect(!plain.isGated && plain.mlpWidth == 6)
        let gated = try weights(bytes(Array(0..<plain.depth)))
        #expect(gated.isGated && gated.mlpWidth == 6)
        let error = try #require(refusal { _ = try weights(bytes([0])) })
        #expect(
            error.mismatch?.misshapen.map(\.name)
                == ["blocks.1.mlp.fc1.bias", "blocks.1.mlp.fc1.weight"])
    }

    @Test("parts of a tensor stand in their places, and what no part fills is zero")
    func parts() throws {
        var tensors: [(name: String, tensor: Tensor)] = [
            ("embeddings.cls_token", zeros(1, 1, 4)),
            ("embeddings.register_tokens", zeros(1, 2, 4)),
            ("embeddings.patch_embeddings.weight", zeros(4, 3, 2, 2)),
            ("embeddings.patch_embeddings.bias", zeros(4)), ("norm.weight", zeros(4)),
            ("norm.bias", zeros(4)),
        ]
        func filled(_ value: Float, _ shape: Int...) -> Tensor {
            Tensor(
                shape: shape,
                elements: [Float](repeating: value, count: shape.reduce(1, *)))
        }
        for (index, name) in ["q", "k", "v"].enumerated() {
            tensors.append(
                ("layer.0.attention.\(name)_proj.weight", filled(Float(index + 1), 4, 4)))
            if name != "k" {
                tensors.append(
                    ("layer.0.attention.\(name)_proj.bias", filled(Float(index + 1), 4)))
            }
        }
        for (name, shape) in [
            ("attention.o_proj.weight", [4, 4]), ("attention.o_proj.bias", [4]),
            ("layer_scale1.lambda1", [4]), ("layer_scale2.lambda1", [4]), ("norm1.weight", [4]),
            ("norm1.bias", [4]), ("norm2.weight", [4]), ("norm2.bias", [4]),
            ("mlp.down_proj.weight", [4, 6]), ("mlp.down_proj.bias", [4]),
        ] {
            let count = shape.reduce(1, *)
            let values = [Float](repeating: 0, count: count)
            tensors.append(("layer.0.\(name)", Tensor(shape: shape, elements: values)))
        }
        for (name, value) in [("gate", Float(5)), ("up", Float(7))] {
            tensors.append(("layer.0.mlp.\(name)_proj.weight", filled(value, 6, 4)))
            tensors.append(("layer.0.mlp.\(name)_proj.bias", filled(value, 6)))
        }
        let weights = try weights(Made.safetensors(tensors))
        #expect(weights.family == .huggingFaceDINOv3 && weights.isGated && weights.grid == nil)
        #expect(weights.attentionBiases == 2 && weights.registers == 2)
        let bias = try weights["blocks.0.attn.qkv.bias"].elements
        #expect(bias == [1, 1, 1, 1, 0, 0, 0, 0, 3, 3, 3, 3])
        let hidden = try weights["blocks.0.mlp.fc1.bias"]
        #expect(hidden.shape == [12] && hidden.elements == [5, 5, 5, 5, 5, 5, 7, 7, 7, 7, 7, 7])
    }

    @Test("two names of one tensor of ours are not both taken")
    func twoNames() throws {
        var tensors = try hostileDeiT()
        let refused = refusal { _ = try weights(Made.safetensors(tensors)) }
        #expect(refused?.mismatch?.extra.count == 4)
        tensors.removeAll { $0.name.hasPrefix("classifier.") }
        #expect(try weights(Made.safetensors(tensors)).hasDistillationHead)
    }

    /// Hugging Face's DeiT with the heads of both of its classifiers.
    private func hostileDeiT() throws -> [(name: String, tensor: Tensor)] {
        let file = try CheckpointFile(bytes: Fixtures.huggingFace.bytes(), name: "hf")
        var tensors = try file.names.map { name in
            (
                name: name.hasPrefix("vit.") ? "deit." + name.dropFirst(4) : name,
                tensor: try file.tensor(name)
            )
        }
        tensors.removeAll { $0.name == "deit.embeddings.position_embeddings" }
        tensors.append(("deit.embeddings.position_embeddings", zeros(1, 6, 4)))
        tensors.append(("deit.embeddings.distillation_token", zeros(1, 1, 4)))
        for name in ["cls_classifier", "distillation_classifier"] {
            tensors.append((name + ".weight", zeros(3, 4)))
            tensors.append((name + ".bias", zeros(3)))
        }
        return tensors
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
        #expect(refusal { _ = try weights(broken)["norm.bias"] }?.kind == .damaged)
        #expect(refusal { _ = try weights(broken)["norm.weight"] } == nil)
    }
}
