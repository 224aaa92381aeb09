internal import Console
internal import Dense
internal import Foundation
internal import Images
internal import Store
internal import ViT

/// What a run is about to do, said before it does it.
struct Announcement {
    let plan: Plan
    let model: LoadedModel
    let layout: EmbeddingLayout
    let output: String
    let quiet: Bool

    func print() {
        if quiet { return }
        let description = model.description
        let recipe = model.recipe
        var lines = [
            "images   \(plan.rowCount) in \(plan.root), "
                + "\(plan.labelNames.count) labels"
                + (plan.masks.map { ", masks from \($0.text)" } ?? ", no masks")
                + inputText,
            "model    \(description.name), \(description.family), \(description.depth) blocks, "
                + "width \(description.width), \(description.heads) heads, patch "
                + "\(description.patch), \(description.parameterCount) parameters",
            "prepare  \(recipe.kind.rawValue) to \(recipe.size), \(recipe.interpolation.rawValue)"
                + (recipe.kind == .crop ? ", crop \(recipe.cropRatio)" : "")
                + ", mean \(recipe.mean), std \(recipe.std)",
            "write    \(output): \(layout.layers.count) layers of "
                + layout.tokens.map(\.rawValue).joined(separator: ", ")
                + " in \(layout.precision.rawValue), about \(byteCount(needed))",
            "with     \(description.precision) on the CPU, \(Parallelism.threads) threads, "
                + "\(instructionSet()), "
                + "about \(byteCount(memory)) of memory",
        ]
        if !layout.tokens.contains(.patches) {
            lines.append("left out patch tokens (more than 2,000 images and no masks): --tokens")
        }
        if description.note == LoadedModel.demoNote {
            lines.append(
                "note     \(LoadedModel.demoNote); for photographs give --weights augreg-b16 "
                    + "(ViT-B/16, 330 MiB, downloaded once) or a file of your own")
        }
        for remark in model.remarks { lines.append("note     \(remark)") }
        if let leftOut = plan.leftOut { lines.append("note     \(leftOut)") }
        for line in lines { say(line) }
    }

    /// What is done to the pictures, where something is.
    private var inputText: String {
        var text = plan.mosaic == 1 ? "" : ", mosaics of \(plan.mosaic) x \(plan.mosaic)"
        if plan.inputVariant != "original" { text += ", \(plan.inputVariant)" }
        let extra = plan.items.count - plan.rowCount
        return extra == 0 ? text : text + ", \(extra) variants beside"
    }

    /// Bytes of the finished file.
    var needed: Int {
        layout.bytesPerImage * plan.rowCount
            + layout.bytesPerExplanation * plan.items.count { $0.isExplained } + 4 << 20
    }

    /// Bytes of the weights and of each worker's scratch.
    var memory: Int {
        let c = model.transformer.configuration
        let rows = 8 * c.tokens
        let worker = 4 * rows * (7 * c.width + c.hidden + 2 * c.tokens + 2 * c.patchLength)
        return 4 * c.parameterCount + Parallelism.threads * worker + 110 << 20
    }

    /// Refuses with numbers when the disk cannot hold the file.
    func checkRoom() throws {
        if let free = Machine.freeDisk(near: output), free < needed {
            throw Failure(
                Exit.inputOutput,
                "\(output): expected \(byteCount(needed)) of free disk for "
                    + "\(plan.rowCount) images, found \(byteCount(free)); choose another disk, "
                    + "--tokens class,mean or --limit.")
        }
    }
}

/// What a run did.
struct Summary {
    let total: Int
    private(set) var embedded = 0
    private(set) var rejected = 0
    /// Variants of images that are kept in full.
    private(set) var variants = 0
    private(set) var saturated = 0
    private(set) var ignoredRotations = 0
    private(set) var objectsLeftOut = 0
    private(set) var firstReject: String?
    private var causes: [String: Int] = [:]
    private var decodeSeconds = 0.0
    private var forwardSeconds = 0.0
    var writeSeconds = 0.0
    var seconds = 0.0

    init(total: Int) { self.total = total }

    var done: Int { embedded + rejected + variants }

    mutating func add(_ batch: BatchResult) {
        for outcome in batch.outcomes {
            switch outcome {
            case .embedded: embedded += 1
            case .variant: variants += 1
            case .rejected(let reject):
                rejected += 1
                causes[reject.cause, default: 0] += 1
                if firstReject == nil {
                    firstReject = "\(displayPath(reject.path)): \(reject.detail)"
                }
            }
        }
        saturated += batch.saturated
        ignoredRotations += batch.ignoredRotations
        objectsLeftOut += batch.objectsLeftOut
        decodeSeconds += batch.decodeSeconds
        forwardSeconds += batch.forwardSeconds
    }

    func print(output: String, model: LoadedModel, quiet: Bool) {
        if quiet || embedded == 0 { return }
        if ignoredRotations > 0 {
            say(
                "\(ignoredRotations) images ask to be turned by EXIF and were not, as the "
                    + "reference implementations do; --exif turns them")
        }
        if objectsLeftOut > 0 {
            say(
                "\(objectsLeftOut) objects beyond the 255 that a mask holds became background")
        }
        if saturated > 0 {
            say(
                "\(saturated) token values were beyond f16 and set to 65504; --dtype f32 keeps them"
            )
        }
        say(
            "stages   read and decode \(rounded(decodeSeconds)) s, forward "
                + "\(rounded(forwardSeconds)) s (summed over \(Parallelism.threads) threads), "
                + "write \(rounded(writeSeconds)) s")
        var line =
            "\(output): \(embedded) \(embedded == 1 ? "image" : "images") in \(duration(seconds)), "
            + "\(rounded(Double(embedded) / max(seconds, 1e-9))) a second"
        if !model.description.note.isEmpty { line += " (\(model.description.note))" }
        line += "; \(rejected) rejected"
        if rejected > 0 {
            let list = causes.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }
            line += " (\(list.joined(separator: ", ")); see /rejects)"
        }
        say(line)
    }
}
