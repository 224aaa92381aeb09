public import ArgumentParser
internal import Console
internal import Neighbors
public import PCA
internal import Store
internal import Tokens

extension RowNormalization: ExpressibleByArgument {}

/// Options that determine what the map is made of.
struct MapOptions: ParsableArguments {
    /// Patches need stored patch tokens, and are mapped at one layer or several as images are.
    @Option(
        help: ArgumentHelp(
            "Rows of the map: one per image, or one per patch.",
            valueName: "images|patches"))
    var rows: Rows = .images

    /// Number of patches, 1 or more; nil for `patchLimit`. It requires `--rows patches`.
    @Option(
        help: "With --rows patches: number of patches to sample from all images. Default: 20000.")
    var limit: Int?

    @Option(
        help: ArgumentHelp(
            "The token that represents an image: the class token, or the mean of the patch tokens. "
                + "The findings use the same token of layer final. Default: class; mean for a "
                + "model without a class token.", valueName: "class|mean"))
    var token: ImageToken?

    /// The value as given, which `SceneJob` resolves. A number is a maximum, a name must be stored
    /// in full.
    @Option(
        help: ArgumentHelp(
            "Images whose patch tokens get a t-SNE of their own: a number, names, or none. "
                + "extract must have stored them in full.", valueName: "N|NAME,...|none"))
    var scenes = "4"

    /// Range: 2 or more; limited by rows - 1 and columns.
    @Option(help: "Number of principal components for neighbours, map and clusters.")
    var pca = 50

    /// Default (nil): l2, or none for vectors; `normalization(of:)` resolves it.
    @Option(
        help: ArgumentHelp(
            "Normalisation of each row before PCA. Default: l2; none for vectors.",
            valueName: "l2|layernorm|none"))
    var normalize: RowNormalization?

    /// auto is exact up to a number of rows at which HNSW becomes faster (`chooseMethod`).
    @Option(
        help: ArgumentHelp(
            "Nearest-neighbour search; auto chooses by the number of rows.",
            valueName: "auto|exact|hnsw"))
    var neighbors: NeighborOption = .auto

    /// The value as given, which `clusters()` parses.
    @Option(
        help: ArgumentHelp(
            "Clustering of the PCA scores; auto is hdbscan.",
            valueName: "auto|hdbscan|dbscan:EPS|kmeans:K|none"))
    var cluster = "auto"

    @Option(
        help: ArgumentHelp(
            "Search for duplicates, doubtful labels, outliers and leaks between splits.",
            valueName: "all|none"))
    var findings: AllOrNone = .all

    /// The lowest similarity that makes a pair; lower values find more and worse pairs.
    @Option(
        help: ArgumentHelp(
            "Lowest pixel similarity of near duplicates, 0 to 1 (equal); auto is 0.6. For vectors: "
                + "1 - (distance of the pair) / (distance to the nearest other row); auto is 0.5 "
                + "or more.", valueName: "auto|LIMIT"))
    var duplicates: DuplicateLimit = .auto

    @Option(
        help: ArgumentHelp(
            "Layer profile: label accuracy, silhouette, overlap, CKA and intrinsic dimension of "
                + "every layer.",
            valueName: "all|none"))
    var profile: AllOrNone = .all

    @Option(
        help: ArgumentHelp(
            "Table of the units of a file with statistics of units (extract --neurons): the label "
                + "that each tells best, its strongest patches, correlated units.",
            valueName: "all|none"))
    var neurons: AllOrNone = .all

    @Flag(
        help: """
            Give every patch an object by its nearest patches in the images with masks, and \
            measure how well that works (mIoU), for at most --measures images with masks and as \
            many without.
            """)
    var segment = false

    /// The value as given, which `measuredImages()` parses.
    @Option(
        help: ArgumentHelp(
            "Number of images whose patch tokens are measured (norms, clusters of objects), evenly "
                + "spaced in the file.", valueName: "all|none|N"))
    var measures = "1000"

    /// Path of a finished map; nil to compute a new one. It excludes `--rows patches` and
    /// `--layer`.
    @Option(
        help: ArgumentHelp(
            "Finished map in which to place the rows, with a novelty score for each. Its points "
                + "do not move. Layer, token and normalisation are those of the map.",
            valueName: "MAP"))
    var place: String?

    /// Path of a finished map of an earlier state of the input; it excludes `--place`,
    /// `--rows patches` and `--layer`.
    @Option(
        help: ArgumentHelp(
            "Finished map of an earlier state of the input, to be brought up to date and replaced: "
                + "its rows keep their places, new ones are placed, and everything else is "
                + "computed again. Layer, token, components and t-SNE settings are those of the "
                + "map.", valueName: "MAP"))
    var update: String?

    /// The finished map that the rows are put into; nil for a new map.
    var finished: String? { place ?? update }

    @Option(
        help: ArgumentHelp(
            "With --place: the file that the map was made from, if it was moved. Novelty is "
                + "computed from its rows.", valueName: "FILE"))
    var parent: String?

