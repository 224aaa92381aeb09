internal import Console
internal import Curation
internal import FileSystem
internal import Foundation
internal import Images
internal import ModelLoading
internal import Store

// What a run refuses before any work.

extension Run {
    /// Whether there is something at the path of the output.
    private var outputExists: Bool { isThere(output) }
    /// Whether rows of the output are kept; `--update` without a file is a first run.
    var updates: Bool { options.update && outputExists }

    /// Refuses inputs that cannot be read, and an output that would replace an input or something
    /// that `extract` did not write.
    func checkFiles() throws {
        let inputs =
            [source, images.masks, model.weights, model.classes]
            .compactMap { $0 }.filter { $0 != "-" && $0 != "none" }
            + images.labelPaths + lists.files
        for path in inputs { try checkReadable(path) }
        if FileKind(output) == .folder, source.lowercased().hasSuffix(".h5"),
            FileKind(source) != .folder
        {
            throw Failure(
                Exit.nothing,
                "\(output): expected the HDF5 file to write, found a folder; the arguments are "
                    + "swapped: extract \(shellText(output)) \(shellText(source)).")
        }
        // A checkpoint is more than the file that is named: its folder, its parts, its settings.
        let read = model.weights.map(checkpointInputs) ?? []
        try OutputRule(inputs: inputs + read, overwrite: true).check(file: output)
        try SegmentFolder(output: output).checkContents()
        guard outputExists else { return }
        // By default the masks are in a folder beside the images.
        let masks = images.masks ?? Masks.path(besides: source)
        let folders = [source, masks].filter { FileKind($0) == .folder }
        let kind = (output as NSString).pathExtension.lowercased()
        for folder in folders where OutputRule.isBelow(output, folder) {
            if isSourceExtension(kind) || kind == "json" {
                throw OutputError(
                    output,
                    "expected an output file that is not an input, found one of the input files "
                        + "in \(folder); choose another name.")
            }
        }
    }

    /// Refuses to replace one of the images of the plan.
    func checkIsNoImage(_ list: ImageList, root: String) throws {
        guard let identity = FileIdentity(output) else { return }
        for first in stride(from: 0, to: list.count, by: 4096) {
            for image in try list.images(first..<min(list.count, first + 4096))
            where FileIdentity(pathText(image.filePath(below: root))) == identity {
                throw OutputError(
                    output,
                    "expected an output file that is not an input, found the image "
                        + "\(image.displayPath); choose another name.")
            }
        }
    }

    /// Refuses to replace an existing output without `--overwrite`.
    ///
    /// - Returns: whether the output is complete, so that nothing is left to do.
    func checkOutput() throws -> Bool {
        if options.retryRejects {
            guard outputExists else {
                throw Failure(
                    Exit.nothing,
                    "\(output): expected a finished file with rejected images to retry, found no "
                        + "file; run without --retry-rejects first.")
            }
            try checkIsNotLinked()
        } else if updates {
            try checkIsNotLinked()
            // Segments of an update that was killed after its file got its name. Shards may plan
            // at this moment.
            if !options.dryRun && options.shardPlace == nil { _ = try finishCompleteRun() }
        } else if outputExists && !options.overwrite && !options.dryRun {
            if try finishCompleteRun() { return true }
            throw Failure(Exit.nothing, StoreError.exists(file: output).description)
        }
        return false
    }

    /// Refuses a file whose rows are in its segments.
    private func checkIsNotLinked() throws {
        guard (try? EmbeddingReader(output))?.isLinked == true else { return }
        throw Failure(
            Exit.nothing,
            "\(output): expected a file that contains its rows, found a view of segments; "
                + "repeat its command with --overwrite and without --link first.")
    }

    /// Removes the segments of a run that was killed after its file got its name.
    ///
    /// - Returns: whether the segments were those of the file.
    private func finishCompleteRun() throws -> Bool {
        let folder = SegmentFolder(output: output)
        guard folder.exists, let file = try? EmbeddingReader(output) else { return false }
        if file.isLinked {
            // Its segments stay, its sums of units have done their duty.
            guard folder.hasPlan, try PlanFile.read(folder.planPath).header.uuid == file.uuid else {
                return false
            }
            for name in (try? folder.neuronNames()) ?? [] { try? folder.removeNeurons(name) }
            return false
        }
        // The plan is removed last but for the locks: without one the folder has no segments.
        let isItsPlan =
            try folder.hasPlan && PlanFile.read(folder.planPath).header.uuid == file.uuid
        guard isItsPlan || !folder.hasPlan else { return false }
        do {
            try folder.lock()
            removeTemporaryNames(of: output)
            try folder.remove()
        } catch let error as StoreError {
            throw Failure(Exit.inputOutput, error)
        }
        guard isItsPlan else { return false }
        if !quiet {
            printMessage("\(output): complete; removed the leftover folder \(folder.path)")
        }
        return true
    }
}
