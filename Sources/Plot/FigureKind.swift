internal import Console
internal import Figures

/// The kinds of figures; the raw values are the names for `--figure`.
enum FigureKind: String, CaseIterable {
    /// In the order in which they are drawn; `sentence` describes each.
    case page, scatter, maps, clusters, findings, profile, scenes, filters, views
    case filterViews = "filter-views"
    case globalViews = "global-views"
    case occlusion, attention, layers
    case attentionDistance = "attention-distance"
    case positions
    case pcaRGB = "pca-rgb"
    case tokenNorms = "token-norms"
    case logitLens = "logit-lens"
    case segmentation
    case similarity, correspondences, units, comparison

    /// Other names under which users look for a figure.
    private static let otherNames: [String: FigureKind] = [
        "heads": .attention, "rollout": .attention, "filter-components": .filters,
        "scene": .scenes, "scene-attention": .scenes, "map": .scatter, "tsne": .scatter,
        "t-sne": .scatter, "umap": .scatter, "pca": .pcaRGB, "norms": .tokenNorms,
        "duplicates": .findings, "outliers": .findings, "labels": .findings, "leaks": .findings,
        "html": .page, "interactive": .page, "embedding": .filters, "position": .positions,
        "distance": .attentionDistance, "neurons": .units, "neuron": .units, "unit": .units,
        "lens": .logitLens, "objects": .segmentation, "masks": .segmentation, "logits": .logitLens,
        "cosine": .similarity,
        "matches": .correspondences, "correspondence": .correspondences,
        "compare": .comparison, "cka": .comparison, "models": .comparison,
    ]

    /// Names of figures that an unknown name may mean; may be empty.
    static func nearest(to name: String) -> [String] {
        let key = name.lowercased()
        if let kind = otherNames[key] { return [kind.rawValue] }
        let near = nearestNames(key, among: allCases.map(\.rawValue), count: 3)
        // Up to a third of the letters may differ.
        return near.filter {
            $0.contains(key) || key.contains($0)
                || editDistance(key, $0) * 3 <= max(key.count, $0.count)
        }
    }

    /// Default resolution in pixels per inch: 300 for filters, 150 for all others.
    var dpi: Double { self == .filters ? 300 : 150 }

    /// Whether several files are drawn in one figure.
    var joinsFiles: Bool {
        switch self {
        case .filters, .layers, .profile, .attentionDistance: true
        default: false
        }
    }

    /// Whether the figure shows a model or its images, which vectors do not have.
    var needsModel: Bool {
        switch self {
        case .page, .scatter, .maps, .clusters, .findings, .profile, .comparison: false
        default: true
        }
    }

    /// Whether the figure reads any image of the file of embeddings, not only those that the map
    /// has in full.
    var readsStore: Bool { self == .similarity || self == .correspondences }

    /// Whether the figure shows filters of the patch embedding, or the patches as the first block
    /// gets them.
    var needsFilters: Bool {
        switch self {
        case .filters, .views, .filterViews, .globalViews: true
        default: false
        }
    }

    /// The sentence below the figure on the page, unless the figure has its own.
    var sentence: String {
        switch self {
        case .page: "The map as a page on which images can be looked at, selected and reviewed."
        case .scatter:
            "Each point is an image; nearby points have similar tokens. The measures above the map "
                + "show how well it preserves neighbours."
        case .maps:
            "The same images at several layers. Each map starts from the previous one and is "
                + "rotated onto it, so that positions can be compared."
        case .clusters:
            "The map coloured by cluster, with the largest clusters and images that are typical of "
                + "them."
        case .findings:
            "Duplicates, doubtful labels, outliers and leaks among the images."
        case .profile:
            "How well each layer separates the labels, how similar neighbouring layers are, and "
                + "the intrinsic dimension of each layer."
        case .scenes:
            "t-SNE of the patch tokens of one image at several layers, coloured by object; the "
                + "last panel shows the attention that each patch receives."
        case .filters:
            "The first filters of the patch embedding as small images: what they respond to."
        case .views: "One patch multiplied by several filters."
        case .filterViews:
            "Whole images through the filters that separate objects from background best and worst."
        case .globalViews:
            "The image through one filter, weighted by what a token has gathered from each patch "
                + "after some blocks."
        case .occlusion:
            "An image with patches removed or shuffled, and what one patch gathers from it."
        case .attention: "Attention rollout over an image."
        case .layers:
            "How well clusters of patch tokens match the objects of the images, block by block."
        case .attentionDistance:
            "The mean distance over which each head attends, block by block, compared with "
                + "uniform attention."
        case .positions:
            "Cosine similarity of the position embeddings, one small map per patch."
        case .pcaRGB:
            "The first three principal components of the patch tokens as red, green and blue, "
                + "with one basis for all images."
        case .tokenNorms: "The norms of the patch tokens, block by block."
        case .logitLens:
            "The classification head applied to every layer: when the predicted class appears."
        case .segmentation:
            "Objects that the nearest patches of images with masks vote for."
        case .similarity:
            "The cosine of each patch's token to that of one patch, in its own image and in others."
        case .correspondences:
            "The patches of two images that are each other's most similar, layer by layer."
        case .comparison: "Two or more models on the same images."
        case .units:
            "The patches of all images that excite single units most, and the label that each "
                + "unit separates best."
        }
    }
}
