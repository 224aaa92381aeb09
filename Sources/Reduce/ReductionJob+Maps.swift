internal import Store

/// The jobs that compute the map of the rows.
extension ReductionJob {
    /// The job for a new map.
    func mapJob(_ source: ReductionRows, _ rows: MapRows) -> MapJob {
        MapJob(
            source: source, layers: input.layers, path: input.path,
            labels: rows.judgeableLabels, map: map, layout: layout, run: run)
    }

    /// The job that brings the finished map up to date.
    func update(_ placement: PlacementJob, _ rows: MapRows) throws -> MapUpdateJob {
        MapUpdateJob(
            placement: placement, job: mapJob(placement.source, rows), paths: rows.paths,
            overwrite: overwrite)
    }

    /// Prints what an update would keep and place, in a dry run.
    func announceUpdate() throws {
        guard map.update != nil, let placement = try placement() else { return }
        try update(placement, rows(of: placement.source)).announce()
    }
}
