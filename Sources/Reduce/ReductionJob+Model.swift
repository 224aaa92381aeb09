internal import Foundation
internal import Store
internal import Tokens

/// The model that the rows are of.
extension ReductionJob {
    /// The layer of the map; `final` for vectors.
    var mainLayer: LayerName {
        if case .store(_, let layers) = input { return layers.last ?? .final }
        return .final
    }

    /// The model of the rows, its width that of the layer; for vectors a description without a
    /// model.
    var model: ModelDescription {
        switch input {
        case .store(let reader, _):
            var model = reader.model
            model.width = model.width(of: mainLayer)
            return model
        case .vectors(let reader):
            return ModelDescription(
                family: "vectors", name: (reader.path as NSString).lastPathComponent,
                weightsFile: "", weightsSHA256: "", width: reader.columns, depth: 0, heads: 0,
                grid: .none, registers: 0, eps: 0, activation: "", recipe: "",
                interpolation: "", cropRatio: 0, mean: [], std: [],
                precision: reader.type.rawValue, parameterCount: 0, note: "", positionMethod: "")
        }
    }
}
