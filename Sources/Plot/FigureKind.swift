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

    /// One sentence for the page of all figures.
    var sentence: String {
        switch self {
        case .scatter:
            "Each point is an image; neighbours on the map are near each other in the tokens, as "
                + "far as the numbers say."
        case .maps:
            "The same images at several layers, each map begun from the one before and turned to "
                + "it, so that the eye can follow."
        case .clusters:
            "The map coloured by cluster, with the largest clusters and images that stand for them."
        case .findings:
            "What is worth a look: duplicates, labels that the neighbours doubt, images far from "
                + "all others."
        case .profile:
            "Which layer suits these images: how well labels hold together, how much one layer's "
                + "neighbours are the next one's, how many dimensions there are."
        case .scenes:
            "The patches of one image, laid out by t-SNE of their tokens at several layers and "
                + "marked by object; last, the attention that each gets."
        case .filters: "What the patch embedding looks for: its filters, each scaled by itself."
        case .views: "Filters above, and what one patch looks like through each of them below."
        case .filterViews:
            "Whole images through the filters that tell objects from background best and worst."
        case .globalViews:
            "What a token has gathered of the image after some blocks, through one filter."
        case .occlusion:
            "The same with patches of the image blacked out: at random, on objects, beside them."
        case .attention:
            "Where the class token looks, by attention rollout, and the likeliest classes."
        case .layers: "How well the patch tokens of objects hold together, block by block."
        case .attentionDistance:
            "How far each head looks, block by block, and how far it would if it looked everywhere."
        case .positions: "How alike the position embeddings are: one small map for each patch."
        case .pcaRGB:
            "The first three principal components of the patch tokens as red, green and blue, one "
                + "basis for all images."
        case .tokenNorms:
            "How long the patch tokens are, block by block; the few very long ones are outliers."
        }
    }
}

/// A figure that the file holds nothing for.
struct MissingContent: Error {
    /// One sentence that says how to have it.
    let reason: String
    /// Whether it is worth a line when it was not asked for by name.
    var isWorthSaying = true
}

/// An option that asks for what is not there.
struct WrongChoice: Error {
    let reason: String
}

/// What of a file the figures show; nil for the figure's own default.
struct FigureChoices {
    /// Paths or names; nil for the first, "all" for all.
    var images: [String]?
    var patches: [Int]?
    var filters: [Int]?
    var blocks: [Int]?
    var afterBlocks: [Int]?
    /// Models to a line in a figure of several files' filters.
    var columns: Int?
    /// Medians beyond which a token is an outlier, as the file counts them when nil.
    var outlierFactor: Double?
}
