/// Every name in Vitrine's files, once. `Documentation/FileFormat.md` says what stands there.
public enum Schema {
    /// The layout of `out.h5`.
    public enum Embeddings {
        public static let format = "vitrine-embeddings"
        public static let version = 2
        /// One fixed run of images of an unfinished file.
        static let segmentFormat = "vitrine-segment"

        static let model = "model"
        static let patchKernel = "patch_kernel"
        static let patchBias = "patch_bias"
        static let position = "position"

        static let segments = "segments"
        static let images = "images"
        static let rejects = "rejects"
        static let layers = "layers"
        static let attention = "attention"
        static let objects = "objects"
        static let predictions = "predictions"
        static let explain = "explain"
        static let columns = "columns"

        /// The group of a layer below `layers`: "00", "01", ..., "embedding", "final".
        public static func layerName(_ layer: LayerName) -> String {
            switch layer {
            case .embedding: "embedding"
            case .final: "final"
            case .block(let index): index < 10 ? "0\(index)" : "\(index)"
            }
        }

        static func layerPath(_ layer: LayerName, _ token: TokenKind) -> String {
            "\(layers)/\(layerName(layer))/\(token.rawValue)"
        }
    }

    /// The layout of `tsne.h5`, AnnData's.
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
        static let layers = "layers"
        static let position = "position"
        static let filterComponents = "filter_components"
        static let classNames = "class_names"
        static let headDistances = "attention_distance"
        static let layerMeasures = "layer_measures"
        static let tokenNorms = "token_norms"
        static let patchColors = "pca_rgb"
        static let tables = "tables"

        /// Tables below `tables`; those of rows that are CSV files alone are `map`.
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
            static let reference = "reference"
        }
    }
}
