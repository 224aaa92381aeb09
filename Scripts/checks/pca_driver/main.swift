internal import Dense
internal import Foundation
internal import PCA
internal import Store
internal import Tokens

// Principal components of a file, in one pass, for Scripts/checks/pca.py and Benchmarks/pca:
//
//     driver FILE [--threads 2] [--normalize none|l2|layernorm] [--layers LIST] [--rounds 1]
//         [--out FILE] [--scores FILE]
//
// Of a file of embeddings, all class tokens and means of the layers (all when none are named).
// Prints a line a round: wall and processor seconds, and the most memory so far in KiB. `--out`
// takes the 50 variances of each set, `--scores` the scores of the last set as f32.

struct Options {
    var values: [String: String] = [:]
    let path: String

    init(_ arguments: [String]) {
        path = arguments.count > 1 ? arguments[1] : ""
        for index in stride(from: 2, to: arguments.count - 1, by: 2) {
            values[arguments[index]] = arguments[index + 1]
        }
    }
}

/// Everything in one pass: `body(index of the set, block)`.
struct Input {
    let columns: Int
    let sets: Int
    let pass: ((Int, VectorBlock) throws -> Void) throws -> Void

    init(_ options: Options) throws {
        if !options.path.hasSuffix(".h5") {
            let reader = try VectorReader(options.path)
            columns = reader.columns
            sets = 1
            pass = { body in try reader.forEachBlock { _, block in try body(0, block) } }
            return
        }
        let reader = try EmbeddingReader(options.path)
        let named = options.values["--layers"]?.split(separator: ",").compactMap {
            LayerName(String($0))
        }
        let tokens = (named ?? reader.layers).flatMap { layer in
            [TokenKind.classToken, .mean].filter { reader.holds(layer, $0) }
                .map { TokenSet(layer, $0) }
        }
        columns = reader.model.width
        sets = tokens.count
        pass = { body in
            try reader.forEachBlock(of: tokens) { _, blocks in
                for (index, block) in blocks.enumerated() { try body(index, block) }
            }
        }
    }
}

func processorSeconds() -> Double { Double(clock()) / Double(CLOCKS_PER_SEC) }

func mostMemory() throws -> String {
    let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
    let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM") } ?? ""
    return line.filter(\.isNumber)
}

useSingleThreadedBLAS()
let options = Options(CommandLine.arguments)
Parallelism.threads = Int(options.values["--threads"] ?? "") ?? 2
let normalization = RowNormalization(rawValue: options.values["--normalize"] ?? "none") ?? .none
let input = try Input(options)
var fitted: [PrincipalComponents] = []
for _ in 0..<(Int(options.values["--rounds"] ?? "") ?? 1) {
    let (wall, processor) = (Date(), processorSeconds())
    var workspace = MomentWorkspace()
    var moments = [MomentAccumulator](
        repeating: MomentAccumulator(columns: input.columns), count: input.sets)
    try input.pass { moments[$0].add($1, normalization: normalization, workspace: &workspace) }
    let results = moments
    fitted = try parallelMap(input.sets) {
        try PrincipalComponents.fit(results[$0].finish(), components: 50)
    }
    let seconds = Date().timeIntervalSince(wall)
    print("moments", seconds, processorSeconds() - processor, try mostMemory())
}
if let out = options.values["--out"] {
    let lines = fitted.map { $0.variances.map { "\($0)" }.joined(separator: " ") }
    try lines.joined(separator: "\n").write(toFile: out, atomically: true, encoding: .utf8)
}
if let out = options.values["--scores"], let last = fitted.last {
    let (wall, processor) = (Date(), processorSeconds())
    var scores: [Float] = []
    try input.pass { index, block in
        guard index == fitted.count - 1 else { return }
        scores += last.scores(of: block, normalization: normalization).elements
    }
    let seconds = Date().timeIntervalSince(wall)
    print("scores", seconds, processorSeconds() - processor, try mostMemory())
    let bytes = unsafe scores.withUnsafeBytes { unsafe Data($0) }
    try bytes.write(to: URL(fileURLWithPath: out))
}
