/// A unit of a block and what it tells (table `neurons`); see `extract --neurons`.
public struct NeuronRow: TableRow {
    /// What a unit is; the raw value is the text in the file.
    public enum Kind: String, Sendable, CaseIterable {
        /// A hidden unit of the MLP.
        case hidden
        /// The attention of a head to a patch, of the token that stands for the image.
        case attention
        /// The length of a head's value vector of a patch.
        case value
    }

    /// A patch of an image.
    public struct Patch: Sendable, Equatable {
        /// Row of the image on the map.
        public let row: Int
        /// Number of the patch in the grid, row by row.
        public let patch: Int

        public init(row: Int, patch: Int) {
            self.row = row
            self.patch = patch
        }
    }

    /// Number of the block, from 0.
    public var layer: Int
    /// Number of the hidden unit or head in its block, from 0.
    public var unit: Int
    /// What the unit is.
    public var kind: Kind
    /// The label or object that the unit tells best; "" without one.
    public var label: String
    /// Area under the ROC curve of that label by the largest value in each image of the sample,
    /// 0...1; NaN without a label.
    public var auroc: Double
    /// Lower end of its interval, 0...1, corrected for having looked at all units and labels.
    public var aurocLow: Double
    /// Upper end of its interval.
    public var aurocHigh: Double
    /// Share of patches in which the unit is active, 0...1.
    public var active: Double
    /// Mean over all patches.
    public var mean: Double
    /// Standard deviation over all patches.
    public var deviation: Double
    /// Share of its strongest patches that lie on an object, 0...1; NaN without masks.
    public var objectShare: Double
    /// The units that it correlates with most over the sample, as by `name`: "7:530 0.81; ...".
    public var correlated: String
    /// The strongest patches in descending order, "row:patch" each in the file.
    public var patches: [Patch]
    /// The words of `reduce --names` that its strongest images are nearer to than all images.
    public var words = ""

    public init(
        layer: Int = -1, unit: Int = -1, kind: Kind = .hidden, label: String = "",
        auroc: Double = .nan, aurocLow: Double = .nan, aurocHigh: Double = .nan,
        active: Double = .nan, mean: Double = .nan, deviation: Double = .nan,
        objectShare: Double = .nan, correlated: String = "", patches: [Patch] = []
    ) {
        self.layer = layer
        self.unit = unit
        self.kind = kind
        self.label = label
        self.auroc = auroc
        self.aurocLow = aurocLow
        self.aurocHigh = aurocHigh
        self.active = active
        self.mean = mean
        self.deviation = deviation
        self.objectShare = objectShare
        self.correlated = correlated
        self.patches = patches
    }

    /// The unit as options name it: "7:112" for a hidden unit, "7:attention2" and "7:value2" for
    /// the two units of head 2.
    public var name: String { Self.name(layer: layer, unit: unit, kind) }

    /// The name of a unit.
    public static func name(layer: Int, unit: Int, _ kind: Kind) -> String {
        "\(layer):\(kind == .hidden ? "" : kind.rawValue)\(unit)"
    }

    public static var unknown: Self { Self() }
    public static var columns: [TableColumn<Self>] {
        [
            .integers("layer", \.layer), .integers("unit", \.unit), .choices("kind", \.kind),
            .texts("label", \.label), .reals("auroc", \.auroc),
            .reals("auroc_low", \.aurocLow), .reals("auroc_high", \.aurocHigh),
            .reals("active", \.active), .reals("mean", \.mean), .reals("deviation", \.deviation),
            .reals("object_share", \.objectShare), .texts("correlated", \.correlated),
            .texts("patches", \.patchText), .texts("words", \.words).when(.whereKnown),
        ]
    }

    /// The patches as the file has them: "12:40 12:41 7:100".
    private var patchText: String {
        get { patches.map { "\($0.row):\($0.patch)" }.joined(separator: " ") }
        set {
            patches = newValue.split(separator: " ").compactMap { pair in
                let numbers = pair.split(separator: ":").compactMap { Int($0) }
                return numbers.count == 2 ? Patch(row: numbers[0], patch: numbers[1]) : nil
            }
        }
    }
}

extension [NeuronRow] {
    /// The units that tell their labels best: by the lower end of the interval, ties in the order
    /// of the table.
    public var bySelectivity: [NeuronRow] {
        enumerated().filter { $0.element.aurocLow.isFinite }.sorted { a, b in
            a.element.aurocLow != b.element.aurocLow
                ? a.element.aurocLow > b.element.aurocLow : a.offset < b.offset
        }.map(\.element)
    }

    /// The units whose images figures and pages show: the best overall and the best of each label,
    /// at most 200; without labels the ones that are active in the fewest patches.
    public var shown: [NeuronRow] {
        let ordered = bySelectivity
        if ordered.isEmpty {
            let rare = filter { $0.kind == .hidden && $0.active > 0 }
                .sorted { ($0.active, $0.layer, $0.unit) < ($1.active, $1.layer, $1.unit) }
            return Array(rare.prefix(Self.shownUnits))
        }
        var counts: [String: Int] = [:]
        let best = ordered.enumerated().filter { place, row in
            counts[row.label, default: 0] += 1
            return place < Self.shownUnits || counts[row.label, default: 0] <= Self.shownOfLabel
        }
        return best.prefix(Self.mostShown).map(\.element)
    }

    /// The images of the strongest patches of these units, as many as figures and pages show.
    public var shownImages: [Int] {
        shown.flatMap { $0.patches.prefix(Self.shownPatches).map(\.row) }
    }

    /// Units whose images are shown whatever their label.
    private static var shownUnits: Int { 32 }
    /// Units of each label whose images are shown.
    private static var shownOfLabel: Int { 4 }
    /// Units whose images are shown at all.
    private static var mostShown: Int { 200 }
    /// Patches of a unit that are shown.
    public static var shownPatches: Int { 12 }
}
