internal import Console
internal import FileSystem
internal import Foundation
internal import Images
internal import Store

/// Compares the images of a plan with the rows of a finished file.
struct StoreComparison {
    /// Row of the finished file for each row of the plan, -1 for an image to embed.
    private(set) var kept: [Int32]
    private(set) var counts = UpdateCounts()
    private let file: EmbeddingReader
    private let plan: Plan
    /// When the finished file's images were listed, nanoseconds since 1970.
    private let listed: Int64
    /// Whether the finished file's paths are relative to another folder.
    private let isFromElsewhere: Bool
    /// Path, size and time of each row.
    private let paths: [[UInt8]]
    private let states: (bytes: [Int64], modified: [Int64])
    /// The row of each path.
    private let rowOfPath: [[UInt8]: Int32]
    /// Paths of the images that were rejected.
    private let rejected: Set<[UInt8]>
    /// Whether an image of the plan has the row.
    private var isTaken: [Bool]

    init(_ file: EmbeddingReader, _ old: PlanHeader, _ plan: Plan) throws {
        self.file = file
        self.plan = plan
        kept = [Int32](repeating: -1, count: plan.rowCount)
        paths = try file.paths()
        states = try file.fileStates()
        rowOfPath = Dictionary(
            zip(paths, Int32(0)...), uniquingKeysWith: { first, _ in first })
        let embedded = 0..<old.rowCount
        rejected = Set(try file.rejects().filter { embedded.contains($0.place) }.map(\.path))
        isTaken = [Bool](repeating: false, count: paths.count)
        listed = try file.listed()
        isFromElsewhere = old.rootPath.map { $0 != absolutePath(plan.root) } ?? true
    }

    /// Calls `body` with the images of the plan.
    private func forEachImage(_ body: (Int, ListedImage) throws -> Void) throws {
        for start in stride(from: 0, to: plan.rowCount, by: 4096) {
            let places = start..<min(plan.rowCount, start + 4096)
            for (place, image) in zip(places, try plan.list.images(places)) {
                try body(place, image)
            }
        }
    }

    /// Finds the row of each image, by path, size and time, then by SHA-256.
    ///
    /// - Parameter digests: the SHA-256 of the images of a list, `[images * 32]`.
    mutating func compare(
        byHash: Bool, digests: (ImageList) throws -> [UInt8]
    ) throws {
        if !byHash { try compareStates() }
        // Only a file of the same size can have the same content.
        var rows = isTaken.indices.filter { !isTaken[$0] }
        let sizes = Set(rows.map { states.bytes[$0] })
        var places: [Int] = []
        var candidates = try ImageList.Builder()
        try forEachImage { place, image in
            // What was rejected before is tried again: its mask may be the reason.
            guard kept[place] < 0, byHash || sizes.contains(Int64(image.size)),
                !rejected.contains(image.path)
            else { return }
            places.append(place)
            try candidates.append(image)
        }
        if !places.isEmpty {
            let found = try digests(try candidates.finish())
            let stored = try file.digests()
            var rowsOf: [[UInt8]: [Int]] = [:]
            rows.reverse()
            for row in rows {
                rowsOf[Array(stored[32 * row..<32 * (row + 1)]), default: []].append(row)
            }
            try takeRows(places, found, rowsOf)
        }
        try count()
    }

    /// Takes the rows of images with the same path, size and time.
    private mutating func compareStates() throws {
        var found: [(place: Int, row: Int32)] = []
        try forEachImage { place, image in
            guard let row = rowOfPath[image.path], states.bytes[Int(row)] == image.size,
                states.modified[Int(row)] == image.modified
            else { return }
            found.append((place, row))
        }
        for (place, row) in found { take(Int(row), place) }
    }

    private mutating func take(_ row: Int, _ place: Int) {
        kept[place] = Int32(row)
        isTaken[row] = true
    }

