internal import Console
internal import FileSystem
internal import Store

/// The folder of a reduction in stages: the plan, the partial results of each stage, and the joined
/// ones.
public struct StageFolder: Sendable {
    /// Path of the folder.
    public let path: String

    public init(_ path: String) { self.path = path }

    /// The plan.
    public var plan: String { path + "/plan.json" }

    /// The partial result of a piece, such as "assign/00012.part".
    func part(_ stage: StageName, _ piece: Int) -> String {
        let digits = String(piece)
        return path + "/\(stage.rawValue)/"
            + String(repeating: "0", count: max(0, 5 - digits.count)) + digits + ".part"
    }

    /// The joined result of a stage.
    public func joined(_ stage: StageName) -> String { path + "/\(stage.rawValue).joined" }

    /// Removes what killed tasks left, on any machine. All pieces are there; a task that computes
    /// one again loses its own.
    func removeLeftovers(_ stage: StageName) {
        let folder = path + "/\(stage.rawValue)"
        for name in namesInFolder(folder) ?? [] where name.hasSuffix(".partial") {
            removeFile("\(folder)/\(name)")
        }
    }

    /// Makes the folder of a stage's partial results.
    func make(_ stage: StageName) throws {
        let folder = path + "/\(stage.rawValue)"
        if !makeFolders(folder) {
            throw StoreError.system(
                file: folder, operation: "making the folder", reason: systemText())
        }
    }
}
