/// The names of one family of checkpoints beside ours, as rows that can be read both ways.
///
/// In a name `{N}` is the number of a block, from 0. Rows with a `part` fill a part (of query, key
/// and value, of gate and value) of a tensor of ours.
struct NameTable: Sendable {
    /// Some of the equal parts, along its first side, that a tensor of ours is made of.
    struct Part: Sendable, Equatable {
        /// The first of them, from 0.
        let first: Int
        /// How many.
        let count: Int
        /// The parts of the whole tensor.
        let all: Int

        /// A third: 0 for queries, 1 for keys, 2 for values.
        static func third(_ index: Int) -> Part { Part(first: index, count: 1, all: 3) }
        /// A half: 0 for gates, 1 for what they multiply.
        static func half(_ index: Int) -> Part { Part(first: index, count: 1, all: 2) }
        /// Keys and values.
        static let keysAndValues = Part(first: 1, count: 2, all: 3)
    }

    /// One tensor of the family and the tensor of ours that it becomes, or fills a part of.
    struct Row: Sendable {
        /// The family's name.
        let theirs: String
        /// Our name, which is timm's.
        let ours: String
        /// The change of shape and order from theirs to ours.
        let layout: Layout
        /// The part of our first side that the tensor fills; nil for the whole.
        let part: Part?

        init(_ theirs: String, _ ours: String, _ layout: Layout = .asIs, part: Part? = nil) {
            self.theirs = theirs
            self.ours = ours
            self.layout = layout
            self.part = part
        }
    }

    /// Tensors that a model has all of or none of: a head, registers, LayerScale.
    struct Group: Sendable {
        /// Tensors that a model has once.
        var outer: [Row] = []
        /// Tensors of each block, without the block's own prefix.
        var block: [Row] = []
        /// Whether the table's prefix stands before the names of `outer`.
        var isPrefixed = true
    }

    /// Names of the family that are known, and that this program cannot use.
    struct Unsupported: Sendable {
        let names: [String]
        /// The end of the sentence "the tensor NAME is there: ...".
        let text: String
    }

    let family: VisionTransformerWeights.Family
    /// The texts that may stand before all names but those of unprefixed groups; the first is the
    /// usual one.
    let prefixes: [String]
    /// The text before the names of each block, with `{N}` for its number.
    let blockPrefix: String
    /// The tensors that every model of the family has.
    let needed: Group
    /// Groups that a model may have.
    var optional: [Group] = []
    /// Names, behind the prefix, that are left out without harm to the embeddings.
    var dropped: [String] = []
    /// Names, behind the prefix of a block, that are left out.
    var droppedInBlocks: [String] = []
    /// Beginnings, or wholes, of names that stand beside the vision model and are left out; never
    /// prefixed.
    var beside: [String] = []
    /// Names that are refused, with the answer.
    var unsupported: [Unsupported] = []

    /// The text before our names of each block.
    static let ourBlockPrefix = "blocks.{N}."

    /// All rows of a group for a model of `depth` blocks, with full names on both sides.
    func rows(_ group: Group, prefix: String, depth: Int) -> [Row] {
        func full(_ row: Row, _ theirs: String, _ ours: String) -> Row {
            Row(theirs + row.theirs, ours + row.ours, row.layout, part: row.part)
        }
        var rows = group.outer.map { full($0, group.isPrefixed ? prefix : "", "") }
        for number in 0..<depth where !group.block.isEmpty {
            let theirs = prefix + Self.numbered(blockPrefix, number)
            let ours = Self.numbered(Self.ourBlockPrefix, number)
            rows += group.block.map { full($0, theirs, ours) }
        }
        return rows
    }

    /// Whether a name that no row needs may be left out.
    func isDroppable(_ name: String, prefix: String) -> Bool {
        dropped.contains { prefix + $0 == name } || beside.contains { name.hasPrefix($0) }
            || droppedInBlocks.contains { end in
                blockNumber(of: name, prefix: prefix).map {
                    name == prefix + Self.numbered(blockPrefix, $0) + end
                } ?? false
            }
    }

    /// The number of the block that one of their names belongs to; nil for other names.
    func blockNumber(of name: String, prefix: String) -> Int? {
        let start = prefix + blockPrefix.prefix { $0 != "{" }
        guard name.hasPrefix(start) else { return nil }
        let digits = name.dropFirst(start.count).prefix { $0.isASCII && $0.isNumber }
        guard let number = Int(digits), String(number) == digits,
            name.hasPrefix(prefix + Self.numbered(blockPrefix, number))
        else { return nil }
        return number
    }

