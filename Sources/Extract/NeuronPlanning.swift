internal import Console
internal import Digest
internal import Images
internal import Neurons
internal import Store
internal import ViT

extension PlanHeader {
    /// What `--neurons` keeps of the units of the model.
    struct Neurons: Codable, Sendable {
        /// Number of patches that each unit keeps.
        var kept: Int
        /// Units of a block: hidden units, and two per head.
        var units: Int
        /// The labels whose means are kept, as indices of `labelNames`, ascending.
        var labels: [Int32]
        /// The rows of the plan whose largest values are kept, ascending.
        var sample: [Int]
    }
}

extension Plan {
    /// Fewest images of a label whose means are kept.
    private static let fewestImages = 5
    /// Most labels whose means are kept.
    private static let mostLabels = 1000

    /// Chooses labels and sample.
    ///
    /// The labels are the 1,000 with the most images, ties by number, of those with at least five.
    /// The sample are the rows whose paths have the smallest hashes, ties by row.
    func neurons(kept: Int, sample size: Int, _ c: Configuration) throws -> PlanHeader.Neurons {
        guard rowCount < Int(Int32.max) else {
            throw Failure(
                Exit.usage,
                "--neurons: expected fewer than 2,147,483,647 images, found \(rowCount); split the "
                    + "folder.")
        }
        var counts: [Int32: Int] = [:]
        var chosen = SmallestHashes(count: size)
        let step = 4096
        for first in stride(from: 0, to: rowCount, by: step) {
            let places = first..<min(rowCount, first + step)
            let images = try list.images(
                places.lowerBound * mosaic * mosaic..<places.upperBound * mosaic * mosaic)
            for place in places {
                let start = (place - first) * mosaic * mosaic
                if mosaic == 1 { counts[label(of: images[start]), default: 0] += 1 }
                guard size > 0 else { continue }
                let cells = images[start..<start + mosaic * mosaic]
                chosen.add(
                    SmallestHashes.hash(cells.map(\.path).joined(separator: [0x2B])), place)
            }
        }
        counts[-1] = nil
        let labels = counts.filter { $0.value >= Self.fewestImages }
            .sorted { $0.value != $1.value ? $0.value > $1.value : $0.key < $1.key }
            .prefix(Self.mostLabels).map(\.key).sorted()
        return PlanHeader.Neurons(
            kept: kept, units: NeuronObserver.units(c), labels: labels,
            sample: chosen.places.sorted())
    }
}

/// The places with the smallest hashes, in constant memory.
private struct SmallestHashes {
    /// How many are kept.
    let count: Int
    private var entries: [(hash: UInt64, place: Int)] = []

    init(count: Int) { self.count = count }

    /// The places; at most `count`.
    var places: [Int] { smallest.map(\.place) }

    private var smallest: ArraySlice<(hash: UInt64, place: Int)> {
        entries.sorted { $0.hash != $1.hash ? $0.hash < $1.hash : $0.place < $1.place }
            .prefix(count)
    }

    mutating func add(_ hash: UInt64, _ place: Int) {
        entries.append((hash, place))
        if entries.count >= 2 * count + 1024 { entries = Array(smallest) }
    }

    /// FNV-1a of 64 bits, its bits mixed by the last step of MurmurHash3.
    static func hash(_ bytes: some Sequence<UInt8>) -> UInt64 {
        var all = FNV1a()
        all.add(bytes)
        var hash = all.value
        hash = (hash ^ hash >> 33) &* 0xFF51_AFD7_ED55_8CCD
        hash = (hash ^ hash >> 33) &* 0xC4CE_B9FE_1A85_EC53
        return hash ^ hash >> 33
    }
}

/// Which rows count for which statistics of units.
struct ObservedRows: Sendable {
    /// How many patches each unit keeps.
    let kept: Int
    private let labels: Set<Int32>
    private let sample: Set<Int>

    init(_ settings: PlanHeader.Neurons) {
        kept = settings.kept
        labels = Set(settings.labels)
        sample = Set(settings.sample)
    }

    /// What counts of a row.
    func image(_ item: Plan.Item) -> NeuronObserver.Image {
        NeuronObserver.Image(
            place: item.place, label: labels.contains(item.label) ? item.label : nil,
            isInSample: sample.contains(item.place))
    }
}
