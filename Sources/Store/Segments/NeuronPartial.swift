public import Dense
internal import Foundation
internal import HDF5

/// What a partial says beside its blocks: which part of a run it has summed.
public struct NeuronPartial: Sendable, Equatable {
    /// How the names of partials begin.
    static let prefix = "neurons-"
    /// Value of the attribute `format`.
    static let format = "vitrine-neurons"

    /// SHA-256 of the header of the plan, as in the segments.
    public var plan: String
    /// The segments that were summed, ascending.
    public var segments: [Int]
    /// The images of each of them (`ImageCheck`).
    public var checks: [Int64]
    /// Number of images.
    public var images: Int
    /// Number of patches.
    public var patches: Int
    /// The labels of the images whose means are kept, ascending.
    public var labels: [Int32]
    /// Number of images of each of them.
    public var labelImages: [Int64]
    /// The places in the plan of the images in the sample, ascending.
    public var sample: [Int64]

    public init(
        plan: String, segments: [Int], checks: [Int64], images: Int, patches: Int,
        labels: [Int32], labelImages: [Int64], sample: [Int64]
    ) {
        self.plan = plan
        self.segments = segments
        self.checks = checks
        self.images = images
        self.patches = patches
        self.labels = labels
        self.labelImages = labelImages
        self.sample = sample
    }

    /// What the units of a block did.
    public struct Block: Sendable, Equatable {
        /// Number of patches with an active unit, `[units]`.
        public var active: [Int64]
        /// Sums of the values, `[units, 2]`: upper and lower half of a number of 128 bits.
        public var sums: [Int64]
        /// Sums of the squares, as `sums`.
        public var squares: [Int64]
        /// Sums of the means of the images of each label, `[labels, units]`.
        public var labelSums: [Int64]
        /// The largest values with their codes.
        public var peaks: UnitPeaks
        /// The largest value of each image of the sample, `[sample, units]`.
        public var sample: [HalfBits]

        public init(
            active: [Int64], sums: [Int64], squares: [Int64], labelSums: [Int64],
            peaks: UnitPeaks, sample: [HalfBits]
        ) {
            self.active = active
            self.sums = sums
            self.squares = squares
            self.labelSums = labelSums
            self.peaks = peaks
            self.sample = sample
        }
    }
}

/// Writes the partial of some segments under a temporary name; `commit` gives it its own.
public final class NeuronPartialWriter {
    private let target: SegmentPath
    private var file: File?

    /// Creates the temporary file and writes everything but the blocks.
    public init(_ partial: NeuronPartial, in target: SegmentPath) throws {
        self.target = target
        let file = try File.create(target.temporary, hasChecks: true)
        self.file = file
        do {
            let root = file.root
            try root.attributes.set("format", .string(NeuronPartial.format))
            try root.attributes.set("plan", .string(partial.plan))
            try root.attributes.set("images", .integer(Int64(partial.images)))
            try root.attributes.set("patches", .integer(Int64(partial.patches)))
            try root.attributes.seal()
            try root.write("segments", partial.segments.map(Int64.init))
            try root.write("checks", partial.checks)
            try root.write("labels", partial.labels)
            try root.write("label_images", partial.labelImages)
            try root.write("sample", partial.sample)
        } catch {
            abandon(afterFailedWrite: true)
            throw error
        }
    }

    /// Writes block `index`.
    public func append(_ block: NeuronPartial.Block, index: Int) throws {
        guard let file else { preconditionFailure("append() after commit()") }
        let units = block.active.count
        let group = try file.root.createGroup("\(index)")
        try group.write("active", block.active)
        try group.write("sums", block.sums, shape: [units, 2])
        try group.write("squares", block.squares, shape: [units, 2])
        try group.write(
            "label_sums", block.labelSums, shape: [block.labelSums.count / max(1, units), units])
        try group.write("peaks", block.peaks.values, shape: [units, block.peaks.kept])
        try group.write("codes", block.peaks.codes, shape: [units, block.peaks.kept])
        try group.write(
            "sample", block.sample, shape: [block.sample.count / max(1, units), units])
    }

    /// Syncs the file, reads it back and renames it. A partial of this name that is there stays.
    public func commit() throws {
        guard let file else { preconditionFailure("commit() twice") }
        try file.flush()
        try file.root.attributes.set("complete", .integer(1))
        try file.flush()
        let record = file.record
        self.file = nil
        try file.close()
        try target.sync()
        try checkRecord(target.temporary, record)
        try target.commit()
    }

    /// Removes the temporary file; see `EmbeddingWriter.abandon`.
    public func abandon(afterFailedWrite: Bool = false) {
        if afterFailedWrite { file?.abandon(with: self) } else { file = nil }
        target.removeTemporary()
    }
}

/// Reads a partial; everything is checked as it is read.
public final class NeuronPartialReader {
    /// Path of the file.
    public let path: String
    /// What it has summed.
    public let partial: NeuronPartial
    private let file: File

    /// Opens a partial.
    ///
    /// - Throws: `StoreError` or `HDF5Error` for a file that is not a whole partial.
    public init(_ path: String) throws {
        self.path = path
        file = try openForReading(path)
        let attributes = file.root.attributes
        guard case .string(NeuronPartial.format)? = try attributes.get("format") else {
            throw StoreError.notOurs(file: path, found: "a file without sums of units")
        }
        guard case .integer(1)? = try attributes.get("complete") else {
            throw StoreError.incomplete(file: path)
        }
        try attributes.requireSeal()
        file.hasChecks = true
        let root = file.root
        let labels: [Int32] = try root.read("labels", shape: [nil])
        let segments: [Int64] = try root.read("segments", shape: [nil])
        partial = NeuronPartial(
            plan: try attributes.string("plan"), segments: segments.map { Int($0) },
            checks: try root.read("checks", shape: [segments.count]),
            images: try attributes.integer("images"), patches: try attributes.integer("patches"),
            labels: labels, labelImages: try root.read("label_images", shape: [labels.count]),
            sample: try root.read("sample", shape: [nil]))
    }

    /// Reads block `index`.
    ///
    /// - Parameters:
    ///   - units: number of units that it must have.
    ///   - kept: number of patches that each unit keeps.
    public func block(_ index: Int, units: Int, kept: Int) throws -> NeuronPartial.Block {
        let group = try file.root.group("\(index)")
        return NeuronPartial.Block(
            active: try group.read("active", shape: [units]),
            sums: try group.read("sums", shape: [units, 2]),
            squares: try group.read("squares", shape: [units, 2]),
            labelSums: try group.read("label_sums", shape: [partial.labels.count, units]),
            peaks: UnitPeaks(
                kept: kept, values: try group.read("peaks", shape: [units, kept]),
                codes: try group.read("codes", shape: [units, kept])),
            sample: try group.read("sample", shape: [partial.sample.count, units]))
    }
}
