import Dense
import Foundation
import Testing
import Tokens
import Weights

@testable import ViT

@Suite("Families") struct FamilyTests {
    typealias Family = VisionTransformerWeights.Family

    /// The golden files, and what the names alone must tell.
    static let all: [(name: String, family: Family, registers: Int)] = [
        ("dino", .timm, 0), ("deit-distilled", .distilled, 0),
        ("huggingface-deit", .huggingFaceDeiT, 0), ("huggingface-vit", .huggingFace, 0),
        ("dinov2", .dinov2, 0), ("dinov2-chunked", .dinov2, 0), ("dinov2-registers", .dinov2, 4),
        ("timm-dinov2", .timm, 0), ("timm-dinov2-registers", .timm, 4),
        ("huggingface-dinov2", .huggingFaceDINOv2, 0),
        ("huggingface-dinov2-registers", .huggingFaceDINOv2, 4),
        ("torchvision", .torchvision, 0),
        ("openai-clip-b16", .openAICLIP, 0), ("openai-clip-b32", .openAICLIP, 0),
        ("timm-clip-b16", .timmCLIP, 0), ("timm-clip-b32", .timmCLIP, 0),
        ("huggingface-clip-b16", .huggingFaceCLIP, 0),
        ("huggingface-clip-b32", .huggingFaceCLIP, 0),
        ("timm-gap", .timm, 0), ("timm-gap-registers", .timm, 4), ("timm-mae-finetuned", .timm, 0),
        ("timm-map-registers", .timmSigLIP, 4), ("timm-siglip", .timmSigLIP, 0),
        ("timm-siglip-b32", .timmSigLIP, 0), ("huggingface-siglip", .huggingFaceSigLIP, 0),
        ("huggingface-siglip-vision", .huggingFaceSigLIP, 0),
        ("huggingface-ijepa", .huggingFace, 0), ("timm-dinov3", .timmDINOv3, 4),
        ("timm-dinov3-plus", .timmDINOv3, 4), ("dinov3", .dinov3, 4), ("dinov3-plus", .dinov3, 4),
        ("huggingface-dinov3", .huggingFaceDINOv3, 4),
        ("huggingface-dinov3-plus", .huggingFaceDINOv3, 4), ("dinov2-giant", .dinov2, 0),
        ("timm-dinov2-giant", .timm, 4), ("huggingface-dinov2-giant", .huggingFaceDINOv2, 0),
        ("timm-eva", .timmEVA, 0), ("timm-eva02-small", .timmEVA02, 0),
        ("timm-eva02", .timmEVA02, 0), ("timm-beit", .timmBEiT, 0),
        ("huggingface-beit", .huggingFaceBEiT, 0), ("timm-rectangle", .timm, 0),
        ("timm-siglip-rectangle", .timmSigLIP, 0), ("timm-dinov3-rectangle", .timmDINOv3, 4),
        ("timm-eva02-rectangle", .timmEVA02, 0),
        ("huggingface-dinov2-rectangle", .huggingFaceDINOv2, 0),
        ("timm-eva02-clip", .timmEVA02, 0), ("timm-pe-core", .timmPerception, 0),
        ("timm-pe-core-gigantic", .timmPerception, 0),
        ("timm-pe-core-rectangle", .timmPerception, 0), ("timm-pe-lang", .timmPerception, 0),
        ("timm-pe-spatial", .timmPerception, 0), ("pe-core", .perception, 0),
        ("pe-spatial-gigantic", .perception, 0),
    ]

    @Test("Every golden file is compared")
    func complete() throws {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("Golden/Families").path
        let files = try FileManager.default.contentsOfDirectory(atPath: folder)
        #expect(Set(files) == Set(Self.all.map { $0.name + ".json" } + ["tables.json"]))
    }