    /// Takes rows of the same SHA-256: first those of the same path, then each once, and then the
    /// one that was taken last for further copies.
    private mutating func takeRows(
        _ places: [Int], _ digests: [UInt8], _ rowsOf: [[UInt8]: [Int]]
    ) throws {
        var rowsOf = rowsOf
        var others: [(place: Int, digest: [UInt8])] = []
        for (index, place) in places.enumerated() {
            let digest = Array(digests[32 * index..<32 * (index + 1)])
            guard let rows = rowsOf[digest], digest.contains(where: { $0 != 0 }) else { continue }
            let path = try plan.list.images(place..<place + 1)[0].path
            if let row = rowOfPath[path].map(Int.init), rows.contains(row) {
                take(row, place)
            } else {
                others.append((place, digest))
            }
        }
        for (place, digest) in others {
            // Ascending from the end on, because the rows are in reverse.
            while let row = rowsOf[digest]?.last, isTaken[row], rowsOf[digest]?.count ?? 0 > 1 {
                rowsOf[digest]?.removeLast()
            }
            if let row = rowsOf[digest]?.last { take(row, place) }
        }
    }

    /// Counts what is kept, new, changed and dropped.
    private mutating func count() throws {
        var counts = UpdateCounts()
        var seen = Set<Int>()
        var seenRejects = 0
        try forEachImage { place, image in
            if let row = rowOfPath[image.path] { seen.insert(Int(row)) }
            if kept[place] >= 0 {
                counts.kept += 1
                if paths[Int(kept[place])] != image.path { counts.moved += 1 }
            } else if rowOfPath[image.path] != nil {
                counts.changed += 1
            } else if rejected.contains(image.path) {
                counts.rejected += 1
                if image.modified >= listed { counts.repaired += 1 }
            } else {
                counts.new += 1
            }
            if rejected.contains(image.path) { seenRejects += 1 }
        }
        counts.dropped = isTaken.indices.count { !isTaken[$0] && !seen.contains($0) }
        counts.droppedRejects = rejected.count - seenRejects
        self.counts = counts
    }

    /// Drops the rows whose mask was added, changed or removed since the file's images were listed.
    mutating func compareMasks(_ masks: Masks) throws {
        let hadObjects = try file.haveObjects() ?? []
        var found: [Int] = []
        try forEachImage { place, image in
            let row = Int(kept[place])
            guard row >= 0 else { return }
            let state = try masks.state(of: image)
            // The mask of a moved image has another path, too; one in an archive has no time.
            let isOther =
                paths[row] != image.path
                || image.member != nil && states.modified[row] != image.modified
            if state == nil ? hadObjects[row] : (state ?? 0) >= listed || isOther {
                found.append(place)
            }
        }
        for place in found { try drop(place) }
        counts.masks = found.count
    }

    /// Has a row embedded that was to be kept.
    private mutating func drop(_ place: Int) throws {
        if try plan.list.images(place..<place + 1)[0].path != paths[Int(kept[place])] {
            counts.moved -= 1
        }
        counts.kept -= 1
        kept[place] = -1
    }

    /// Finds out whether the kept rows have the same place and description in the finished file.
    mutating func compareDescriptions() throws {
        guard counts.changesNothing else { return }
        let labels = try file.labels()
        let splits = try file.splits()
        let columns = try file.columns()
        let header = plan.header
        var differs =
            try isFromElsewhere || file.labelNames() != plan.labelNames
            || (splits != nil) != header.hasSplits
            || Set(columns.keys) != Set(header.columns)
            || (try file.rejects().count) - rejected.count != plan.listedRejects
        var last: Int32 = -1
        try forEachImage { place, image in
            guard !differs, kept[place] >= 0 else { return }
            let row = Int(kept[place])
            differs =
                kept[place] <= last || labels[row] != plan.label(of: image)
                || states.modified[row] != image.modified
                || splits.map { $0[row] != image.split } ?? false
                || zip(header.columns, image.columns).contains { columns[$0]?[row] != $1 }
            last = kept[place]
        }
        counts.describesOthers = differs
    }

    /// Embeds some rows in any case.
    mutating func embedAgain(_ places: Set<Int>) throws {
        for place in places where kept[place] >= 0 {
            try drop(place)
            counts.inFull += 1
        }
    }
}
