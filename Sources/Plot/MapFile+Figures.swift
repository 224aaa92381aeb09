internal import Dense
internal import Store

/// Which artist draws which kind of figure.
extension MapFile {
    /// The figures of one kind.
    ///
    /// - Throws: `MissingContent` if the file has no data for them, `WrongChoice` if an option
    ///   selects something that does not exist.
    func draw(_ kind: FigureKind) throws -> [PlotFigure] {
        if kind.needsModel && !hasModel { throw Self.withoutModel }
        if reduction.comparison != nil && ![.scatter, .maps, .comparison].contains(kind) {
            throw MissingContent(
                reason: "the file compares several models; draw the map of one of them.",
                isReportedByDefault: false)
        }
        if kind.needsModel && !model.isPlain {
            throw MissingContent(
                reason: "\(model.name) is no plain ViT: of its layers there are means alone.",
                isReportedByDefault: false)
        }
        if kind.needsFilters && reduction.modelArrays.patchKernel.rows == 0 {
            throw MissingContent(
                reason: "the patch embedding of \(model.name) is not known.",
                isReportedByDefault: false)
        }
        let figures: [PlotFigure] =
            switch kind {
            // All files have one page, which is no figure: MapPage.
            case .page: []
            case .scatter: try ScatterArtist(file: self).scatter()
            case .maps: try ScatterArtist(file: self).maps()
            case .clusters: try ClusterArtist(file: self).clusters()
            case .findings: try FindingsArtist(file: self).findings()
            case .profile: try ProfileArtist(file: self).profile()
            case .scenes: try SceneArtist(file: self).scenes()
            case .filters: FilterArtist(file: self).filters()
            case .views: try FilterArtist(file: self).viewsOfPatch()
            case .filterViews: try FilterArtist(file: self).filterViews()
            case .globalViews: try GlobalViewArtist(file: self).globalViews()
            case .occlusion: try GlobalViewArtist(file: self).occlusion()
            case .attention: try AttentionArtist(file: self).attention()
            case .layers: try LayerArtist(file: self).curves()
            case .attentionDistance: try AttentionArtist(file: self).distances()
            case .positions: try PatchArtist(file: self).positions()
            case .pcaRGB: try PatchColorArtist(file: self).colors()
            case .tokenNorms: try NormArtist(file: self).norms()
            case .logitLens: try LensArtist(file: self).lens()
            case .segmentation: try SegmentationArtist(file: self).segmentation()
            case .similarity: try SimilarityArtist(file: self).similarity()
            case .correspondences: try SimilarityArtist(file: self).correspondences()
            case .units: try NeuronArtist(file: self).units()
            case .comparison: try ComparisonArtist(file: self).figures()
            }
        return figures.map { $0.headed(heading($0.subject)) }
    }

    /// Whether the file has the data for a joint figure of several files.
    func holds(_ kind: FigureKind) -> Bool {
        switch kind {
        case .filters: reduction.modelArrays.patchKernel.rows > 0
        case .layers: reduction.audits.layerMeasures != nil
        case .attentionDistance: reduction.audits.headDistances != nil
        case .profile: (try? ProfileArtist(file: self).readProfile()) != nil
        default: true
        }
    }

    /// The figures of several files together.
    static func join(_ kind: FigureKind, _ files: [MapFile]) throws -> [PlotFigure] {
        // Curves of different models have the models' names.
        let isOneModel = Set(files.map(\.model.name)).count == 1
        let named = files.map { file in
            var file = file
            if !isOneModel && kind != .filters { file.name = "\(file.model.name) (\(file.name))" }
            return file
        }
        let figures =
            switch kind {
            case .layers: try LayerArtist.curves(named)
            case .profile: try ProfileArtist.profile(named)
            case .attentionDistance: try AttentionArtist.distances(named)
            default: FilterArtist.filters(named)
            }
        let headings = files.map { $0.heading("") }
        return figures.map { $0.headed(headings.joined(separator: "  |  ")) }
    }
}