    // 5e-6 is the promise; three times torch's own rounding keeps it honest where torch is better.
    @Test(
        "Every layer, rollout, distance and the logits equal timm's or transformers' in float64",
        arguments: all.indices)
    func equals(index: Int) throws {
        let (name, family, registers) = Self.all[index]
        let golden = try FamilyGolden.load(name)
        let weights = try golden.weights()
        #expect(weights.family == family && weights.registers == registers)
        #expect((weights.grid ?? 0) == golden.tableGrid && weights.prefixTokens == golden.prefix)
        #expect(weights.hasClassToken == golden.classToken ?? true)
        #expect((weights.classes ?? 0) == golden.logits.count)
        let run = try FamilyRun(golden)
        for layer in golden.layers {
            let errors = run.errors(layer, golden)
            let bound = min(5e-6, 3 * layer.torchError)
            #expect(
                errors[0] <= bound,
                "\(name), layer \(layer.name): \(errors[0]), torch's \(layer.torchError)")
            // A few numbers of a few tokens may lie above the layer's mean error.
            #expect(errors[1] <= 2 * bound, "\(name), layer \(layer.name): \(errors[1]) before")
        }
        #expect(run.logits.count == golden.logits.count)
        if !golden.logits.isEmpty {
            #expect(largestDifference(run.logits, golden.logits) <= 1e-5)
        }
        let pooled = golden.pooled ?? []
        #expect(run.pooled.count == pooled.count)
        if !pooled.isEmpty { #expect(largestDifference(run.pooled, pooled) <= 1e-5) }
        #expect(run.rollout.count == golden.depth)
        for (found, expected) in zip(run.rollout, golden.rollout) {
            #expect(found.count == expected.count)
            #expect(largestDifference(found, expected) <= 1e-6)
        }
        for (found, expected) in zip(run.distance, golden.distance) {
            // Pixels, of about 100.
            #expect(largestDifference(found, expected) <= 1e-3)
        }
    }

