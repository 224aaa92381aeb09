internal import Console
internal import Dense
internal import Foundation
internal import Images
internal import ModelLoading
internal import Store
internal import Tokens
internal import ViT

/// Finds the hidden units that make patch tokens of high norm, as Jiang et al. do (2025,
/// arXiv 2506.08010): those with the largest mean magnitude at these tokens.
///
/// A token has a high norm if that is above `factor` times the median of its image, after the last
/// block. Units of blocks count up to the one behind which most of these tokens first have
/// a high norm; later ones can have no part in it.
struct RegisterSearch {
    /// The images of the run.
    let plan: Plan
    /// How they become the input of the model.
    let preparation: Preparation
    /// The model without a register.
    let model: LoadedModel
    /// A norm above this factor times the median of the image is high.
    let factor: Float

    /// Images that are looked at, evenly spaced in the plan.
    static let images = 100
    /// Units that are moved.
    static let units = 10

    /// What was found.
    struct Result {
        /// The units.
        let units: BlockParts
        /// Images that were looked at, and those with tokens of high norm.
        let images: Int
        let withOutliers: Int
        /// Share of the patches that have a high norm.
        let share: Double
        /// The last block of which units count.
        let lastBlock: Int
    }

    /// The patches of high norm after each block of one image, `[depth][patches]`.
    private typealias Outliers = [[Bool]]

    /// Searches the units.
    ///
    /// - Throws: `Failure` if no image has a token of high norm.
    func result() throws -> Result {
        let c = model.transformer.configuration
        let inputs = try inputs()
        let outliers = try outliers(inputs, model)
        // Of the tokens that have a high norm at the end: how many had one after each block.
        let places = outliers.map { blocks in
            blocks[c.depth - 1].indices.filter { blocks[c.depth - 1][$0] }
        }
        let high = places.reduce(0) { $0 + $1.count }
        guard high > 0 else {
            throw Failure(
                Exit.nothing,
                "--test-time-registers: expected patch tokens with a norm above "
                    + "\(rounded(Double(factor))) times the median of their image, found none in "
                    + "\(counted(inputs.count, "image")) after the last block; the model needs no "
                    + "register. --register-outliers F lowers the threshold.")
        }
        let early = (0..<c.depth).map { block in
            zip(outliers, places).reduce(0) { sum, image in
                sum + image.1.count { image.0[block][$0] }
            }
        }
        let none = [Double](repeating: 0, count: c.depth * c.hidden)
        var scores = none
        let sums = try batches(inputs, model, none) { image, slot, block, pass, scores in
            for patch in places[image] {
                let values = pass.hiddenUnits(patch: patch, slot: slot)
                for unit in 0..<c.hidden {
                    scores[block * c.hidden + unit] +=
                        Double(abs(values[unit])) / Double(places[image].count)
                }
            }
        }
        for sum in sums { for unit in scores.indices { scores[unit] += sum[unit] } }
        let last = early.firstIndex { 2 * $0 >= high } ?? c.depth - 1
        let best = (0..<(last + 1) * c.hidden).sorted { (scores[$1], $0) < (scores[$0], $1) }
            .prefix(Self.units)
        let text = best.map { "\($0 / c.hidden):\($0 % c.hidden)" }.joined(separator: ",")
        guard let units = BlockParts(text) else { preconditionFailure("units \(text)") }
        return Result(
            units: units, images: inputs.count, withOutliers: places.count { !$0.isEmpty },
            share: Double(high) / Double(patches(inputs)), lastBlock: last)
    }

    /// Share of the patches of high norm with another model, such as that with the register.
    func outlierShare(of other: LoadedModel) throws -> Double {
        let inputs = try inputs()
        let high = try outliers(inputs, other).reduce(0) { $0 + ($1.last?.count { $0 } ?? 0) }
        return Double(high) / Double(max(1, patches(inputs)))
    }

    /// Patches of the pictures.
    private func patches(_ inputs: [PreparedImage]) -> Int {
        inputs.reduce(0) { $0 + ($1.picture ?? PictureArea(all: model.description.grid)).count }
    }

    /// Images of the plan, prepared; those that cannot be read are left out.
    private func inputs() throws -> [PreparedImage] {
        let count = min(Self.images, plan.rowCount)
        return try (0..<count).compactMap { index in
            let position = index * plan.rowCount / count
            guard let item = try plan.items(at: position..<position + 1).first else { return nil }
            var times = StageTimes()
            return try? preparation.prepare(item, &times)
        }
    }

