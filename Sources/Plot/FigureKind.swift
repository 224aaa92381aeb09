internal import Console
internal import Figures

/// The figures that can be asked for.
enum FigureKind: String, CaseIterable {
    case scatter, maps, clusters, findings, profile, scenes, filters, views
    case filterViews = "filter-views"
    case globalViews = "global-views"
    case occlusion, attention, layers
    case attentionDistance = "attention-distance"
    case positions
    case pcaRGB = "pca-rgb"
    case tokenNorms = "token-norms"

    /// What people look for under other names, and the figure that shows it.
    private static let otherNames: [String: FigureKind] = [
        "heads": .attention, "rollout": .attention, "filter-components": .filters,
        "scene": .scenes, "scene-attention": .scenes, "map": .scatter, "tsne": .scatter,
        "t-sne": .scatter, "umap": .scatter, "pca": .pcaRGB, "norms": .tokenNorms,
        "duplicates": .findings, "outliers": .findings, "labels": .findings, "leaks": .findings,
        "embedding": .filters, "position": .positions, "distance": .attentionDistance,
    ]

    /// The names of the figures that may be meant by one that is none; may be empty.
    static func nearest(to name: String) -> [String] {
        let key = name.lowercased()
        if let kind = otherNames[key] { return [kind.rawValue] }
        let near = nearestNames(key, among: allCases.map(\.rawValue), count: 3)
        // One letter in three may be wrong.
        return near.filter {
            $0.contains(key) || key.contains($0)
                || editDistance(key, $0) * 3 <= max(key.count, $0.count)
        }
    }

    /// Pixels an inch when nothing was asked: filter grids are printed at 300.
    var dpi: Double { self == .filters ? 300 : 150 }

    /// Whether several files share one figure.
    var joinsFiles: Bool {
        switch self {
        case .filters, .layers, .profile, .attentionDistance: true
        default: false
        }
    }

    /// Whether it shows a model or its images: vectors of another origin have neither.
    var needsModel: Bool {
        switch self {
        case .scatter, .maps, .clusters, .findings, .profile: false
        default: true
        }
    }

    /// One sentence for the page of all figures; a figure whose contents vary has its own.
    var sentence: String {
        switch self {
        case .scatter:
            "Each point is an image; nearby points have similar tokens. The measures above the map "
                + "show how well it preserves neighbours."
        case .maps:
            "The same images at several layers; each map starts from the previous one and is "
                + "rotated onto it, so that places can be compared."
        case .clusters:
            "The map coloured by cluster, with the largest clusters and images that are typical of "
                + "them."
        case .findings:
            "What reduce found among the images."
        case .profile:
            "How well each layer separates the labels, how much the layers resemble each other, "
                + "and the intrinsic dimension of each."
        case .scenes:
            "The patches of one image, laid out by t-SNE of their tokens at several layers and "
                + "marked by object; last, the attention that each receives."
        case .filters: "What the patch embedding responds to: its first filters as small images."
        case .views: "One patch multiplied by several filters."
        case .filterViews:
            "Whole images through the filters that separate objects from background best and worst."
        case .globalViews:
            "What a token has gathered from the image after some blocks, through one filter."
        case .occlusion: "An image with patches altered, and what one patch gathers from it."
        case .attention: "Attention rollout of the class token."
        case .layers: "How well the patch tokens of objects hold together, block by block."
        case .attentionDistance:
            "The mean distance over which each head attends, block by block, beside that of "
                + "uniform attention."
        case .positions:
            "Cosine similarity of the position embeddings: one small map for each patch."
        case .pcaRGB:
            "The first three principal components of the patch tokens as red, green and blue, one "
                + "basis for all images."
        case .tokenNorms: "The norms of the patch tokens, block by block."
        }
    }
}
