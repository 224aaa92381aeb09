package import Dense
internal import Tokens

// Shapes follow PyTorch: a linear layer's weight is [outputs, inputs].

/// A linear layer as the checkpoint has it: `y = x · transpose(weight) + bias`.
package struct Linear: Sendable {
    /// Weights as in PyTorch, `[outputs, inputs]`.
    package let weight: Matrix<Float>
    /// Bias, `[outputs]`.
    package let bias: [Float]

    package init(weight: Matrix<Float>, bias: [Float]) {
        self.weight = weight
        self.bias = bias
    }

    /// The layer applied to `input` `[rows, inputs]` in single precision, `[rows, outputs]`.
    package func apply(
        _ input: [Float], rows: Int, activation: Activation? = nil
    ) -> [Float] {
        var result = [Float](repeating: 0, count: rows * weight.rows)
        multiply(
            MatrixView(input, rows: rows, columns: weight.columns), MatrixView(weight).transposed,
            into: &result)
        addBias(bias, to: &result, rows: rows, activation: activation)
        return result
    }

    /// The layer with `count` of its outputs, from `first` on.
    func outputs(from first: Int, count: Int) -> Linear {
        let columns = weight.columns
        return Linear(
            weight: Matrix(
                rows: count, columns: columns,
                elements: Array(weight.elements[first * columns..<(first + count) * columns])),
            bias: Array(bias[first..<first + count]))
    }

    /// The layer with outputs 0, 2, 4, ... of each of `heads` parts before outputs 1, 3, 5, ...
    func paired(heads: Int) -> Linear {
        let (columns, size) = (weight.columns, weight.rows / heads)
        let order = (0..<heads).flatMap { head in
            (0..<size).map { head * size + ($0 < size / 2 ? 2 * $0 : 2 * $0 - size + 1) }
        }
        return Linear(
            weight: Matrix(
                rows: weight.rows, columns: columns,
                elements: order.flatMap {
                    weight.elements[$0 * columns..<($0 + 1) * columns]
                }), bias: order.map { bias[$0] })
    }

    /// The layer that does not see some of its inputs.
    func withoutInputs(_ inputs: some Sequence<Int>) -> Linear {
        var weight = weight
        for input in inputs {
            for output in 0..<weight.rows { weight[output, input] = 0 }
        }
        return Linear(weight: weight, bias: bias)
    }

    /// The layer with output i multiplied by `factors[i]`; the layer itself for nil.
    func scaled(by factors: [Float]?) -> Linear {
        guard let factors else { return self }
        let columns = weight.columns
        var elements = weight.elements
        var span = elements.mutableSpan
        for (row, factor) in factors.enumerated() {
            for i in row * columns..<(row + 1) * columns { span[i] *= factor }
        }
        return Linear(
            weight: Matrix(rows: weight.rows, columns: columns, elements: elements),
            bias: zip(bias, factors).map { $0 * $1 })
    }
}

/// A layer norm: `(x - mean) / sqrt(variance + eps) * scale + shift` over the columns of each row.
package struct Norm: Sendable {
    /// Factor of each column, `[width]`.
    package let scale: [Float]
    /// Summand of each column, `[width]`.
    package let shift: [Float]
}

/// How the products of a model are computed.
struct ProductPlan: Sendable {
    /// Precision of inputs and weights.
    let precision: Precision
    /// The library.
    let engine: ProductEngine
    /// Number of slots in a micro-batch.
    let slots: Int

    /// A layer packed for products with `rows` rows.
    ///
    /// - Parameters:
    ///   - activation: applied to the outputs; nil for none.
    ///   - accumulates: whether the outputs are added to what the result has.
    func pack(
        _ linear: Linear, rows: Int, activation: Activation? = nil, accumulates: Bool = false
    ) -> PackedLinear {
        PackedLinear(
            weight: linear.weight, bias: linear.bias, rows: rows, precision: precision,
            activation: activation, accumulates: accumulates, engine: engine)
    }
}

/// The parameters of one encoder block under the names of the checkpoints, its linear layers packed
/// for all tokens of a micro-batch.
///
/// The block computes `x + proj(attention(norm1(x)))`, then `x + fc2(activation(fc1(norm2(x))))`;
/// with gates `x + fc2(activation(gate(norm2(x))) * fc1(norm2(x)))`.
struct Block: Sendable {
    let norm1: Norm
    // The three parts of the checkpoint's `qkv`, each head beside head. Three products write the
    // layout that oneDNN's attention products read.
    let query: PackedLinear
    let key: PackedLinear
    let value: PackedLinear
    /// The norm of what the heads mix; nil in most models.
    let attentionNorm: Norm?
    /// Adds to the residual stream; LayerScale's factors are in its weights.
    let proj: PackedLinear
    let norm2: Norm
    let fc1: PackedLinear
    /// The gates of SwiGLU; nil in most models.
    let gate: PackedLinear?
    /// The norm of the gated hidden units; nil in most models.
    let innerNorm: Norm?
    /// What is added to the scores of each head by the distance of two tokens,
    /// `[heads, distances]`, over the factor that scores are multiplied by; nil in most models.
    let scoreBiases: Matrix<Float>?
    /// Adds to the residual stream as `proj` does.
    let fc2: PackedLinear
}