    /// Path of the file; as many lines as rows.
    @Option(
        help: ArgumentHelp(
            "For vectors: a text file with one name per line. Default: the row number.",
            valueName: "FILE"))
    var ids: String?

    /// Name of the array, as `VectorReader` expects it.
    @Option(
        help: ArgumentHelp(
            "For vectors: the array of an .h5ad (X, obsm/NAME) or .npz file. Default: X, or the "
                + "only array.", valueName: "NAME"))
    var array: String?

    /// Default (nil): `label`, if the file has it.
    @Option(
        help: ArgumentHelp(
            "For vectors in an .h5ad file: the column of obs with the labels. Default: label, if "
                + "it exists.", valueName: "NAME"))
    var labelColumn: String?

    /// The first option that decides about components or rows and is not the default; nil without
    /// one.
    var ofMap: String? {
        let options: [(String, Bool)] = [
            ("--pca", pca != 50), ("--normalize", normalize != nil), ("--token", token != nil),
        ]
        return options.first(where: \.1)?.0
    }

    /// Takes normalisation, components, method of clustering and `--segment` from a finished map.
    mutating func take(from finished: Reduction) {
        normalize = finished.map?.parameters.flatMap {
            RowNormalization(rawValue: $0.normalization)
        }
        pca = finished.pca?.variances.count ?? pca
        segment = segment || finished.audits.segmentation != nil
        guard cluster == "auto" else { return }
        switch finished.clusters?.parameters.method {
        case nil: cluster = "none"
        case .hdbscan: break
        case .dbscan: cluster = finished.clusters?.parameters.eps.map { "dbscan:\($0)" } ?? cluster
        case .kMeans:
            cluster =
                finished.clusters?.parameters.requestedCount.map { "kmeans:\($0)" } ?? cluster
        }
    }

    /// Number of patches of a map without `--limit`.
    static let patchLimit = 20_000

    /// The first given option that applies to vectors only; nil without one.
    var vectorOption: String? {
        ids != nil
            ? "--ids" : array != nil ? "--array" : labelColumn != nil ? "--label-column" : nil
    }

    /// Number of images whose patch tokens are measured; nil for all.
    ///
    /// - Throws: `ValidationError` for anything else than all, none or a positive number.
    func measuredImages() throws -> Int? {
        switch measures {
        case "all": return nil
        case "none": return 0
        default:
            guard let count = Int(measures), count >= 1 else {
                throw ValidationError(
                    "--measures: expected all, none or a positive number, found "
                        + "\"\(measures)\".")
            }
            return count
        }
    }

    /// What a row of the map is.
    enum Rows: String, ExpressibleByArgument { case images, patches }

    /// The values of an option that is on or off.
    enum AllOrNone: String, ExpressibleByArgument { case all, none }

    /// Value of `--duplicates`: a limit, or the default.
    enum DuplicateLimit: ExpressibleByArgument {
        case auto
        /// A similarity, 0...1.
        case given(Double)

        init?(argument: String) {
            if argument == "auto" {
                self = .auto
            } else if let limit = Double(argument), (0...1).contains(limit) {
                self = .given(limit)
            } else {
                return nil
            }
        }

        /// The given similarity; nil for the default.
        var limit: Double? {
            if case .given(let limit) = self { return limit }
            return nil
        }

        /// The value as `--help` shows it.
        var defaultValueDescription: String {
            limit.map { rounded($0) } ?? "auto"
        }
    }

    /// Value of `--neighbors`.
    enum NeighborOption: String, ExpressibleByArgument {
        case auto, exact, hnsw

        /// The requested method; nil to choose by the number of rows.
        var method: NeighborMethod? { NeighborMethod(rawValue: rawValue) }
    }

    func validate() throws {
        try checkNumber("--pca", pca, in: 2...1_000_000)
        try checkNumber("--limit", limit, in: 1...Int.max)
        if limit != nil && rows == .images {
            throw ValidationError(
                "--limit: expected with --rows patches only, found --rows images.")
        }
        if place != nil && rows == .patches {
            throw ValidationError("--place: expected images or vectors, found --rows patches.")
        }
        if update != nil && (place != nil || rows == .patches) {
            throw ValidationError(
                "--update: expected images or vectors, found "
                    + "\(place != nil ? "--place" : "--rows patches") beside it.")
        }
        if parent != nil && place == nil {
            throw ValidationError("--parent: expected with --place only, found no --place.")
        }
        _ = try clusters()
        _ = try measuredImages()
    }

    /// Normalisation of the rows: the option, or else l2 for tokens, in which a few large
    /// dimensions would dominate the distances, and none for vectors.
    func normalization(of source: ReductionRows) -> RowNormalization {
        if let normalize { return normalize }
        if case .vectors = source.origin { return .none }
        return .l2
    }

    /// The clustering method.
    ///
    /// - Throws: `ValidationError` for an unknown method.
    func clusters() throws -> ClusterChoice {
        guard let choice = ClusterChoice(cluster) else {
            throw ValidationError(
                "--cluster: expected auto, hdbscan, dbscan:EPS, kmeans:K or none, found "
                    + "\"\(cluster)\".")
        }
        return choice
    }
}
