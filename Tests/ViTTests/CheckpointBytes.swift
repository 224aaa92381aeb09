@testable import Weights

/// Golden parameters as the bytes of a checkpoint file, written the way other programs do.
enum CheckpointBytes: String, CaseIterable, Sendable {
    case safetensors, pytorch, npz

    func file(_ golden: Golden, _ parameters: [String: [Float]]) throws -> CheckpointFile {
        let shapes = golden.shapes()
        let tensors = shapes.keys.sorted().map { ($0, shapes[$0]!, parameters[$0]!) }
        let bytes =
            switch self {
            case .safetensors: Self.safetensors(tensors)
            case .pytorch: Self.pytorch(tensors)
            case .npz: Self.npz(tensors.flatMap { Self.google($0.0, $0.1, $0.2, golden) })
            }
        return try CheckpointFile(bytes: bytes, name: "\(golden.model).\(rawValue)")
    }

    typealias Named = (name: String, shape: [Int], values: [Float])

    private static func raw(_ values: [Float]) -> [UInt8] {
        unsafe values.withUnsafeBytes { unsafe Array($0) }
    }

    private static func little(_ number: Int, _ bytes: Int) -> [UInt8] {
        (0..<bytes).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
    }

    // MARK: - safetensors

    static func safetensors(_ tensors: [Named]) -> [UInt8] {
        var fields: [String] = []
        var data: [UInt8] = []
        for (name, shape, values) in tensors {
            let end = data.count + 4 * values.count
            fields.append(
                "\"\(name)\":{\"dtype\":\"F32\",\"shape\":\(shape),"
                    + "\"data_offsets\":[\(data.count),\(end)]}")
            data += raw(values)
        }
        let header = Array("{\(fields.joined(separator: ","))}".utf8)
        return little(header.count, 8) + header + data
    }

    // MARK: - zip, stored

    private static func zip(_ members: [(name: String, bytes: [UInt8])]) -> [UInt8] {
        var file: [UInt8] = []
        var directory: [UInt8] = []
        for (name, bytes) in members {
            let fixed =
                little(20, 2) + little(0, 8) + little(Int(crc32(of: bytes)), 4)
                + little(bytes.count, 4) + little(bytes.count, 4) + little(name.utf8.count, 2)
                + little(0, 2)
            directory += little(0x0201_4B50, 4) + little(20, 2) + fixed + little(0, 10)
            directory += little(file.count, 4) + Array(name.utf8)
            file += little(0x0403_4B50, 4) + fixed + Array(name.utf8)
            file += bytes
        }
        let end =
            little(0x0605_4B50, 4) + little(0, 4) + little(members.count, 2)
            + little(members.count, 2) + little(directory.count, 4) + little(file.count, 4)
            + little(0, 2)
        return file + directory + end
    }

    // MARK: - npz with Google's names

    private static func npz(_ tensors: [Named]) -> [UInt8] {
        zip(
            tensors.map { name, shape, values in
                let list = shape.map { "\($0)," }.joined(separator: " ")
                var header = "{'descr': '<f4', 'fortran_order': False, 'shape': (\(list)), }"
                header += String(repeating: " ", count: 63 - (header.utf8.count + 10) % 64) + "\n"
                let start = [0x93] + Array("NUMPY".utf8) + [1, 0] + little(header.utf8.count, 2)
                return (name + ".npy", start + Array(header.utf8) + raw(values))
            })
    }

    /// `[rows, columns]` to `[columns, rows]`.
    private static func transposed(_ values: [Float], rows: Int, columns: Int) -> [Float] {
        var result = [Float](repeating: 0, count: values.count)
        for r in 0..<rows {
            for c in 0..<columns { result[c * rows + r] = values[r * columns + c] }
        }
        return result
    }

