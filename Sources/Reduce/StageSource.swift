internal import ArgumentParser
internal import Console
internal import FileSystem
internal import Foundation
internal import Stages
internal import Store
internal import Tokens

/// The input of `reduce plan` and `reduce stage`, and the folder of its results.
enum StageSource {
    /// The folder beside an input unless another is given: `out.h5` has `out.stages`.
    static func folder(_ store: String, _ work: String?) -> StageFolder {
        StageFolder(work ?? (store as NSString).deletingPathExtension + ".stages")
    }

    /// Opens the rows of one token at one layer, or vectors.
    ///
    /// - Parameters:
    ///   - layer: nil for `final`, or the last layer that the file has.
    ///   - token: nil for that of the model.
    static func rows(_ store: String, layer: String?, token: ImageToken?) throws -> StageRows {
        try checkReadable(store)
        if VectorReader.isVectors(store) {
            if layer != nil || token != nil {
                throw ValidationError("--layer, --token: vectors have neither; leave them out.")
            }
            return StageRows(.vectors(try VectorReader(store)))
        }
        let reader = try EmbeddingReader(store)
        let kind = token?.kind ?? reader.model.imageToken
        try reader.model.require(kind, of: store)
        if let layer {
            guard let name = LayerName(layer) else {
                throw ValidationError(
                    "--layer: expected a block number, embedding or final, found \"\(layer)\".")
            }
            try reader.require(name)
            return StageRows(.images(reader, name, kind))
        }
        guard let last = reader.layers.last(where: { reader.holds($0, kind) }) else {
            throw Failure(
                Exit.usage,
                "\(store): no \(kind.rawValue) tokens in this file; run extract with --tokens "
                    + "\(kind.rawValue).")
        }
        return StageRows(.images(reader, last, kind))
    }

    /// The rows that a plan was made for.
    static func rows(_ store: String, plan: StagePlan) throws -> StageRows {
        let isVectors = plan.input.token == "rows"
        guard VectorReader.isVectors(store) == isVectors else {
            throw Failure(
                Exit.data,
                "\(store): expected \(isVectors ? "vectors" : "a file of extract"), which the "
                    + "plan was made for, found \(isVectors ? "another file" : "vectors"); give "
                    + "the file of reduce plan.")
        }
        if isVectors { return try rows(store, layer: nil, token: nil) }
        return try rows(
            store, layer: plan.input.layer, token: ImageToken(rawValue: plan.input.token))
    }

    /// Runs a body whose errors of files get the exit codes of a stage: 65 for wrong data, 74 for
    /// reading and writing, 75 for a busy output.
    static func withCodes<Result>(_ body: () throws -> Result) throws -> Result {
        do {
            return try body()
        } catch let error as StoreError {
            if case .system = error { throw Failure(Exit.inputOutput, error) }
            throw Failure(Exit.data, error)
        }
    }
}
