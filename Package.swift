// swift-tools-version: 6.2
import PackageDescription

// One loop at the end gives every Swift target the same strict settings.

let package = Package(
    name: "vitrine",
    products: [
        .executable(name: "extract", targets: ["Extract"]),
        .executable(name: "reduce", targets: ["Reduce"]),
        .executable(name: "plot", targets: ["Plot"]),
        .executable(name: "search", targets: ["Search"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2")
    ],
    targets: [
        // C edges: each is imported by exactly one Swift target.
        .systemLibrary(
            name: "COpenBLAS", pkgConfig: "openblas", providers: [.apt(["libopenblas-dev"])]),
        .systemLibrary(
            name: "CLAPACKE", pkgConfig: "lapacke", providers: [.apt(["liblapacke-dev"])]),
        // oneDNN has no pkg-config file; its header and library lie where compilers look.
        .systemLibrary(name: "COneDNN", providers: [.apt(["libdnnl-dev"])]),
        .systemLibrary(
            name: "CHDF5", pkgConfig: "hdf5-serial", providers: [.apt(["libhdf5-dev"])]),
        .systemLibrary(
            name: "CCairo", pkgConfig: "pangocairo", providers: [.apt(["libpango1.0-dev"])]),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .systemLibrary(name: "CCrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
        .target(
            name: "CImageCodecs",
            linkerSettings: [
                .linkedLibrary("jpeg"), .linkedLibrary("png16"), .linkedLibrary("webp"),
                .linkedLibrary("webpdemux"), .linkedLibrary("tiff"), .linkedLibrary("gif"),
            ]),
        .target(name: "CKernels"),
        // hnswlib is a C++ header without pkg-config file: libhnswlib-dev of the Makefile.
        .target(name: "CHNSW", dependencies: ["CKernels"]),
        .target(name: "CDemoModel", exclude: ["demo-model.safetensors"]),

        // Base.
        .target(
            name: "Dense", dependencies: ["COpenBLAS", "CLAPACKE", "COneDNN", "CKernels"]),
        .target(name: "FileSystem"),
        .target(name: "HDF5", dependencies: ["CHDF5", "Digest", "FileSystem"]),
        .target(name: "Digest", dependencies: ["CCrypto", "CKernels", "FileSystem"]),

        // Edges: files to values.
        .target(name: "Store", dependencies: ["HDF5", "Dense", "Digest", "FileSystem"]),
        .target(name: "Weights", dependencies: ["CZlib", "Dense", "FileSystem"]),
        .target(name: "Downloads", dependencies: ["Digest"]),
        .target(name: "Images", dependencies: ["CImageCodecs", "FileSystem"]),

        // Domain.
        .target(name: "ViT", dependencies: ["Dense"]),
        .target(name: "PCA", dependencies: ["Dense"]),
        .target(name: "Neighbors", dependencies: ["Dense", "CHNSW"]),
        .target(name: "TSNE", dependencies: ["Dense"]),
        .target(name: "Clustering", dependencies: ["Dense"]),
        .target(name: "Profiles", dependencies: ["Dense", "Neighbors"]),
        .target(name: "Findings", dependencies: ["Dense"]),
        .target(name: "Views", dependencies: ["Dense"]),
        .target(name: "Figures", dependencies: ["CCairo", "FileSystem"]),

        // What all programs share on the command line: progress, messages, exit codes.
        .target(
            name: "Console",
            dependencies: [
                "Store", "FileSystem",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ]),

        // A checkpoint by name, address or path to a model that runs, for extract and search.
        .target(
            name: "Models",
            dependencies: [
                "Images", "Weights", "Downloads", "ViT", "Store", "Dense", "Digest", "Console",
                "FileSystem", "CDemoModel",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ]),

        // The four programs.
        .executableTarget(
            name: "Extract",
            dependencies: [
                "Images", "Models", "ViT", "Store", "HDF5", "Dense", "Digest", "Console",
                "FileSystem",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ]),
        .executableTarget(
            name: "Reduce",
            dependencies: [
                "Store", "Dense", "PCA", "Neighbors", "TSNE", "Clustering", "Profiles",
                "Findings", "Images", "Console", "FileSystem",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ]),
        .executableTarget(
            name: "Plot",
            dependencies: [
                "Store", "Images", "Figures", "Views", "Dense", "Console", "FileSystem",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ]),
        .executableTarget(
            name: "Search",
            dependencies: [
                "Store", "Images", "Models", "ViT", "Clustering", "Findings", "Figures", "Dense",
                "Digest", "Console", "FileSystem",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ]),

        .testTarget(name: "DenseTests", dependencies: ["Dense"]),
        .testTarget(
            name: "HouseTests", exclude: ["unsafe-files.txt", "unchecked-sendable.txt"]),
        .testTarget(name: "FileSystemTests", dependencies: ["FileSystem"]),
        .testTarget(name: "HDF5Tests", dependencies: ["HDF5"]),
        .testTarget(name: "DigestTests", dependencies: ["Digest"]),
        .testTarget(
            name: "StoreTests", dependencies: ["Store", "Dense", "HDF5"], exclude: ["Fixtures"]),
        .testTarget(name: "WeightsTests", dependencies: ["Weights"]),
        .testTarget(
            name: "DownloadsTests",
            dependencies: ["Downloads", "Digest", "ProgramRunner", "Extract", "HDF5"]),
        .testTarget(name: "ImagesTests", dependencies: ["Images", "CImageCodecs"]),
        .testTarget(
            name: "ViTTests", dependencies: ["ViT", "Dense", "Weights"], exclude: ["Golden"]),
        .testTarget(name: "PCATests", dependencies: ["PCA", "Dense"]),
        .testTarget(name: "NeighborsTests", dependencies: ["Neighbors", "Dense"]),
        .testTarget(name: "TSNETests", dependencies: ["TSNE", "Neighbors", "Dense"]),
        .testTarget(name: "ClusteringTests", dependencies: ["Clustering", "Dense"]),
        .testTarget(name: "ProfilesTests", dependencies: ["Profiles", "Neighbors", "Dense"]),
        .testTarget(name: "FindingsTests", dependencies: ["Findings", "Dense"]),
        .testTarget(name: "ViewsTests", dependencies: ["Views", "Dense"]),
        .testTarget(name: "FiguresTests", dependencies: ["Figures"]),

        // The programs are tested as programs: the built binaries on real small images.
        .target(name: "ProgramRunner", dependencies: ["HDF5"], path: "Tests/ProgramRunner"),
        .testTarget(
            name: "ConsoleTests",
            dependencies: ["ProgramRunner", "Console", "Extract", "Reduce", "Plot", "Search"],
            exclude: ["Help"]),
        .testTarget(
            name: "ExtractTests",
            dependencies: ["ProgramRunner", "Extract", "Models", "Reduce", "HDF5", "Dense"],
            exclude: ["Golden.json"]),
        .testTarget(
            name: "ReduceTests",
            dependencies: [
                "ProgramRunner", "Extract", "Reduce", "Clustering", "Images", "HDF5", "Dense",
            ]),
        .testTarget(
            name: "PlotTests",
            dependencies: ["ProgramRunner", "Extract", "Reduce", "Plot", "Store", "Dense"]),
        .testTarget(
            name: "SearchTests",
            dependencies: [
                "ProgramRunner", "Extract", "Search", "Models", "ViT", "Store", "Images", "HDF5",
                "Dense",
            ]),
    ],
    cxxLanguageStandard: .cxx17
)

let swiftSettings: [SwiftSetting] = [
    .strictMemorySafety(),
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
]
let withoutSwift: Set = ["CImageCodecs", "CKernels", "CHNSW", "CDemoModel"]
for target in package.targets
where target.type != .system && !withoutSwift.contains(target.name) {
    target.swiftSettings = (target.swiftSettings ?? []) + swiftSettings
}
