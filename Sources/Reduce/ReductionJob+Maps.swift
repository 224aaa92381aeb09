internal import Store
internal import Tokens

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

    /// Records how the layer was chosen, now or for the map that is brought up to date.
    func addLayerChoice(to parameters: inout RunParameters) {
        if map.update != nil, let old = finished?.parameters {
            parameters.takeLayerChoice(from: old)
        } else if let choice = layerChoice, let best = choice.best {
            parameters.layerBest = best.text
            parameters.layerAccuracy = choice.accuracy
            parameters.layerGain = choice.gain
            parameters.layerGainMargin = choice.margin
            parameters.layerImages = choice.images
        }
    }
}
