internal import Console
internal import Foundation
internal import Images
internal import Store

extension Planning {
    /// The plan that tries the rejected images of a finished file again: their files as they are
    /// now, in the places that they had.
    func makeRetry(of output: String) throws -> Plan {
        let file = try reader(output)
        var header = try PlanHeader(
            json: Array(try file.settings().utf8), file: output, versions: Self.versions)
        header.version = Schema.Embeddings.version
        guard header.mosaic == 1 else {
            throw Failure(
                Exit.nothing,
                "\(output): expected single images, found mosaics, whose cells would change; run "
                    + "again with --overwrite.")
        }
        let rejects = try file.rejects()
        guard !rejects.isEmpty else {
            throw Failure(
                Exit.nothing, "\(output): there are no rejected images to retry.")
        }
        let embedded = header.rowCount + header.explained.count * header.variants.count
        let rejected = Set(rejects.map(\.place).filter { (0..<embedded).contains($0) })
        // The variants of a rejected row are not listed on their own.
        let variants = header.explained.enumerated().filter { rejected.contains($0.element) }
            .flatMap { explained in
                header.variants.indices.map {
                    header.rowCount + explained.offset * header.variants.count + $0
                }
            }
        let items = rejected.union(variants).sorted()
        guard !items.isEmpty else {
            throw Failure(
                Exit.nothing,
                "\(output): expected rejected images, found only \(rejects.count) rejected "
                    + "folders, links and archives, which have no rows (the first is "
                    + "\(displayPath(rejects[0].path))); run again with --overwrite.")
        }
        func place(_ item: Int) -> Int {
            item < header.rowCount
                ? item : header.explained[(item - header.rowCount) / header.variants.count]
        }
        let places = Set(items.map(place)).sorted()
        // Of each place the path, which finds the image in the source again.
        let paths = Dictionary(
            rejects.filter { (0..<embedded).contains($0.place) }.map { (place($0.place), $0.path) },
            uniquingKeysWith: { first, _ in first })
        let found = try find(Set(paths.values))
        var builder = try ImageList.Builder()
        for place in places {
            let path = paths[place] ?? []
            // A file that is gone keeps its place and is rejected again.
            try builder.append(
                found[path]
                    ?? ListedImage(path: path, size: 0, modified: 0).described(
                        label: "", split: "", columns: header.columns.map { _ in "" }))
        }
        let list = try builder.finish()
        header.imageCount = list.count
        header.createdUTC = Machine.utcNow
        header.uuid = UUID().uuidString.lowercased()
        header.commandLine = CommandLine.arguments
        header.listSHA256 = try hash(of: list)
        header.retry = PlanHeader.Retry(items: items, places: places, uuid: file.uuid)
        return try Plan(header, list, masks: masks(of: header))
    }

    private static let versions = 1...Schema.Embeddings.version

    /// Refuses to add to a file what was made with other settings.
    func check(_ plan: Plan, against output: String) throws {
        let file = try reader(output)
        let old = try PlanHeader(
            json: Array(try file.settings().utf8), file: output, versions: Self.versions)
        if let difference = old.settings.difference(from: plan.header.settings) {
            throw Failure(
                Exit.usage,
                "\(output): its images were embedded with different settings: "
                    + "\(difference.name) was \(difference.mine), now \(difference.its); use the "
                    + "same options to retry its rejected images.")
        }
        guard try file.instructionSet() == plan.header.instructionSet else {
            throw Failure(
                Exit.nothing,
                "\(output): it was computed with the instruction set \(try file.instructionSet()), "
                    + "and this machine has \(plan.header.instructionSet), so the last digits "
                    + "would differ; retry on a machine of the first kind.")
        }
    }

    private func reader(_ output: String) throws -> EmbeddingReader {
        do {
            let file = try EmbeddingReader(output)
            _ = try file.places()
            return file
        } catch {
            throw Failure(Exit.nothing, "\(error)")
        }
    }

    /// The source's images of some paths, as they are now.
    private func find(_ paths: Set<[UInt8]>) throws -> [[UInt8]: ListedImage] {
        var found: [[UInt8]: ListedImage] = [:]
        try makeList(limit: nil).list.forEachImage { _, image in
            if paths.contains(image.path) && image.takesRow { found[image.path] = image }
        }
        return found
    }
}