    @Test("The golden values see what is easily got wrong in each family")
    func seesMistakes() throws {
        let bound = 5e-6
        func error(
            _ name: String, positions: PositionResize? = nil,
            changing: (inout Configuration) -> Void = { _ in },
            altering: @escaping (String, inout [Float]) -> Void = { _, _ in }
        ) throws -> Double {
            let golden = try FamilyGolden.load(name)
            return try FamilyRun(
                golden, positions: positions, changing: changing, altering: altering
            ).worstError(golden)
        }
        // Perception Encoders: columns before rows, the first cell is 1, eight heads pool all.
        for change: (inout Configuration) -> Void in [
            { $0.rotary = .perception(cells: 14, first: 0) }, { $0.rotary = .eva02 },
            { $0.rotary = nil }, { $0.hasStemNorm = false },
        ] {
            #expect(try error("timm-pe-core", changing: change) > bound)
        }
        for change: (inout Configuration) -> Void in [
            { $0.pool!.heads = 3 }, { $0.pool!.readsPrefix = false },
        ] {
            let golden = try FamilyGolden.load("pe-core")
            let run = try FamilyRun(golden, changing: change)
            #expect(largestDifference(run.pooled, golden.pooled ?? []) > 1e-4)
        }
        #expect(try error("timm-eva02-clip", changing: { $0.hasAttentionNorm = false }) > bound)
        for clip in ["openai-clip-b16", "timm-clip-b16", "huggingface-clip-b32"] {
            #expect(try error(clip, changing: { $0.activation = .gelu }) > bound)
            #expect(try error(clip, changing: { $0.hasStemNorm = false }) > bound)
            #expect(try error(clip, changing: { $0.eps = 1e-6 }) > bound)
        }
        #expect(try error("timm-clip-b32", changing: { $0.activation = .quickGELU }) > bound)
        #expect(try error("huggingface-vit", changing: { $0.eps = 1e-6 }) > bound)
        #expect(try error("huggingface-deit", changing: { $0.eps = 1e-6 }) > bound)
        for dinov2 in ["dinov2-registers", "timm-dinov2", "huggingface-dinov2", "dinov2"] {
            #expect(try error(dinov2, changing: { $0.hasLayerScale = false }) > bound)
            let own = try FamilyGolden.load(dinov2).positions ?? "bicubic with antialiasing"
            for wrong in PositionResize.allCases where wrong.rawValue != own {
                #expect(try error(dinov2, positions: wrong) > bound)
            }
            // The second factor used for both.
            let golden = try FamilyGolden.load(dinov2)
            let weights = try golden.weights()
            let factors = try weights.names.filter { $0.hasSuffix("ls2.gamma") }.map {
                ($0.replacingOccurrences(of: "ls2", with: "ls1"), try weights[$0].elements)
            }
            let second = Dictionary(uniqueKeysWithValues: factors)
            let swapped = try error(
                dinov2,
                altering: { name, values in
                    if let factor = second[name] { values = factor }
                })
            #expect(swapped > bound)
        }
        // Registers put in before the position embedding: they get the first patches' positions.
        for name in ["dinov2-registers", "timm-dinov2-registers", "huggingface-dinov2-registers"] {
            let golden = try FamilyGolden.load(name)
            let weights = try golden.weights()
            let position = try weights["pos_embed"].elements
            let start = weights.positionedPrefix * weights.width
            let early = try error(
                name,
                altering: { name, values in
                    if name == "reg_token" {
                        for i in values.indices { values[i] += position[start + i] }
                    }
                })
            #expect(early > bound)
            // Registers in another order, as a mistake of transposing would give.
            let turned = try error(
                name,
                altering: { name, values in
                    if name == "reg_token" { values.reverse() }
                })
            #expect(turned > bound)
        }
        for name in ["timm-dinov3", "dinov3", "huggingface-dinov3"] {
            #expect(try error(name, changing: { $0.rotary = nil }) > bound)
            #expect(try error(name, changing: { $0.hasLayerScale = false }) > bound)
            #expect(try error(name, changing: { $0.eps = 1e-6 }) > bound)
            #expect(try error(name, changing: { $0.activation = .tanhGELU }) > bound)
        }
        // The periods of the file count, and biases of queries do.
        let periods = try error(
            "dinov3", altering: { name, values in if name == "rope.periods" { values[1] *= 1.01 } })
        #expect(periods > bound)
        #expect(try error("huggingface-dinov3", changing: { $0.attentionBiases = 0 }) > bound)
        for name in ["dinov3-plus", "timm-dinov3-plus", "huggingface-dinov2-giant"] {
            #expect(try error(name, changing: { $0.activation = .gelu }) > bound)
            // Gates and values exchanged.
            let exchanged = try error(
                name,
                altering: { name, values in
                    guard name.contains("mlp.fc1") else { return }
                    let half = values.count / 2
                    values = Array(values[half...] + values[..<half])
                })
            #expect(exchanged > bound)
        }
        for name in ["timm-eva02", "timm-eva02-small"] {
            #expect(try error(name, changing: { $0.rotary = nil }) > bound)
            #expect(try error(name, changing: { $0.rotary = .dinov3 }) > bound)
        }
        #expect(try error("timm-eva", changing: { $0.rotary = .eva02 }) > bound)
        #expect(try error("timm-eva02", changing: { $0.hasInnerNorm = false }) > bound)
        for name in ["timm-beit", "huggingface-beit"] {
            #expect(try error(name, changing: { $0.hasRelativeBias = false }) > bound)
            // The class token's rows and columns exchanged.
            let exchanged = try error(
                name,
                altering: { name, values in
                    guard name.contains("bias_table") else { return }
                    let count = values.count / 3
                    for head in 0..<3 {
                        values.swapAt((count - 3) * 3 + head, (count - 2) * 3 + head)
                    }
                })
            #expect(exchanged > bound)
        }
        #expect(try error("huggingface-siglip", changing: { $0.activation = .gelu }) > bound)
        #expect(try error("timm-siglip", changing: { $0.activation = .tanhGELU }) > bound)
        #expect(try error("timm-gap", changing: { $0.hasClosingNorm = false }) > bound)
        // The distillation token in the class token's place.
        let golden = try FamilyGolden.load("deit-distilled")
        let weights = try golden.weights()
        let (first, second) = try (weights["cls_token"].elements, weights["dist_token"].elements)
        let exchanged = try error(
            "deit-distilled",
            altering: { name, values in
                if name == "cls_token" { values = second }
                if name == "dist_token" { values = first }
            })
        #expect(exchanged > bound)
        let oneHead = try FamilyRun(golden, changing: { $0.hasDistillationHead = false })
        #expect(largestDifference(oneHead.logits, golden.logits) > 1e-3)
        for name in ["timm-gap-registers", "timm-mae-finetuned"] {
            let golden = try FamilyGolden.load(name)
            let bare = try FamilyRun(golden, changing: { $0.hasMeanNorm = false })
            #expect(largestDifference(bare.logits, golden.logits) > 1e-3)
        }
    }