    /// A tensor of timm's under Google's names and in its layouts: kernels `[inputs, outputs]`,
    /// attention split by queries, keys and values and by heads.
    private static func google(
        _ name: String, _ shape: [Int], _ values: [Float], _ golden: Golden
    ) -> [Named] {
        let (c, h) = (golden.width, golden.heads)
        let outer = [
            "cls_token": "cls", "pos_embed": "Transformer/posembed_input/pos_embedding",
            "patch_embed.proj.bias": "embedding/bias", "norm.bias": "Transformer/encoder_norm/bias",
            "norm.weight": "Transformer/encoder_norm/scale", "head.bias": "head/bias",
        ]
        if let theirs = outer[name] { return [(theirs, shape, values)] }
        if name == "head.weight" {
            return [
                (
                    "head/kernel", [shape[1], shape[0]],
                    transposed(values, rows: shape[0], columns: shape[1])
                )
            ]
        }
        if name == "patch_embed.proj.weight" {
            // [C, 3 * p * p] to [3 * p * p, C], then colours behind pixels.
            let area = golden.patch * golden.patch
            let byInput = transposed(values, rows: c, columns: 3 * area)
            var result: [Float] = []
            for pixel in 0..<area {
                for color in 0..<3 {
                    let row = color * area + pixel
                    result += byInput[row * c..<(row + 1) * c]
                }
            }
            return [("embedding/kernel", [golden.patch, golden.patch, 3, c], result)]
        }
        let parts = name.split(separator: ".")
        let block = "Transformer/encoderblock_\(parts[1])"
        let attention = "\(block)/MultiHeadDotProductAttention_1"
        let rest = parts.dropFirst(2).joined(separator: ".")
        switch rest {
        case "norm1.weight": return [("\(block)/LayerNorm_0/scale", shape, values)]
        case "norm1.bias": return [("\(block)/LayerNorm_0/bias", shape, values)]
        case "norm2.weight": return [("\(block)/LayerNorm_2/scale", shape, values)]
        case "norm2.bias": return [("\(block)/LayerNorm_2/bias", shape, values)]
        case "attn.qkv.weight":
            return ["query", "key", "value"].enumerated().map { index, part in
                let rows = Array(values[index * c * c..<(index + 1) * c * c])
                return (
                    "\(attention)/\(part)/kernel", [c, h, c / h],
                    transposed(rows, rows: c, columns: c)
                )
            }
        case "attn.qkv.bias":
            return ["query", "key", "value"].enumerated().map { index, part in
                (
                    "\(attention)/\(part)/bias", [h, c / h],
                    Array(values[index * c..<(index + 1) * c])
                )
            }
        case "attn.proj.weight":
            return [
                (
                    "\(attention)/out/kernel", [h, c / h, c],
                    transposed(values, rows: c, columns: c)
                )
            ]
        case "attn.proj.bias": return [("\(attention)/out/bias", shape, values)]
        default:
            let dense = rest.hasPrefix("mlp.fc1") ? "Dense_0" : "Dense_1"
            let path = "\(block)/MlpBlock_3/\(dense)"
            if shape.count == 1 { return [("\(path)/bias", shape, values)] }
            return [
                (
                    "\(path)/kernel", [shape[1], shape[0]],
                    transposed(values, rows: shape[0], columns: shape[1])
                )
            ]
        }
    }

    // MARK: - PyTorch: a zip with a pickle and one storage a tensor

    /// A state dict, or, as DINO's training saves it, one under "teacher" beside the settings of
    /// the run, which are an object.
    ///
    /// - Parameter average: a moving average of the tensors, as timm's training keeps it.
    static func pytorch(
        _ tensors: [Named], isTraining: Bool = false, average: [Named]? = nil
    ) -> [UInt8] {
        func text(_ string: String) -> [UInt8] {
            [0x58] + little(string.utf8.count, 4) + Array(string.utf8)
        }
        func global(_ module: String, _ name: String) -> [UInt8] {
            Array("c\(module)\n\(name)\n".utf8)
        }
        func tuple(_ numbers: [Int]) -> [UInt8] {
            [0x28] + numbers.flatMap { [0x4A] + little($0, 4) } + [0x74]
        }
        var members: [(name: String, bytes: [UInt8])] = []
        func dictionary(_ tensors: [Named]) -> [UInt8] {
            // An empty dictionary, a mark.
            var state: [UInt8] = [0x7D, 0x28]
            for (name, shape, values) in tensors {
                let index = members.count
                var strides = [Int](repeating: 1, count: shape.count)
                for axis in stride(from: shape.count - 2, through: 0, by: -1) {
                    strides[axis] = strides[axis + 1] * shape[axis + 1]
                }
                state += text(name) + global("torch._utils", "_rebuild_tensor_v2") + [0x28, 0x28]
                state += text("storage") + global("torch", "FloatStorage") + text("\(index)")
                state += text("cpu") + [0x4A] + little(values.count, 4) + [0x74, 0x51]
                state += [0x4A] + little(0, 4) + tuple(shape) + tuple(strides) + [0x89]
                state += global("collections", "OrderedDict") + [0x29, 0x52, 0x74, 0x52]
                members.append(("archive/data/\(index)", raw(values)))
            }
            return state + [0x75]
        }
        var state = dictionary(tensors)
        if let average {
            state =
                [0x7D, 0x28] + text("state_dict") + state + text("state_dict_ema")
                + dictionary(average) + [0x75]
        }
        if isTraining {
            let settings =
                global("argparse", "Namespace") + [0x29, 0x81, 0x7D] + text("arch")
                + text("vit_small") + [0x73, 0x62]
            state =
                [0x7D, 0x28] + text("student") + [0x7D] + text("teacher") + state + text("args")
                + settings + text("epoch") + [0x4B, 3, 0x75]
        }
        // Protocol 2.
        return zip([("archive/data.pkl", [0x80, 2] + state + [0x2E])] + members)
    }
}
