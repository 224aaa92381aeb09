internal import Console
internal import Dense
internal import FileSystem
internal import Foundation
internal import Images
internal import Store

/// Compares the images of a plan with the rows of a finished file.
struct StoreComparison {
    /// Row of the finished file for each row of the plan, -1 for an image to embed.
    private(set) var kept: [Int32]
    var counts = UpdateCounts()
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
    /// Causes of the images that were rejected, by path.
    private let rejected: [[UInt8]: String]
    /// Paths of what was rejected while listing.
    private let listedRejects: Set<[UInt8]>
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
        let rejects = try file.rejects()
        rejected = Dictionary(
            rejects.filter { $0.place < old.rowCount }.map { ($0.path, $0.cause) },
            uniquingKeysWith: { first, _ in first })
        listedRejects = Set(rejects.filter { $0.place >= old.embeddedItems }.map(\.path))
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
                rejected[image.path] == nil
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
            try takeRows(places, found, rowsOf, stored)
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
        _ places: [Int], _ digests: [UInt8], _ rowsOf: [[UInt8]: [Int]], _ stored: [UInt8]
    ) throws {
        var rowsOf = rowsOf
        var others: [(place: Int, digest: [UInt8])] = []
        for (index, place) in places.enumerated() {
            let digest = Array(digests[32 * index..<32 * (index + 1)])
            guard rowsOf[digest] != nil, digest.contains(where: { $0 != 0 }) else { continue }
            let path = try plan.list.images(place..<place + 1)[0].path
            if let row = rowOfPath[path].map(Int.init),
                stored[32 * row..<32 * (row + 1)].elementsEqual(digest)
            {
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
            } else if let cause = rejected[image.path] {
                counts.rejected += 1
                if try isChanged(image, rejectedFor: cause) { counts.repaired += 1 }
            } else {
                counts.new += 1
            }
            if rejected[image.path] != nil { seenRejects += 1 }
        }
        counts.dropped = isTaken.indices.count { !isTaken[$0] && !seen.contains($0) }
        counts.droppedRejects = rejected.count - seenRejects
        self.counts = counts
    }

    /// Refuses to drop more than half of the rows, and rows of an archive or folder that cannot be
    /// read now.
    ///
    /// - Throws: `Failure`; `--overwrite` drops them.
    func checkDropped(of output: String) throws {
        guard 2 * counts.dropped <= paths.count else {
            throw Failure(
                Exit.nothing,
                "\(output): expected at least half of its \(counted(paths.count, "image")) in the "
                    + "source, found \(paths.count - counts.dropped); pass --overwrite to drop "
                    + "the others.")
        }
        guard counts.dropped > 0 else { return }
        let unread = Set(try plan.list.images(plan.rowCount..<plan.list.count).map(\.path))
        for row in paths.indices where !isTaken[row] && !unread.isEmpty {
            let path = paths[row]
            for end in path.indices where path[end] == UInt8(ascii: "/") {
                guard unread.contains(Array(path[..<end])) else { continue }
                throw Failure(
                    Exit.nothing,
                    "\(output): expected to read \(displayPath(Array(path[..<end]))), of which "
                        + "it has images, found it unreadable; repair it, or pass --overwrite to "
                        + "drop these images.")
            }
        }
    }

    /// Whether a rejected image, or the mask that it was rejected for, was written or put there
    /// since the file's images were listed.
    private func isChanged(_ image: ListedImage, rejectedFor cause: String) throws -> Bool {
        let file = image.member.map { Array(image.path[..<$0.pathLength]) } ?? image.path
        let path = plan.root.isEmpty ? file : pathBytes(plan.root + "/") + file
        if changeTime(pathText(file.first == UInt8(ascii: "/") ? file : path)) ?? 0 >= listed {
            return true
        }
        guard cause == "mask" else { return false }
        return try plan.masks?.changeTime(of: image) ?? .max >= listed
    }

    /// The first place that keeps each of some rows, or has its path.
    func places(ofRows rows: Set<Int>) throws -> [Int] {
        if rows.isEmpty { return [] }
        var (rows, places): (Set<Int>, [Int]) = (rows, [])
        try forEachImage { place, image in
            let row = kept[place] >= 0 ? Int(kept[place]) : rowOfPath[image.path].map(Int.init)
            if let row, rows.remove(row) != nil { places.append(place) }
        }
        return places
    }

    /// Drops the rows that have another mask now, or other names in it; of earlier files, which
    /// have no digests of masks, all rows with a mask.
    mutating func compareMasks(_ masks: Masks) throws {
        let hadObjects = try file.haveObjects() ?? []
        let digests = try file.maskDigests()
        let none = [UInt8](repeating: 0, count: 32)
        var found: [Int] = []
        for start in stride(from: 0, to: plan.rowCount, by: 256) {
            let places = start..<min(plan.rowCount, start + 256)
            let images = try plan.list.images(places)
            let kept = kept
            let differ = parallelMap(images.count) { index in
                let row = Int(kept[start + index])
                guard row >= 0 else { return false }
                // A mask that cannot be read has its image rejected.
                let digest = (try? masks.digest(of: images[index]) ?? none) ?? []
                guard let digests else { return hadObjects[row] || digest != none }
                return !digests[32 * row..<32 * (row + 1)].elementsEqual(digest)
            }
            found += differ.indices.filter { differ[$0] }.map { start + $0 }
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
    ///
    /// - Parameter explains: whether other images are to be stored in full.
    mutating func compareDescriptions(explains: Bool) throws {
        guard counts.changesNothing else { return }
        counts.describesOthers = try explains || isDescribedOtherwise()
    }

    private func isDescribedOtherwise() throws -> Bool {
        let header = plan.header
        let rejects = try plan.list.images(plan.rowCount..<plan.list.count).map(\.path)
        let splits = try file.splits()
        if try isFromElsewhere || Set(rejects) != listedRejects
            || file.labelNames() != plan.labelNames || (splits != nil) != header.hasSplits
            || Set(file.columnNames()) != Set(header.columns)
        {
            return true
        }
        let labels = try file.labels()
        var last = -1
        for start in stride(from: 0, to: plan.rowCount, by: 4096) {
            let places = start..<min(plan.rowCount, start + 4096)
            let images = zip(places, try plan.list.images(places)).filter { kept[$0.0] >= 0 }
            guard let first = images.first else { continue }
            let rows = images.map { Int(kept[$0.0]) }
            // Rows in another order are another file.
            guard Int(kept[first.0]) > last, zip(rows, rows.dropFirst()).allSatisfy({ $0 < $1 })
            else { return true }
            let range = rows[0]..<rows[rows.count - 1] + 1
            for (column, name) in header.columns.enumerated() {
                let values = try file.column(name, rows: range)
                for (row, image) in zip(rows, images)
                where values[row - range.lowerBound] != image.1.columns[column] {
                    return true
                }
            }
            for (row, image) in zip(rows, images)
            where labels[row] != plan.label(of: image.1)
                || states.modified[row] != image.1.modified
                || splits.map({ $0[row] != image.1.split }) ?? false
            {
                return true
            }
            last = range.upperBound - 1
        }
        return false
    }

    /// Embeds some rows in any case.
    mutating func embedAgain(_ places: Set<Int>) throws {
        for place in places where kept[place] >= 0 {
            try drop(place)
            counts.inFull += 1
        }
    }
}
