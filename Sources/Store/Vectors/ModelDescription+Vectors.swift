internal import Foundation
internal import Tokens

extension ModelDescription {
    /// The description of vectors of another program, which are of no model.
    public static func vectors(of reader: VectorReader) -> Self {
        Self(
            family: "vectors", name: (reader.path as NSString).lastPathComponent,
            weightsFile: "", weightsSHA256: "", width: reader.columns, depth: 0, heads: 0,
            grid: .none, registers: 0, eps: 0, activation: "", recipe: "", interpolation: "",
            cropRatio: 0, mean: [], std: [], precision: reader.type.rawValue, parameterCount: 0,
            note: "", positionMethod: "")
    }
}
