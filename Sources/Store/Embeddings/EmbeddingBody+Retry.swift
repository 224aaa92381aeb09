/// Source of a row, or of an image stored in full, when a file is written again.
private struct Origin {
    /// Place in the plan.
    let place: Int
    /// Index of the segment; nil for the finished file.
    let segment: Int?
    /// Index of the row in its source.
    let index: Int
}

extension EmbeddingBody {
    /// Appends a finished file and the segments in which its rejects were retried. Each row takes
    /// its place in the plan; a reject stays if it failed again or was not retried.
    func append(
        _ file: EmbeddingReader, retriedIn segments: [SegmentReader], items: Set<Int>,
        betweenBlocks: () throws -> Void
    ) throws {
        var origins = try file.places().enumerated().map {
            Origin(place: $0.element, segment: nil, index: $0.offset)
        }
        for (number, segment) in segments.enumerated() {
            origins += try segment.places().enumerated().map {
                Origin(place: $0.element, segment: number, index: $0.offset)
            }
        }
        origins.sort { $0.place < $1.place }
        var rowOfPlace: [Int: Int] = [:]
        let sources = segments.map(\.rows)
        let old = file.rows
        var start = 0
        while start < origins.count {
            // Copies consecutive rows of one source together.
            let first = origins[start]
            var end = start + 1
            while end < origins.count && origins[end].segment == first.segment
                && origins[end].index == first.index + end - start
            { end += 1 }
            if first.segment != nil {
                for offset in start..<end { rowOfPlace[origins[offset].place] = offset }
            }
            try rows.append(
                rows: first.index..<first.index + end - start,
                of: first.segment.map { sources[$0] } ?? old, betweenBlocks: betweenBlocks)
            start = end
        }
        try appendExplained(file, segments, rowOfPlace, origins, betweenBlocks)
        try appendRejects(file, segments, tried: items)
        saturated = try file.saturated() + segments.reduce(0) { $0 + $1.saturated }
    }

    /// Appends the images stored in full, in the order of the plan.
    private func appendExplained(
        _ file: EmbeddingReader, _ segments: [SegmentReader], _ rowOfPlace: [Int: Int],
        _ origins: [Origin], _ betweenBlocks: () throws -> Void
    ) throws {
        var images = try file.explainedItems().enumerated().map {
            Origin(place: $0.element, segment: nil, index: $0.offset)
        }
        for (number, segment) in segments.enumerated() {
            for index in 0..<(try segment.explainedCount) {
                let item = try segment.explained(at: index, model: layout.model).item
                images.append(Origin(place: item, segment: number, index: index))
            }
        }
        images.sort { $0.place < $1.place }
        for origin in images {
            try betweenBlocks()
            let image =
                if let number = origin.segment {
                    try segments[number].explained(at: origin.index, model: layout.model)
                } else {
                    try file.explained(at: origin.index)
                }
            guard image.isRow else {
                try append(image, row: nil)
                continue
            }
            let row = rowOfPlace[image.place] ?? origins.firstIndex { $0.place == image.place }
            if let row { try append(image, row: row) }
        }
    }

    /// Appends the rejects, in the order of the plan.
    private func appendRejects(
        _ file: EmbeddingReader, _ segments: [SegmentReader], tried: Set<Int>
    ) throws {
        // The segments have the outcome of everything that was retried.
        var rejects = try file.rejects().filter { !tried.contains($0.place) }
        for segment in segments { rejects += try segment.rejects() }
        for reject in rejects.sorted(by: { $0.place < $1.place }) { try appendOnce(reject) }
    }
}
