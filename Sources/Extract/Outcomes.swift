internal import Console
internal import Store

/// Counts of embedded and rejected images over the segments of a plan, of all processes that worked
/// on it. `Summary` counts what this process did.
struct Outcomes {
    /// Number of rows in the segments.
    private(set) var embedded = 0
    /// Number of images without a row; an image counts once, whatever its variants.
    private(set) var rejected = 0
    /// Saturated token values, ignored orientations and dropped objects.
    private(set) var counts = SegmentCounts()
    /// Number of rejected images by cause.
    private(set) var causes: [String: Int] = [:]
    /// Number of rows of the plan; items from there on are variants.
    private let rowCount: Int
    /// Places of the rows that were rejected.
    private(set) var rejectedPlaces: Set<Int> = []
    /// Hashes of the paths of rejected images.
    private var rejectedPaths: Set<Int> = []
    /// Path and reason of the first rejected image; nil without one.
    private(set) var firstReject: String?
    /// Lengths of the longest texts in all segments.
    private(set) var textWidths = TextWidths()
    /// Instruction sets of the machines that computed the segments, each once.
    private(set) var instructionSets: [String] = []

    /// Counts of no segment.
    ///
    /// - Parameter rowCount: number of rows of the plan.
    init(rowCount: Int) { self.rowCount = rowCount }

    /// Adds the rows, counts, rejects and text lengths of a segment.
    mutating func add(_ segment: SegmentReader) throws {
        embedded += segment.rowCount
        counts += segment.counts
        if !instructionSets.contains(segment.description.instructionSet) {
            instructionSets.append(segment.description.instructionSet)
        }
        for reject in try segment.rejects() { add(reject) }
        try textWidths.add(segment)
    }

    /// Counts a rejected image once, and its variants not at all.
    mutating func add(_ reject: Reject) {
        let path = reject.path.hashValue
        if reject.place < rowCount { rejectedPlaces.insert(reject.place) }
        if reject.place >= rowCount && rejectedPaths.contains(path) { return }
        rejectedPaths.insert(path)
        rejected += 1
        causes[reject.cause, default: 0] += 1
        if firstReject == nil {
            firstReject = onOneLine("\(displayPath(reject.path)): \(reject.detail)")
        }
    }

    /// "3 truncated, 1 empty".
    var causesText: String {
        causes.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }.joined(separator: ", ")
    }
}
