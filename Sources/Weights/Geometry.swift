/// The sizes of a Vision Transformer, read off the shapes of a file, and the check of all shapes.
/// The properties have the meanings of those of `VisionTransformerWeights`.
struct Geometry {
    /// The numbers in a token: the rows of the patch embedding's kernel.
    let width: Int
    /// The side of a patch in pixels: the last side of that kernel.
    let patch: Int
    /// The patches along each side of the position table; nil for models without one.
    let grid: Int?
    /// The patches along each side by the tables of relative biases; nil for models without them.
    let relativeGrid: Int?
    /// The numbers between the two products of a feed-forward part.
    let mlpWidth: Int
    /// Whether the first of them makes gates, too.
    let isGated: Bool
    /// The numbers between the two products of attention pooling; nil without it.
    let poolWidth: Int?
    /// The rows of the head; nil without one.
    let classes: Int?
    /// The attention heads, where the file has them; else nil.
    let heads: Int?
    /// The attention heads by shapes of tensors; else nil.
    let tensorHeads: Int?
    /// The register tokens; 0 for most models.
    let registers: Int
    /// Whether there is a distillation token.
    let isDistilled: Bool
    /// The rows of the projection into the space of words; nil without one.
    let projection: Int?
    /// The rows of the position table before the patches' own.
    let positionedPrefix: Int

