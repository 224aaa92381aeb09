internal import Store

/// A plan with what it takes to carry it out.
struct PlannedRun {
    /// The images, in the order of their rows.
    let plan: Plan
    /// SHA-256 of the plan's header, hexadecimal, which every segment repeats; "" in a dry run.
    let hash: String
    /// The data sets of segments and file.
    let layout: EmbeddingLayout
    /// Whether the plan is that of an earlier, unfinished run.
    let isResumed: Bool
    /// One line on the files that the source has now and the plan has not; nil without any.
    var addedFiles: String?

    /// Whether it is an update of a file that is what a new run would write.
    var changesNothing: Bool { plan.header.update?.counts.changesNothing ?? false }
}