    /// A template with `{N}` replaced by a number.
    private static func numbered(_ template: String, _ number: Int) -> String {
        let parts = template.split(
            separator: "{N}", maxSplits: 1, omittingEmptySubsequences: false)
        return parts.joined(separator: String(number))
    }
}

/// Our own names with the shapes that they have: those of timm.
struct CanonicalNames {
    /// A side of a shape, by its meaning: `patch` in pixels, `positions` the rows of the position
    /// table, `channels` 3, `hiddenRows` the hidden units, with gates twice as many, `periods` a
    /// quarter of a head's width, `joint` the numbers of the space of words,
    /// `distances` the rows of a table of relative biases, `poolWidth` the hidden units of
    /// attention pooling.
    enum Side {
        case one, channels, patch, width, threeWidths, mlpWidth, hiddenRows, positions, registers
        case classes, periods, joint, distances, heads, poolWidth
    }

    /// The tensors that most models have once.
    static let outer: [(name: String, shape: [Side])] = [
        ("cls_token", [.one, .one, .width]),
        ("pos_embed", [.one, .positions, .width]),
        ("patch_embed.proj.weight", [.width, .channels, .patch, .patch]),
        ("norm.weight", [.width]),
        ("norm.bias", [.width]),
    ]

    /// The tensors outside the blocks that some models have.
    static let optional: [(name: String, shape: [Side])] = [
        ("patch_embed.proj.bias", [.width]),
        ("fc_norm.weight", [.width]),
        ("fc_norm.bias", [.width]),
        ("rope.periods", [.periods]),
        ("joint.weight", [.joint, .width]),
        ("joint.bias", [.joint]),
        ("attn_pool.latent", [.one, .one, .width]),
        ("attn_pool.qkv.weight", [.threeWidths, .width]),
        ("attn_pool.qkv.bias", [.threeWidths]),
        ("attn_pool.proj.weight", [.width, .width]),
        ("attn_pool.proj.bias", [.width]),
        ("attn_pool.norm.weight", [.width]),
        ("attn_pool.norm.bias", [.width]),
        ("attn_pool.mlp.fc1.weight", [.poolWidth, .width]),
        ("attn_pool.mlp.fc1.bias", [.poolWidth]),
        ("attn_pool.mlp.fc2.weight", [.width, .poolWidth]),
        ("attn_pool.mlp.fc2.bias", [.width]),
        ("dist_token", [.one, .one, .width]),
        ("reg_token", [.one, .registers, .width]),
        ("norm_pre.weight", [.width]),
        ("norm_pre.bias", [.width]),
        ("head.weight", [.classes, .width]),
        ("head.bias", [.classes]),
        ("head_dist.weight", [.classes, .width]),
        ("head_dist.bias", [.classes]),
    ]

    /// The tensors of the blocks of most models, without `blocks.N.`, and their shapes.
    static let block: [(name: String, shape: [Side])] = [
        ("norm1.weight", [.width]),
        ("norm1.bias", [.width]),
        ("attn.qkv.weight", [.threeWidths, .width]),
        ("attn.qkv.bias", [.threeWidths]),
        ("attn.proj.weight", [.width, .width]),
        ("attn.proj.bias", [.width]),
        ("norm2.weight", [.width]),
        ("norm2.bias", [.width]),
        ("mlp.fc1.weight", [.hiddenRows, .width]),
        ("mlp.fc1.bias", [.hiddenRows]),
        ("mlp.fc2.weight", [.width, .mlpWidth]),
        ("mlp.fc2.bias", [.width]),
    ]

    /// Tensors of the blocks of some models, without `blocks.N.`.
    static let optionalBlock: [(name: String, shape: [Side])] = [
        ("attn.norm.weight", [.width]),
        ("attn.norm.bias", [.width]),
        ("mlp.norm.weight", [.mlpWidth]),
        ("mlp.norm.bias", [.mlpWidth]),
        ("attn.relative_position_bias_table", [.distances, .heads]),
        ("ls1.gamma", [.width]),
        ("ls2.gamma", [.width]),
    ]

    /// The shape of the tensor of a full name; nil for a name that is not ours.
    static func shape(of name: String) -> [Side]? { shapes[name.withoutBlockNumber] }

    private static let shapes = Dictionary(
        uniqueKeysWithValues: (outer + optional).map { ($0.name, $0.shape) }
            + (block + optionalBlock).map { ("blocks.{N}." + $0.name, $0.shape) })
}

extension String {
    /// The name with its block number replaced by `{N}`.
    fileprivate var withoutBlockNumber: String {
        guard hasPrefix("blocks.") else { return self }
        let parts = split(separator: ".", maxSplits: 2)
        return parts.count == 3 ? "blocks.{N}.\(parts[2])" : self
    }
}
