extension ImageListing {
    /// What was left out of the listing, by extension and count, as one phrase; nil when nothing
    /// was.
    ///
    /// Image formats and archives that are not read come first, with what to do about them. Then
    /// come masks in archives, the 12 most frequent other extensions, the sum of the rest, and
    /// hidden entries.
    public var leftOut: String? {
        func list(_ kinds: [(extension: String, count: Int)]) -> String {
            kinds.map {
                $0.extension.isEmpty
                    ? "\($0.count) without an extension" : "\($0.count) .\($0.extension)"
            }.joined(separator: ", ")
        }
        let all = otherExtensions
        let images = all.filter { unreadExtensions.contains($0.extension) }
        let archives = all.filter { unreadArchives.contains($0.extension) }
        let others = all.filter {
            !unreadExtensions.contains($0.extension) && !unreadArchives.contains($0.extension)
        }
        var parts: [String] = []
        if !images.isEmpty {
            parts.append("\(list(images)) (images that are not read: convert them to PNG)")
        }
        if !archives.isEmpty {
            parts.append("\(list(archives)) (archives that are not read: unpack them)")
        }
        if maskCount > 0 {
            parts.append(
                "\(maskCount) \(maskCount == 1 ? "mask" : "masks") of samples in archives")
        }
        let shown = others.prefix(12)
        if !shown.isEmpty { parts.append(list(Array(shown))) }
        if others.count > shown.count {
            let rest = others.dropFirst(shown.count)
            parts.append(
                "\(rest.reduce(0) { $0 + $1.count }) of \(rest.count) more extensions")
        }
        if hiddenCount > 0 { parts.append("\(hiddenCount) hidden") }
        return parts.isEmpty ? nil : "left out: \(parts.joined(separator: ", "))"
    }

    /// The image formats and archives among `leftOut`, such as "3 .heic, 1 .zip"; nil when there
    /// are none.
    public var unreadFormats: String? {
        let kinds = otherExtensions.filter {
            unreadExtensions.contains($0.extension) || unreadArchives.contains($0.extension)
        }
        return kinds.isEmpty
            ? nil : kinds.map { "\($0.count) .\($0.extension)" }.joined(separator: ", ")
    }

    /// How many entries were handed out with a fault, by cause, with the first of them; nil when
    /// there are none.
    public var faultText: String? {
        guard let firstFault, let fault = firstFault.fault else { return nil }
        let count = faults.values.reduce(0, +)
        let causes = faults.sorted { $0.key.rawValue < $1.key.rawValue }
            .map { "\($0.value) \($0.key.rawValue)" }.joined(separator: ", ")
        let links =
            faults[.folderLink, default: 0] > 0 && fault.cause != .folderLink
            ? "; --follow-links enters linked folders" : ""
        return "\(count) rejected in the listing (\(causes)\(links)); the "
            + (count == 1 ? "one" : "first") + " is \(firstFault.displayPath): \(fault.detail)"
    }

    /// Notes for the user, one phrase each: what was left out, rejected, listed twice or lacks a
    /// label. Empty when there is nothing to report.
    ///
    /// - Parameter labelField: the field of `.json` members that was used, named in the note on
    ///   labels.
    public func notes(labelField: String) -> [String] {
        var notes = [leftOut, faultText].compactMap { $0 }
        if repeated.count > 0 {
            notes.append(
                "\(repeated.count) \(repeated.count == 1 ? "path is" : "paths are") listed more "
                    + "than once and embedded as often (the first is \(repeated.first))")
        }
        if unlabelled.count > 0 {
            notes.append(
                "\(unlabelled.count) .json or .cls \(unlabelled.count == 1 ? "member" : "members") "
                    + "of archives gave no label (the first is \(unlabelled.first); the field is "
                    + "\"\(labelField)\", and --label-field names another)")
        }
        return notes
    }
}
