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
            return .vectors(of: reader)
        }
    }

    /// Previews of the first 5,000 images, and of those that tables refer to, by row.
    func previews(_ shown: Set<Int>) throws -> [Int: [UInt8]] {
        guard case .store(let reader, _) = input else { return [:] }
        let first = 0..<min(reader.imageCount, Reduction.previewLimit)
        var previews: [Int: [UInt8]] = [:]
        for (row, preview) in zip(first, try reader.previews(rows: first)) {
            previews[row] = preview
        }
        let images = shown.filter { (first.count..<reader.imageCount).contains($0) }
        for row in images.sorted() {
            previews[row] = try reader.previews(rows: row..<row + 1)[0]
        }
        return previews
    }
}
