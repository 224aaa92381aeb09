internal import Dense

// Shapes follow PyTorch: a linear layer's weight is [outputs, inputs].

/// One linear layer: `y = x · transpose(weight) + bias`.
struct Linear: Sendable {
    /// `[outputs, inputs]`
    let weight: Matrix<Float>
    /// `[outputs]`
    let bias: [Float]
}

/// One layer norm: `scale` and `shift`, `[width]`.
struct Norm: Sendable {
    let scale: [Float]
    let shift: [Float]
}

/// The parameters of one encoder block, under the names of the checkpoints.
struct Block: Sendable {
    let norm1: Norm
    /// `[3 * width, width]`: queries, then keys, then values; within each, head after head.
    let qkv: Linear
    let proj: Linear
    let norm2: Norm
    let fc1: Linear
    let fc2: Linear
    /// LayerScale: factors `[width]` of what attention and feed-forward add; nil for ones.
    let scale1: [Float]?
    let scale2: [Float]?
}

/// Gives the numbers of a parameter by its name (timm's), row-major, of the expected shape.
public typealias ParameterSource = (_ name: String, _ shape: [Int]) throws -> [Float]

/// Reads parameters by name and shape from a source.
struct ParameterReader {
    let source: ParameterSource

    func vector(_ name: String, _ count: Int) throws -> [Float] {
        let values = try source(name, [count])
        precondition(values.count == count, "\(name): \(values.count) numbers, expected \(count)")
        return values
    }

    func matrix(_ name: String, _ rows: Int, _ columns: Int) throws -> Matrix<Float> {
        Matrix(rows: rows, columns: columns, elements: try source(name, [rows, columns]))
    }

    func linear(_ name: String, outputs: Int, inputs: Int) throws -> Linear {
        Linear(
            weight: try matrix(name + ".weight", outputs, inputs),
            bias: try vector(name + ".bias", outputs))
    }

    func norm(_ name: String, width: Int) throws -> Norm {
        Norm(
            scale: try vector(name + ".weight", width), shift: try vector(name + ".bias", width))
    }

    func block(_ name: String, _ c: Configuration) throws -> Block {
        Block(
            norm1: try norm(name + ".norm1", width: c.width),
            qkv: try linear(name + ".attn.qkv", outputs: 3 * c.width, inputs: c.width),
            proj: try linear(name + ".attn.proj", outputs: c.width, inputs: c.width),
            norm2: try norm(name + ".norm2", width: c.width),
            fc1: try linear(name + ".mlp.fc1", outputs: c.hidden, inputs: c.width),
            fc2: try linear(name + ".mlp.fc2", outputs: c.width, inputs: c.hidden),
            scale1: c.hasLayerScale ? try vector(name + ".ls1.gamma", c.width) : nil,
            scale2: c.hasLayerScale ? try vector(name + ".ls2.gamma", c.width) : nil)
    }
}