    /// Which patches of each image have a high norm after each block; those of a border have none.
    private func outliers(_ inputs: [PreparedImage], _ model: LoadedModel) throws -> [Outliers] {
        let c = model.transformer.configuration
        let found = try batches(inputs, model, [Outliers]()) { image, slot, block, pass, found in
            let shown = (inputs[image].picture ?? PictureArea(all: c.grid)).indices(in: c.grid)
            let norms = pass.patchNorms(slot: slot)
            let sorted = shown.map { norms[$0] }.sorted()
            let limit = factor * (sorted.isEmpty ? 0 : sorted[sorted.count / 2])
            var isHigh = [Bool](repeating: false, count: c.patches)
            for patch in shown { isHigh[patch] = norms[patch] > limit }
            if block == 0 { found.append([]) }
            found[slot].append(isHigh)
        }
        return found.flatMap { $0 }
    }

    /// Computes all images, a micro-batch on each thread, and calls
    /// `body(image, slot, block, pass, state)` for each image after each block.
    ///
    /// - Returns: The state of each micro-batch, in their order; each begins with `start`.
    private func batches<State: Sendable>(
        _ inputs: [PreparedImage], _ model: LoadedModel, _ start: State,
        _ body: @Sendable (Int, Int, Int, borrowing ForwardPass, inout State) -> Void
    ) throws -> [State] {
        let slots = ForwardPass.slots
        return try parallelMap((inputs.count + slots - 1) / slots) { batch in
            if let code = Interruption.exitCode {
                throw Failure(code, "interrupted at the search for registers.")
            }
            var pass = ForwardPass(
                model.transformer.configuration, keepsAttention: false,
                precision: model.transformer.precision)
            let images = batch * slots..<min(inputs.count, (batch + 1) * slots)
            for (slot, image) in images.enumerated() {
                var normalized = [Float](repeating: 0, count: inputs[image].image.pixels.count)
                var span = normalized.mutableSpan
                model.recipe.normalize(inputs[image].image, into: &span)
                let first = slot * normalized.count
                pass.pixels.replaceSubrange(first..<first + normalized.count, with: normalized)
                pass.pictures[slot] = inputs[image].picture
            }
            var state = start
            _ = model.transformer.forward(&pass) { layer, pass in
                guard case .block(let block) = layer else { return }
                for (slot, image) in images.enumerated() { body(image, slot, block, pass, &state) }
            }
            return state
        }
    }
}

extension Run {
    /// The run with the units that its register takes: those of the unfinished run or of the file
    /// that is extended, or those that a search finds. Without `--test-time-registers` it is the
    /// same run.
    func withRegister() throws -> Run {
        guard model.testTimeRegisters, model.registerUnits == nil else { return self }
        var run = self
        if let units = try storedRegister() {
            run.model.registerUnits = units
            return run
        }
        guard source != "-" else {
            throw Failure(
                Exit.usage,
                "--test-time-registers: expected a folder, an archive or a list in a file, which "
                    + "is read twice, found the standard input; save the list, or use "
                    + "--register-units.")
        }
        guard case .native(let loaded) = try loadedModel() else { return self }
        let plan = try planning().makePlan()
        if !quiet {
            printMessage(
                "search   units of tokens of high norm in "
                    + "\(counted(min(RegisterSearch.images, plan.rowCount), "image"))")
        }
        let search = RegisterSearch(
            plan: plan,
            preparation: Preparation(
                plan: plan, recipe: loaded.recipe, patch: loaded.description.patch,
                decoding: images.decoding, seed: options.seed), model: loaded,
            factor: Float(model.registerOutliers))
        let result = try search.result()
        run.model.registerUnits = result.units
        if quiet { return run }
        func percent(_ share: Double) -> String { String(format: "%.2f %%", 100 * share) }
        printMessage(
            "register \(counted(result.units.count, "hidden unit")) of blocks 0 to "
                + "\(result.lastBlock): \(result.units.text)")
        if case .native(let other) = try run.loadedModel() {
            printMessage(
                "         patch tokens of high norm: \(percent(result.share)) before, "
                    + "\(percent(try search.outlierShare(of: other))) with the register ("
                    + "\(result.withOutliers) of \(counted(result.images, "image")) have some)")
        }
        return run
    }

    /// The units of an unfinished run, or of the file that is updated; nil without either.
    private func storedRegister() throws -> BlockParts? {
        let folder = SegmentFolder(output: output)
        // A plan without segments belongs to no run, unless it is of shards that begin now.
        if folder.hasPlan, try options.shardPlace != nil || folder.hasSegments() {
            let stored = try PlanFile.read(folder.planPath).header.settings.model.registerUnits
            if let units = stored.flatMap({ BlockParts($0) }) { return units }
        }
        guard updates || options.retryRejects else { return nil }
        return BlockParts(try EmbeddingReader(output).model.registerUnits)
    }
}
