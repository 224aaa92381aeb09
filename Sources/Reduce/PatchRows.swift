internal import Dense
internal import Store
internal import Tokens

/// Names, labels and positions of sampled patches, the rows of `reduce --rows patches`. Their
/// tokens are read by `ReductionRows`.
struct PatchRows {
    /// Name of each patch: "path:row,column".
    let names: [String]
    /// Label of the image of each patch; -1 without a label.
    let labels: [Int32]
    /// Image, position, object and attention of each patch.
    let patches: [PatchRow]

    /// Samples at most `limit` patches from all patches of all pictures, without replacement;
    /// ascending.
    static func sample(
        of reader: EmbeddingReader, limit: Int, seed: UInt64
    ) throws -> [PatchPlace] {
        let pictures = try reader.pictures(rows: 0..<reader.imageCount)
        let all = pictures.reduce(0) { $0 + $1.count }
        var generator = CounterGenerator(seed: seed)
        let chosen = limit < all ? generator.sample(limit, below: all) : Array(0..<all)
        let grid = reader.model.grid
        var places: [PatchPlace] = []
        places.reserveCapacity(chosen.count)
        var (image, first) = (0, 0)
        for number in chosen {
            while number - first >= pictures[image].count {
                first += pictures[image].count
                image += 1
            }
            let picture = pictures[image]
            let row = picture.rows.lowerBound + (number - first) / picture.columns.count
            let column = picture.columns.lowerBound + (number - first) % picture.columns.count
            places.append(PatchPlace(image: image, patch: row * grid.columns + column))
        }
        return places
    }

    /// Reads what is stored about the patches; `places` must ascend.
    init(reader: EmbeddingReader, places: [PatchPlace]) throws {
        let grid = reader.model.grid
        let paths = try reader.paths().map(displayPath)
        let imageLabels = try reader.labels()
        names = places.map {
            "\(paths[$0.image]):\(grid.row(of: $0.patch)),\(grid.column(of: $0.patch))"
        }
        labels = places.map { imageLabels[$0.image] }
        var patches: [PatchRow] = []
        var image = -1
        var objectNames: [String] = []
        var patchObjects: [UInt8] = []
        var scores: [Float] = []
        for place in places {
            if place.image != image {
                image = place.image
                let stored = try reader.objects(row: image)
                (patchObjects, objectNames) = (stored?.patches ?? [], stored?.names ?? [])
                // The last row is the rollout after the last block.
                let rollout = try reader.rollout(row: image)
                scores = rollout.map { Array($0.row($0.rows - 1)) } ?? []
            }
            let object = patchObjects.isEmpty ? 0 : Int(patchObjects[place.patch])
            patches.append(
                PatchRow(
                    image: place.image, gridRow: grid.row(of: place.patch),
                    gridColumn: grid.column(of: place.patch),
                    object: object == 0
                        ? (patchObjects.isEmpty ? "" : "background")
                        : object <= objectNames.count
                            ? objectNames[object - 1] : "object \(object)",
                    attention: scores.isEmpty ? .nan : Double(scores[place.patch])))
        }
        self.patches = patches
    }
}