/// Returns the numbers of a parameter by its name (timm's), row-major, of the expected shape.
public typealias ParameterSource = (_ name: String, _ shape: [Int]) throws -> [Float]

/// Reads parameters by name and shape from a source.
package struct ParameterReader {
    package let source: ParameterSource

    package init(source: @escaping ParameterSource) { self.source = source }

    /// A parameter of shape `[count]`.
    package func vector(_ name: String, _ count: Int) throws -> [Float] {
        let values = try source(name, [count])
        precondition(values.count == count, "\(name): \(values.count) numbers, expected \(count)")
        return values
    }

    /// A parameter of shape `[rows, columns]`.
    package func matrix(_ name: String, _ rows: Int, _ columns: Int) throws -> Matrix<Float> {
        Matrix(rows: rows, columns: columns, elements: try source(name, [rows, columns]))
    }

    /// The linear layer `name.weight`, `name.bias`.
    package func linear(_ name: String, outputs: Int, inputs: Int) throws -> Linear {
        Linear(
            weight: try matrix(name + ".weight", outputs, inputs),
            bias: try vector(name + ".bias", outputs))
    }

    /// The layer norm `name.weight`, `name.bias`.
    package func norm(_ name: String, width: Int) throws -> Norm {
        Norm(
            scale: try vector(name + ".weight", width), shift: try vector(name + ".bias", width))
    }

    /// The linear layer of queries, keys and values; biases that a model does not have are zeros.
    private func queriesKeysValues(_ name: String, _ c: Configuration) throws -> Linear {
        let weight = try matrix(name + ".weight", 3 * c.width, c.width)
        guard c.attentionBiases > 0 else {
            return Linear(weight: weight, bias: [Float](repeating: 0, count: 3 * c.width))
        }
        return Linear(weight: weight, bias: try vector(name + ".bias", 3 * c.width))
    }

    /// A block's biases of the scores by distance, `[heads, distances]`; see `relativeRows`.
    private func scoreBiases(_ name: String, _ c: Configuration) throws -> Matrix<Float> {
        let table = try matrix(
            name + ".relative_position_bias_table", c.relativeDistances, c.heads)
        let factor = Float(c.headWidth).squareRoot()
        return Matrix(
            rows: c.heads, columns: c.relativeDistances,
            elements: (0..<c.heads).flatMap { head in
                (0..<table.rows).map { table[$0, head] * factor }
            })
    }

    /// An encoder block by its number. The rows of `qkv` become three layers, with gates
    /// those of `fc1` two, the gates first; LayerScale is multiplied into `proj` and `fc2`. Inputs
    /// of these that are ablated get weights of zero.
    func block(_ number: Int, _ c: Configuration, _ plan: ProductPlan) throws -> Block {
        let name = "blocks.\(number)"
        let rows = plan.slots * c.tokens
        let qkv = try queriesKeysValues(name + ".attn.qkv", c)
        func part(_ index: Int) -> PackedLinear {
            let own = qkv.outputs(from: index * c.width, count: c.width)
            let isPaired = index < 2 && c.rotary?.hasNeighbourPairs ?? false
            return plan.pack(isPaired ? own.paired(heads: c.heads) : own, rows: rows)
        }
        let headInputs = c.ablatedHeads[number].flatMap {
            $0 * c.headWidth..<($0 + 1) * c.headWidth
        }
        let proj = try linear(name + ".attn.proj", outputs: c.width, inputs: c.width)
            .withoutInputs(headInputs)
        let fc1 = try linear(
            name + ".mlp.fc1", outputs: (c.isGated ? 2 : 1) * c.hidden, inputs: c.width)
        let values = c.isGated ? fc1.outputs(from: c.hidden, count: c.hidden) : fc1
        let gates = c.isGated ? fc1.outputs(from: 0, count: c.hidden) : nil
        let fc2 = try linear(name + ".mlp.fc2", outputs: c.width, inputs: c.hidden)
            .withoutInputs(c.ablatedUnits[number])
        let scale1 = c.hasLayerScale ? try vector(name + ".ls1.gamma", c.width) : nil
        let scale2 = c.hasLayerScale ? try vector(name + ".ls2.gamma", c.width) : nil
        return Block(
            norm1: try norm(name + ".norm1", width: c.width),
            query: part(0), key: part(1), value: part(2),
            attentionNorm: c.hasAttentionNorm ? try norm(name + ".attn.norm", width: c.width) : nil,
            proj: plan.pack(proj.scaled(by: scale1), rows: rows, accumulates: true),
            norm2: try norm(name + ".norm2", width: c.width),
            fc1: plan.pack(values, rows: rows, activation: c.isGated ? nil : c.activation),
            gate: gates.map { plan.pack($0, rows: rows, activation: c.activation) },
            innerNorm: c.hasInnerNorm ? try norm(name + ".mlp.norm", width: c.hidden) : nil,
            scoreBiases: c.hasRelativeBias ? try scoreBiases(name + ".attn", c) : nil,
            fc2: plan.pack(fc2.scaled(by: scale2), rows: rows, accumulates: true))
    }
}
