internal import Console

/// How many images of an update are kept and embedded, and why.
struct UpdateCounts: Codable, Sendable {
    /// Rows of the finished file that are kept, the moved ones among them.
    var kept = 0
    /// Kept rows whose image has another path now.
    var moved = 0
    /// Images that the finished file does not have.
    var new = 0
    /// Images with another content under the same path.
    var changed = 0
    /// Images whose mask was added, changed or removed.
    var masks = 0
    /// Images that were rejected before.
    var rejected = 0
    /// Of those, images that have changed since.
    var repaired = 0
    /// Images without a change that are embedded again to be stored in full.
    var inFull = 0
    /// Variants in full that `extract explain` made, which an update does not make again.
    var variantsLeftOut = 0
    /// Rows of the finished file whose image is gone.
    var dropped = 0
    /// Rejected images of the finished file that are gone.
    var droppedRejects = 0
    /// Whether labels, splits, columns or what was rejected while listing differ.
    var describesOthers = false

    /// Whether the finished file is what a new run would write.
    var changesNothing: Bool {
        moved + new + changed + masks + repaired + dropped + droppedRejects == 0
            && !describesOthers
    }

    /// "1,200 kept (3 of them moved), 12 new, 1 changed, 4 dropped".
    var text: String {
        var parts = ["\(kept) kept" + (moved > 0 ? " (\(moved) of them moved)" : "")]
        func add(_ count: Int, _ text: String, always: Bool = false) {
            if count > 0 || always { parts.append("\(count) \(text)") }
        }
        add(new, "new", always: true)
        add(changed, "changed", always: true)
        add(masks, "with another mask")
        add(rejected, "rejected before")
        add(inFull, "again to be stored in full")
        if variantsLeftOut > 0 {
            parts.append("\(counted(variantsLeftOut, "variant")) of extract explain left out")
        }
        add(dropped, "dropped", always: true)
        return parts.joined(separator: ", ")
    }
}