    /// Reads the sizes and compares every shape with them.
    ///
    /// - Parameters:
    ///   - shapes: by the names that `match` uses.
    ///   - ignoring: names that are extra and do no harm.
    /// - Throws: `CheckpointError` with all names that are missing, extra or of another shape, for
    ///   a model that is recognised and not read, and for a metadata `heads` that does not divide
    ///   the width.
    init(
        _ match: NameMatch, shapes: [String: [Int]], file: CheckpointFile, ignoring: [String]
    ) throws {
        let sources = Dictionary(match.rows.map { ($0.ours, $0) }) { first, _ in first }
        /// One of our tensors' shapes, through its (first) row.
        func shape(_ ours: String, sides: Int) -> [Int]? {
            guard let row = sources[ours], let theirs = shapes[row.theirs],
                var shape = row.layout.ours(of: theirs), shape.count == sides
            else { return nil }
            if let part = row.part {
                guard let whole = elementCount(of: [shape[0], part.all]) else { return nil }
                shape[0] = whole / part.count
            }
            return shape
        }
        let kernel = shape("patch_embed.proj.weight", sides: 4)
        let position = shape("pos_embed", sides: 3)
        let registers = shape("reg_token", sides: 3)?[1]
        let isDistilled = sources["dist_token"] != nil
        let hasTable = sources["pos_embed"] != nil
        let prefixes = Self.prefixes(
            hasClassToken: sources["cls_token"] != nil, isDistilled: isDistilled,
            registers: registers ?? 0, family: match.table.family)
        let table = Self.table(rows: position?[1] ?? 0, prefixes: prefixes)
        let hiddenRows = shape("blocks.0.mlp.fc1.weight", sides: 2)?[0]
        let mlpWidth = shape("blocks.0.mlp.fc2.weight", sides: 2)?[1]
        let isGated =
            hiddenRows.flatMap { rows in
                mlpWidth.map { $0 > 0 && rows.isMultiple(of: 2) && rows / 2 == $0 }
            } ?? false
        let classes = shape("head.weight", sides: 2)?[0]
        let heads = Self.heads(sources["blocks.0.attn.qkv.weight"], shapes)
        // Its norms stand behind attention and feed-forward part, under the names of EVA.
        if match.table.family == .timmEVA, kernel?[0] == 1792 {
            throw CheckpointError(
                .unsupported, file.name,
                "this is EVA-02's enormous model, whose norms stand behind the parts of a block, "
                    + "which is not read; use EVA-02 large")
        }
        if sources["attn_pool.latent"] != nil, let row = sources["patch_embed.proj.weight"],
            shapes[row.theirs]?.count == 2
        {
            throw CheckpointError(
                .unsupported, file.name,
                "this is SigLIP 2 for images of any proportions (NaFlex), which is not read; use "
                    + "one of fixed size")
        }

        // CLIP's names without the norm behind the blocks, which a backbone may have lost.
        let mayBeCLIP =
            match.table.family.isPerception && sources["attn_pool.latent"] == nil
            && sources["blocks.0.ls1.gamma"] == nil
        if mayBeCLIP, match.missing.isEmpty, let grid = table?.grid, grid != 32 {
            throw CheckpointError(
                .unsupported, file.name,
                "these are the names of a spatial Perception Encoder, whose position table has "
                    + "32 x 32 patches, and of CLIP without the norm behind its blocks; the table "
                    + "has \(grid) x \(grid), so that it is taken for neither; use a whole file "
                    + "of CLIP")
        }
        let relative = shape("blocks.0.attn.relative_position_bias_table", sides: 2)
        let distances = relative.flatMap { Self.wholeRoot($0[0] - 3) }
        if let relative, distances.map({ $0.isMultiple(of: 2) }) ?? true {
            throw CheckpointError(
                .mismatch, file.name,
                "the table of relative biases has \(relative[0]) rows; expected (2 n - 1)² + 3 for "
                    + "a grid of n x n patches")
        }
        let sides: [CanonicalNames.Side: Int?] = [
            .one: 1, .channels: 3, .patch: kernel?[2], .width: kernel?[0],
            .threeWidths: kernel.flatMap { elementCount(of: [3, $0[0]]) },
            .mlpWidth: mlpWidth,
            .hiddenRows: mlpWidth.map { isGated ? 2 * $0 : $0 } ?? hiddenRows,
            .positions: position?[1], .registers: registers, .classes: classes,
            .periods: shape("rope.periods", sides: 1)?[0],
            .joint: shape("joint.weight", sides: 2)?[0],
            .distances: relative?[0], .heads: relative?[1],
            .poolWidth: shape("attn_pool.mlp.fc2.weight", sides: 2)?[1],
        ]
        let misshapen = match.rows.compactMap { row -> CheckpointError.Misshapen? in
            guard let found = shapes[row.theirs] else { return nil }
            let isTableWithoutSquare = row.ours == "pos_embed" && table == nil
            let expected =
                Self.expectation(row, found: found, sides: sides, heads: heads)
                ?? (isTableWithoutSquare
                    ? Self.squareTable(
                        row.layout, found, isDistilled: isDistilled,
                        hasClassToken: sources["cls_token"] != nil) : nil)
            return expected.map { .init(name: row.theirs, expected: $0, found: found) }
        }.sorted { $0.name < $1.name }
        let extra = match.extra.filter { !ignoring.contains($0) }
        if !(match.missing.isEmpty && extra.isEmpty),
            let other = OtherModel.recognised(in: shapes.keys.sorted())
        {
            throw CheckpointError(
                .unsupported, file.name,
                "this is \(other.title): \(other.reason); --weights list prints models that are "
                    + "read")
        }
        guard match.missing.isEmpty, extra.isEmpty, misshapen.isEmpty, let kernel, let mlpWidth,
            table != nil || !hasTable
        else {
            throw Self.mismatch(
                CheckpointError.Mismatch(
                    nearest: match.table.family, missing: match.missing, extra: extra,
                    misshapen: misshapen), file)
        }
        width = kernel[0]
        patch = kernel[2]
        relativeGrid = distances.map { ($0 + 1) / 2 }
        grid = table?.grid
        positionedPrefix = table?.prefix ?? 0
        self.registers = registers ?? 0
        self.isDistilled = isDistilled
        projection = shape("joint.weight", sides: 2)?[0]
        self.mlpWidth = mlpWidth
        poolWidth = shape("attn_pool.mlp.fc2.weight", sides: 2)?[1]
        self.isGated = isGated
        self.classes = classes
        if let own = relative?[1], own == 0 || !width.isMultiple(of: own) {
            throw CheckpointError(
                .mismatch, file.name,
                "the table of relative biases has \(own) heads, which do not divide the width "
                    + "\(width)")
        }
        tensorHeads = heads ?? relative?[1]
        self.heads = try tensorHeads ?? Self.statedHeads(file, width: width)
    }

    /// The heads that Google's kernels of the queries `[width, heads, width / heads]` show; nil for
    /// kernels of another layout.
    private static func heads(_ query: NameTable.Row?, _ shapes: [String: [Int]]) -> Int? {
        guard let query, query.layout == .headsOut, let theirs = shapes[query.theirs],
            theirs.count == 3
        else { return nil }
        return theirs[1]
    }

    /// The shape, in words, that a position table should have whose rows are not those of a square.
    private static func squareTable(
        _ layout: Layout, _ found: [Int], isDistilled: Bool, hasClassToken: Bool
    ) -> String {
        if !hasClassToken { return "\(table(layout, rows: "n · n", found)), a square of patches" }
        return isDistilled
            ? "[1, 2 + n · n, \(found[2])], a class token, a distillation token and a square of "
                + "patches"
            : "\(table(layout, rows: "1 + n · n", found)), a class token and a square of patches"
    }

    /// The numbers of rows before the patches' own that a position table may have.
    ///
    /// Some of timm's models (those with registers, DeiT III) have no row for the class token, and
    /// some of those without class token have rows for registers.
    private static func prefixes(
        hasClassToken: Bool, isDistilled: Bool, registers: Int,
        family: VisionTransformerWeights.Family
    ) -> [Int] {
        if !hasClassToken { return registers > 0 ? [0, registers] : [0] }
        return isDistilled ? [2] : family == .timm ? [1, 0] : [1]
    }

