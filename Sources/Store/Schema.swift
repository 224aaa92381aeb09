public import Tokens

/// The names of groups and tables in Vitrine's HDF5 files, and of data sets outside of tables.
/// `Documentation/FileFormat.md` describes their contents.
///
/// The data sets with one row per image are in `EmbeddingLayout.rowSets`, the columns of tables in
/// `Maps/Tables`, parameters in `Maps/Parameters`, and attributes where they are written.
public enum Schema {
    /// Names in `out.h5`, which `extract` writes.
    public enum Embeddings {
        /// Value of the attribute `format`.
        public static let format = "vitrine-embeddings"
        /// Format version that is written. Versions 1 and 2 are read.
        public static let version = 2
        /// Value of the attribute `format` in a segment of an unfinished run.
        static let segmentFormat = "vitrine-segment"

        static let model = "model"
        static let patchKernel = "patch_kernel"
        static let patchBias = "patch_bias"
        static let position = "position"
        static let headWeight = "head_weight"
        static let headBias = "head_bias"
        static let closingNorm = "closing_norm"
        static let headNorm = "head_norm"

        static let segments = "segments"
        static let images = "images"
        static let rejects = "rejects"
        static let layers = "layers"
        static let attention = "attention"
        static let objects = "objects"
        static let predictions = "predictions"
        static let joint = "joint"
        static let explain = "explain"
        static let columns = "columns"
        static let picture = "picture"
        static let neurons = "neurons"
        static let units = "units"
        static let update = "update"
        static let keptFrom = "update/kept_from"

        /// Name of the group of a layer below `layers`: "00", "01", ..., "embedding", "final".
        public static func layerName(_ layer: LayerName) -> String {
            switch layer {
            case .embedding: "embedding"
            case .final: "final"
            case .block(let index): index < 10 ? "0\(index)" : "\(index)"
            }
        }

        /// Path of the data set of a layer's tokens, such as "layers/11/patches".
        static func layerPath(_ layer: LayerName, _ token: TokenKind) -> String {
            token == .joint
                ? (layer == .final ? joint : "\(joint)/\(layerName(layer))")
                : "\(layers)/\(layerName(layer))/\(token.rawValue)"
        }
    }

    /// Names in `tsne.h5`, which `reduce` writes, below `/uns/vitrine`. AnnData's own names
    /// (`obs`, `obsm`, ...) are not listed.
    enum Reduction {
        static let format = "vitrine-map"
        static let version = 2
        static let uns = "uns"
        static let vitrine = "vitrine"
        static let scenes = "scenes"
        static let model = "model"
        static let explain = "explain"
        static let quality = "quality"
        static let parameters = "parameters"
        static let previews = "previews"
        static let pictures = "pictures"
        static let parentRows = "parent_rows"
        static let layers = "layers"
        static let position = "position"
        static let filterComponents = "filter_components"
        static let classNames = "class_names"
        static let headDistances = "attention_distance"
        static let layerMeasures = "layer_measures"
        static let tokenNorms = "token_norms"
        static let patchColors = "pca_rgb"
        static let logitLens = "logit_lens"
        static let segmentation = "segmentation"
        static let thumbnails = "thumbnails"
        static let patchFeatures = "patch_features"
        static let digests = "sha256"
        static let tables = "tables"

        /// Names of the tables below `/uns/vitrine/tables`. `map` exists as a CSV file only.
        enum Tables {
            static let map = "map"
            static let maps = "maps"
            static let clusters = "clusters"
            static let kMeans = "kmeans"
            static let duplicates = "duplicates"
            static let labelConflicts = "label_conflicts"
            static let labels = "labels"
            static let outliers = "outliers"
            static let leaks = "leaks"
            static let layerProfile = "layer_profile"
            static let neurons = "neurons"
            static let logitLens = "logit_lens"
            static let segmentation = "segmentation"
            static let reference = "reference"
            static let models = "models"
            static let modelLayers = "model_layers"
            static let layerPairs = "layer_pairs"
            static let modelPairs = "model_pairs"
            static let changes = "changes"
        }
    }
}