    @Test("The golden values see each tensor of attention pooling")
    func seesPooling() throws {
        for name in ["timm-siglip", "huggingface-siglip", "timm-map-registers"] {
            let golden = try FamilyGolden.load(name)
            let pooled = try #require(golden.pooled)
            let parts = [
                "latent", "qkv.weight", "qkv.bias", "proj.weight", "proj.bias", "norm.weight",
                "norm.bias", "mlp.fc1.weight", "mlp.fc1.bias", "mlp.fc2.weight", "mlp.fc2.bias",
            ]
            for part in parts {
                let run = try FamilyRun(
                    golden,
                    altering: { name, values in
                        guard name == "attn_pool." + part else { return }
                        // Of queries, keys and values the values.
                        for i in values.count * 2 / 3..<values.count { values[i] *= 1.1 }
                    })
                #expect(largestDifference(run.pooled, pooled) > 1e-4, "\(name), \(part)")
            }
        }
    }

    @Test("The moving average of a training file is taken where it is asked for, and only there")
    func movingAverage() throws {
        let golden = try FamilyGolden.load("timm-gap")
        let tensors = golden.checkpoint()
        let average = tensors.map { ($0.name, $0.shape, $0.values.map { $0 / 2 }) }
        func weights(_ bytes: [UInt8], ema: Bool) throws -> VisionTransformerWeights {
            try VisionTransformerWeights(
                CheckpointFile(bytes: bytes, name: "training", takesAverage: ema))
        }
        let both = CheckpointBytes.pytorch(tensors, average: average)
        let own = try weights(both, ema: false)["norm.weight"].elements
        let mean = try weights(both, ema: true)["norm.weight"].elements
        #expect(mean == own.map { $0 / 2 } && own != mean)
        let file = try CheckpointFile(bytes: both, name: "training")
        #expect(file.average == "state_dict_ema" && !file.isAverage)
        #expect(throws: CheckpointError.self) {
            try CheckpointFile(
                bytes: CheckpointBytes.pytorch(tensors), name: "training", takesAverage: true)
        }
        let alone = CheckpointBytes.pytorch([], average: average)
        #expect(try weights(alone, ema: true)["norm.weight"].elements == mean)
        let error = #expect(throws: CheckpointError.self) { try weights(alone, ema: false) }
        #expect(error?.description.contains("(state_dict_ema); pass --ema") == true)
    }

    private struct Table: Decodable {
        let from: Int
        let to: Int
        let prefix: Int
        let seed: UInt64
        let count: Int
        /// How, as in `PositionResize`.
        let method: String
        /// timm's or torch's, in single precision.
        let values: [Double]
        /// torch's in double precision.
        let exact: [Double]
    }

    @Test("Position tables are resized as torch does it, to a millionth")
    func tables() throws {
        let tables = try JSONDecoder().decode([Table].self, from: FamilyGolden.data("tables"))
        #expect(tables.count == 13)
        for table in tables {
            var generator = CounterGenerator(seed: table.seed)
            let stored = (0..<(table.prefix + table.from * table.from) * 3).map { _ in
                Float(2 * generator.uniform() - 1)
            }
            let resized = try resizedPositions(
                stored, prefix: table.prefix, from: table.from,
                to: PatchGrid(side: table.to, patch: 1), width: 3,
                #require(PositionResize(rawValue: table.method)))
            #expect(resized.count == table.count)
            var places = CounterGenerator(seed: 5000)
            let found = table.values.map { _ in resized[places.below(resized.count)] }
            // Half a unit in the last place of numbers up to 2.
            #expect(largestDifference(found, table.exact) <= 1.2e-7, "\(table.from)")
            let difference = zip(found, table.values).reduce(0) {
                $0 + (Double($1.0) - $1.1) * (Double($1.0) - $1.1)
            }
            let size = table.values.reduce(0) { $0 + $1 * $1 }
            // torch rounds the places of cells without antialiasing to single precision.
            let bound = table.method == PositionResize.antialiased.rawValue ? 1e-6 : 3e-6
            #expect((difference / size).squareRoot() <= bound, "\(table.from) to \(table.to)")
        }
    }

    @Test("Published sizes of each family have their exact numbers of parameters")
    func parameterCounts() {
        func count(
            _ width: Int, _ depth: Int, _ heads: Int, patch: Int, grid: Int,
            classes: Int? = nil, _ change: (inout Configuration) -> Void
        ) -> Int {
            var c = Configuration(
                width: width, depth: depth, heads: heads, grid: PatchGrid(side: grid, patch: patch),
                classes: classes)
            change(&c)
            return c.parameterCount
        }
        func distilled(_ c: inout Configuration) {
            c.extra = .distillation
            c.hasDistillationHead = true
        }
        func scaled(_ c: inout Configuration) { c.hasLayerScale = true }
        func registers(_ c: inout Configuration) {
            scaled(&c)
            c.extra = .registers(4)
            c.hasClassPosition = false
        }
        func clip(_ c: inout Configuration) {
            c.hasStemNorm = true
            c.hasPatchBias = false
        }
        // timm's and transformers' counts, by Scripts/goldens/families.py --counts.
        #expect(
            count(192, 12, 3, patch: 16, grid: 14, classes: 1000, distilled) == 5_910_800)
        #expect(
            count(768, 12, 12, patch: 16, grid: 14, classes: 1000, distilled) == 87_338_192)
        #expect(count(384, 12, 6, patch: 14, grid: 37, scaled) == 22_056_192)
        #expect(count(768, 12, 12, patch: 14, grid: 37, scaled) == 86_579_712)
        #expect(count(1024, 24, 16, patch: 14, grid: 37, scaled) == 304_367_616)
        #expect(count(384, 12, 6, patch: 14, grid: 37, registers) == 22_057_344)
        #expect(count(768, 12, 12, patch: 14, grid: 37, registers) == 86_582_016)
        #expect(count(768, 12, 12, patch: 16, grid: 14, clip) == 85_799_424)
        #expect(count(768, 12, 12, patch: 32, grid: 7, clip) == 87_456_000)
    }

    @Test("What a file holds and what the configuration counts is the same number")
    func countsAgree() throws {
        for (name, _, _) in Self.all {
            let golden = try FamilyGolden.load(name)
            let weights = try golden.weights()
            var c = golden.configuration(weights)
            if let grid = weights.grid { c.grid = PatchGrid(side: grid, patch: weights.patch) }
            // Biases of keys that a mask takes away are in the file.
            let masked = weights.family == .dinov3 ? c.depth * c.width : 0
            #expect(c.parameterCount + masked == weights.parameterCount, "\(name)")
        }
    }
}