    /// The patches along a side and the rows before the patches' own that a position table of so
    /// many rows holds; nil where the rest is no square.
    private static func table(rows: Int, prefixes: [Int]) -> (grid: Int, prefix: Int)? {
        for prefix in prefixes {
            if let grid = wholeRoot(rows - prefix) { return (grid, prefix) }
        }
        return nil
    }

    /// The shape, in words, that the row's tensor should have where it has another; nil where it
    /// fits, or where the sizes are unknown because their own tensors are missing.
    ///
    /// - Parameters:
    ///   - found: the tensor's shape in the file.
    ///   - sides: the model's sizes, nil for unknown ones.
    ///   - heads: the number of attention heads, which the layouts of Google's kernels need.
    private static func expectation(
        _ row: NameTable.Row, found: [Int], sides: [CanonicalNames.Side: Int?], heads: Int?
    ) -> String? {
        guard let names = CanonicalNames.shape(of: row.ours) else {
            preconditionFailure("the tables name \(row.ours), which has no shape")
        }
        var ours: [Int] = []
        for name in names {
            guard let side = sides[name] ?? nil else {
                // Then at least the number of sides can be judged.
                guard let shape = row.layout.ours(of: found), shape.count == names.count else {
                    return "\(names.count) sides"
                }
                return nil
            }
            ours.append(side)
        }
        if ours.contains(0) { return "sides of at least 1" }
        if let part = row.part { ours[0] = ours[0] / part.all * part.count }
        switch row.layout {
        case .headsOut, .headsBias, .headsIn:
            guard let heads, heads > 0, let width = sides[.width] ?? nil,
                width.isMultiple(of: heads)
            else { return "[width, heads, width / heads]" }
            let theirs = row.layout.theirs(of: ours, heads: heads)
            return theirs == found ? nil : text(theirs)
        default:
            let theirs = row.layout.theirs(of: ours, heads: 1)
            return theirs == found ? nil : text(theirs)
        }
    }

    /// The error that lists all names at once, those of many blocks grouped.
    private static func mismatch(
        _ mismatch: CheckpointError.Mismatch, _ file: CheckpointFile
    ) -> CheckpointError {
        var parts: [String] = []
        for (what, names) in [("missing", mismatch.missing), ("extra", mismatch.extra)]
        where !names.isEmpty {
            parts.append("\(names.count) \(what): \(GroupedNames(names).list())")
        }
        if !mismatch.misshapen.isEmpty {
            let list = mismatch.misshapen.map {
                "\($0.name) expected \($0.expected) found \(text($0.found))"
            }
            parts.append("\(list.count) of another shape: \(list.joined(separator: ", "))")
        }
        return CheckpointError(
            .mismatch, file.name,
            "the tensors are not those of a Vision Transformer that is known here, the nearest "
                + "family being \(mismatch.nearest.rawValue); \(parts.joined(separator: "; ")); "
                + (isShard(file.name)
                    ? "it is one of several files of a checkpoint; name their index "
                        + "(.index.json) or their folder"
                    : "use a file of that family or rename its tensors"),
            mismatch: mismatch)
    }

    /// Whether a file's name is that of one of several, such as "model-00001-of-00002.safetensors".
    private static func isShard(_ name: String) -> Bool {
        let words = name.split { $0 == "-" || $0 == "." }
        guard let place = words.lastIndex(of: "of"), place > 0, place + 1 < words.count else {
            return false
        }
        return Int(words[place - 1]) != nil && Int(words[place + 1]) != nil
    }

    /// The metadata `heads`, which must divide the width; nil without one.
    private static func statedHeads(_ file: CheckpointFile, width: Int) throws -> Int? {
        guard let stated = file.metadata["heads"] else { return nil }
        guard let heads = Int(stated), heads > 0, width.isMultiple(of: heads) else {
            throw CheckpointError(
                .mismatch, file.name,
                "the metadata has heads \(stated); expected a whole number that divides the width "
                    + "\(width), so correct the metadata")
        }
        return heads
    }

    /// A position table's shape with `rows` in words.
    private static func table(_ layout: Layout, rows: String, _ found: [Int]) -> String {
        layout == .table ? "[\(rows), \(found[1])]" : "[1, \(rows), \(found[2])]"
    }

    /// The whole root of a positive square number; nil for other numbers.
    private static func wholeRoot(_ number: Int) -> Int? {
        guard number > 0 else { return nil }
        let root = Int(Double(number).squareRoot().rounded())
        let (square, overflow) = root.multipliedReportingOverflow(by: root)
        return !overflow && square == number ? root : nil
    }
}
