internal import Foundation
internal import HDF5

/// The run that wrote a file.
extension EmbeddingReader {
    /// Settings of the run that wrote the file, as JSON; "" in files of early versions.
    public func settings() throws -> String {
        guard case .string(let text)? = try root.attributes.get("settings") else { return "" }
        return text
    }

    /// The run that wrote the file; all nil in files of early versions, which do not have it.
    ///
    /// - Throws: `StoreError.malformed` if the file has settings that are not those of a run.
    ///   Default settings in their place would prepare images in another way than the file's.
    public func run() throws -> StoredRun {
        let text = try settings()
        if text.isEmpty { return StoredRun() }
        do {
            return try JSONDecoder().decode(StoredRun.self, from: Data(text.utf8))
        } catch {
            throw StoreError.malformed(
                file: path, what: "/settings", expected: "the settings of a run as JSON",
                found: "\(text.utf8.count) bytes that are not")
        }
    }

    /// What was done to all images before they were embedded, in the words of the options:
    /// "original", "shuffle:4", "original, mosaics of 2 x 2".
    public func imageChanges() throws -> String {
        var text = "original"
        if case .string(let variant)? = try root.attributes.get("input_variant") { text = variant }
        if case .integer(let mosaic)? = try root.attributes.get("mosaic"), mosaic > 1 {
            text += ", mosaics of \(mosaic) x \(mosaic)"
        }
        return text
    }

    /// What `extract --update` recorded of the file before: its `uuid`, and the row there of each
    /// row, `[N]`, -1 for images that were embedded since. nil for a file that was not updated, and
    /// in files of earlier versions.
    public func update() throws -> (uuid: String, keptFrom: [Int])? {
        guard case .string(let uuid)? = try root.attributes.get("updated_from"),
            root.contains(Schema.Embeddings.keptFrom)
        else { return nil }
        let rows: [Int64] = try root.read(Schema.Embeddings.keptFrom, shape: [fileRows])
        guard rows.allSatisfy({ $0 >= -1 && $0 < 1 << 40 }) else {
            throw StoreError.malformed(
                file: path, what: "/\(Schema.Embeddings.keptFrom)",
                expected: "rows of the file before", found: "other numbers")
        }
        return (uuid, kept(rows.map { Int($0) }))
    }

    /// Arguments of the command that wrote the file, the program's name first; empty if unknown.
    public func commandLine() throws -> [String] {
        guard case .strings(let arguments)? = try root.attributes.get("command_line") else {
            return []
        }
        return arguments
    }

    /// A time before which all images were as the file has them, nanoseconds since 1970.
    public func listed() throws -> Int64 {
        if case .integer(let time)? = try root.attributes.get("listed_ns") { return time }
        // Early files have whole seconds only.
        let text = try root.attributes.string("created_utc")
        let date = try? Date(text, strategy: .iso8601)
        return date.map { Int64($0.timeIntervalSince1970) * 1_000_000_000 } ?? 0
    }

    /// Instruction set of the run, as in `RunDescription.instructionSet`.
    public func instructionSet() throws -> String {
        try root.attributes.string("instruction_set")
    }

    /// Number of token values beyond the range of half precision; 0 in files of early versions.
    func saturated() throws -> Int64 {
        guard case .integer(let count)? = try root.attributes.get("saturated_values") else {
            return 0
        }
        return count
    }

    /// Folder or list that the images come from, and what was done to each of them ("original",
    /// "shuffle:4"); nil in files that do not record it.
    public func origin() throws -> (root: String, variant: String)? {
        let run = try run()
        guard let root = run.root else { return nil }
        return (root, run.variant ?? "original")
    }
}
