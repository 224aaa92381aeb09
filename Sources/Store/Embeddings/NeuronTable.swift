public import Dense
internal import HDF5
internal import Tokens

/// What the units of all blocks did over the images of a file: the group `/neurons`.
///
/// The units of a block are the hidden units of its MLP, then for each head its attention, then for
/// each head the length of its values (`Documentation/FileFormat.md`).
public struct NeuronTable: Sendable, Equatable {
    /// How many patches each unit keeps.
    public var kept: Int
    /// Number of images.
    public var images: Int
    /// Number of their patches, without borders.
    public var patches: Int
    /// The labels whose means are kept, as indices of the file's labels, ascending.
    public var labels: [Int32]
    /// Number of images of each of them.
    public var labelImages: [Int64]
    /// The rows of the images in the sample, ascending.
    public var sampleRows: [Int64]

    public init(
        kept: Int, images: Int, patches: Int, labels: [Int32], labelImages: [Int64],
        sampleRows: [Int64]
    ) {
        self.kept = kept
        self.images = images
        self.patches = patches
        self.labels = labels
        self.labelImages = labelImages
        self.sampleRows = sampleRows
    }

    /// The units of a block.
    public struct Block: Sendable, Equatable {
        /// Row of each of the strongest patches, `[units, kept]`; -1 where there were fewer.
        public var rows: [Int32]
        /// The patch in the grid of its image, `[units, kept]`; -1 where there were fewer.
        public var topPatches: [Int32]
        /// The values in descending order, `[units, kept]`; NaN where there were fewer.
        public var values: [Float]
        /// The share of patches in which the unit was active, `[units]`.
        public var active: [Float]
        /// The mean over all patches, `[units]`.
        public var mean: [Double]
        /// The mean of the squares, `[units]`.
        public var secondMoment: [Double]
        /// For each label the mean over its images of the mean over the image's patches,
        /// `[labels, units]`.
        public var labelMeans: [Float]
        /// The largest value in each image of the sample, `[sample, units]`.
        public var sample: [HalfBits]

        /// Number of units.
        public var units: Int { mean.count }

        public init(
            rows: [Int32], topPatches: [Int32], values: [Float], active: [Float], mean: [Double],
            secondMoment: [Double], labelMeans: [Float], sample: [HalfBits]
        ) {
            self.rows = rows
            self.topPatches = topPatches
            self.values = values
            self.active = active
            self.mean = mean
            self.secondMoment = secondMoment
            self.labelMeans = labelMeans
            self.sample = sample
        }
    }

    /// Bytes of the group.
    ///
    /// - Parameter units: number of units of a block.
    public static func byteCount(
        depth: Int, units: Int, kept: Int, labels: Int, sample: Int
    ) -> Int { depth * units * (12 * kept + 20 + 4 * labels + 2 * sample) }

    /// Writes everything but the blocks.
    func write(below root: Group) throws -> Group {
        let group = try root.createGroup(Schema.Embeddings.neurons)
        try group.attributes.set("kept", .integer(Int64(kept)))
        try group.attributes.set("images", .integer(Int64(images)))
        try group.attributes.set("patches", .integer(Int64(patches)))
        try group.attributes.seal()
        try group.write("labels", labels)
        try group.write("label_images", labelImages)
        try group.write("sample_rows", sampleRows)
        return group
    }

    /// Writes the units of block `index`.
    func write(_ block: Block, index: Int, below neurons: Group) throws {
        let units = block.units
        let group = try neurons.createGroup(Schema.Embeddings.layerName(.block(index)))
        try group.write("top_row", block.rows, shape: [units, kept])
        try group.write("top_patch", block.topPatches, shape: [units, kept])
        try group.write("top_value", block.values, shape: [units, kept])
        try group.write("active", block.active)
        try group.write("mean", block.mean)
        try group.write("second_moment", block.secondMoment)
        try group.write("label_mean", block.labelMeans, shape: [labels.count, units])
        try group.write("sample", block.sample, shape: [sampleRows.count, units])
    }
}

extension EmbeddingReader {
    /// Whether the file has statistics of units (`extract --neurons`).
    public var hasNeurons: Bool { root.contains(Schema.Embeddings.neurons) }

    /// What the statistics of units cover; nil for a file without any. Rows are those of the whole
    /// file.
    public func neurons() throws -> NeuronTable? {
        guard hasNeurons else { return nil }
        let group = try root.group(Schema.Embeddings.neurons)
        try group.attributes.requireSeal()
        let labels: [Int32] = try group.read("labels", shape: [nil])
        let table = NeuronTable(
            kept: try group.attributes.integer("kept"),
            images: try group.attributes.integer("images"),
            patches: try group.attributes.integer("patches"), labels: labels,
            labelImages: try group.read("label_images", shape: [labels.count]),
            sampleRows: try group.read("sample_rows", shape: [nil]))
        let count = try root.readStrings("\(Schema.Embeddings.images)/label_names").count
        guard (1...1 << 16).contains(table.kept), table.images >= 1, table.patches >= 1,
            labels.allSatisfy({ (0..<Int32(count)).contains($0) }),
            table.sampleRows.allSatisfy({ (0..<Int64(fileRows)).contains($0) })
        else {
            throw StoreError.malformed(
                file: path, what: "/neurons", expected: "rows and labels of the file",
                found: "others")
        }
        return table
    }

    /// The units of a block.
    ///
    /// - Parameter table: what `neurons()` returned.
    public func neurons(block index: Int, of table: NeuronTable) throws -> NeuronTable.Block {
        let group = try root.group(
            "\(Schema.Embeddings.neurons)/\(Schema.Embeddings.layerName(.block(index)))")
        let mean: [Double] = try group.read("mean", shape: [nil])
        let (units, kept) = (mean.count, table.kept)
        let block = NeuronTable.Block(
            rows: try group.read("top_row", shape: [units, kept]),
            topPatches: try group.read("top_patch", shape: [units, kept]),
            values: try group.read("top_value", shape: [units, kept]),
            active: try group.read("active", shape: [units]), mean: mean,
            secondMoment: try group.read("second_moment", shape: [units]),
            labelMeans: try group.read("label_mean", shape: [table.labels.count, units]),
            sample: try group.read("sample", shape: [table.sampleRows.count, units]))
        guard block.rows.allSatisfy({ (-1..<Int32(clamping: fileRows)).contains($0) }),
            block.topPatches.allSatisfy({ (-1..<Int32(model.patches)).contains($0) }),
            zip(block.rows, block.topPatches).allSatisfy({ ($0 < 0) == ($1 < 0) })
        else {
            throw StoreError.malformed(
                file: path, what: "/neurons/\(index)", expected: "rows and patches of the file",
                found: "others")
        }
        return block
    }
}
