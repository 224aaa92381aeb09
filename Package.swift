// swift-tools-version: 6.2
import PackageDescription

typealias Modules = [Target.Dependency]
let argumentParser: Target.Dependency = .product(
    name: "ArgumentParser", package: "swift-argument-parser")

let settings: [SwiftSetting] = [
    .strictMemorySafety(), .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
]

/// A module of `Sources` and its tests in `Tests`, which import the modules `tests` too. `leaving`
/// are files of the module that are not Swift.
func library(
    _ name: String, _ uses: Modules = [], tests: Modules = [], excluding: [String] = [],
    leaving: [String] = []
) -> [Target] {
    [
        .target(name: name, dependencies: uses, exclude: leaving, swiftSettings: settings),
        testing(name, [.byName(name: name)] + tests, excluding: excluding),
    ]
}

/// A program and its tests, which run the built binaries on small images.
func program(
    _ name: String, _ uses: Modules, tests: Modules, excluding: [String] = []
) -> [Target] {
    let common: Modules = [
        "Store", "Images", "Dense", "Console", "FileSystem", "Tokens", argumentParser,
    ]
    return [
        .executableTarget(name: name, dependencies: common + uses, swiftSettings: settings),
        testing(
            name, ["ProgramRunner", .byName(name: name), "Dense", "Tokens"] + tests,
            excluding: excluding),
    ]
}

func testing(_ name: String, _ uses: Modules, excluding: [String]) -> Target {
    .testTarget(
        name: name + "Tests", dependencies: uses, exclude: excluding, swiftSettings: settings)
}

// Each C library is imported by one Swift target. oneDNN has no pkg-config file; its header and
// library lie where compilers look.
let systemLibraries = [
    ("COpenBLAS", "openblas", "libopenblas-dev"), ("CLAPACKE", "lapacke", "liblapacke-dev"),
    ("COneDNN", nil, "libdnnl-dev"), ("CHDF5", "hdf5-serial", "libhdf5-dev"),
    ("CCairo", "pangocairo", "libpango1.0-dev"), ("CZlib", "zlib", "zlib1g-dev"),
    ("CCrypto", "libcrypto", "libssl-dev"),
].map { (name: String, pkgConfig: String?, debian: String) in
    Target.systemLibrary(name: name, pkgConfig: pkgConfig, providers: [.apt([debian])])
}

let ownC: [Target] = [
    .target(
        name: "CImageCodecs",
        linkerSettings: ["jpeg", "png16", "webp", "webpdemux", "tiff", "gif"].map {
            .linkedLibrary($0)
        }),
    .target(name: "CKernels"),
    // hnswlib is a C++ header without pkg-config file: libhnswlib-dev of the Makefile.
    .target(name: "CHNSW", dependencies: ["CKernels"]),
    .target(
        name: "CSentencePiece", linkerSettings: [.linkedLibrary("sentencepiece")]),
    .target(name: "CDemoModel", exclude: ["demo-model.safetensors"]),
    .target(name: "CNouns", exclude: ["nouns.txt", "LICENSE.txt"]),
    .target(name: "CPageWeb"),
]

let base = [
    library("Dense", ["COpenBLAS", "CLAPACKE", "COneDNN", "CKernels"], tests: ["TestSupport"]),
    library("FileSystem"),
    library("Tokens"),
    library("Text", tests: ["TestSupport"]),
    library("Digest", ["CCrypto", "CKernels", "FileSystem"]),
    library("HDF5", ["CHDF5", "Digest", "FileSystem"]),
]

let files = [
    library(
        "Store", ["HDF5", "Dense", "Digest", "FileSystem", "Tokens"],
        tests: ["Dense", "HDF5", "Tokens"],
        excluding: ["Fixtures"]),
    library(
        "Weights", ["CZlib", "Dense", "FileSystem", "Text"], excluding: ["Architectures.json"]),
    library("Downloads", ["Digest"], tests: ["Digest", "ProgramRunner", "Extract", "HDF5"]),
    library(
        "Images", ["CImageCodecs", "FileSystem", "Text", "Tokens"],
        tests: ["CImageCodecs", "TestSupport"]),
]

let domain = [
    library(
        "ViT", ["Dense", "Tokens"], tests: ["Dense", "Tokens", "Weights"], excluding: ["Golden"]),
    library(
        "Language", ["CSentencePiece", "ViT", "Dense", "FileSystem"],
        tests: ["ViT", "Dense", "Weights"], excluding: ["Golden"]),
    library("PCA", ["Dense"], tests: ["Dense"]),
    library("Neighbors", ["Dense", "CHNSW"], tests: ["Dense", "TestSupport"]),
    library("TSNE", ["Dense"], tests: ["Dense", "Neighbors", "TestSupport"]),
    library("Clustering", ["Dense"], tests: ["Dense", "TestSupport"]),
    library("Profiles", ["Dense", "Neighbors"], tests: ["Dense", "Neighbors"]),
    library("Findings", ["Dense"], tests: ["Dense"]),
    library("Views", ["Dense", "Tokens"], tests: ["Dense"]),
    library(
        "Neurons", ["ViT", "Dense", "Tokens"], tests: ["ViT", "Dense", "Tokens", "TestSupport"]),
    library("Figures", ["CCairo", "FileSystem", "Text", "Tokens"], tests: ["TestSupport"]),
    library(
        "Page", ["CPageWeb", "Store", "Images", "Dense", "Digest", "Text", "Tokens"],
        tests: [
            "Store", "Images", "Dense", "Digest", "Tokens", "Extract", "Reduce", "Plot",
            "Explore", "ProgramRunner", "TestSupport",
        ], leaving: ["Web"]),
]

let programs = [
    library(
        "Console", ["Store", "FileSystem", "Tokens", argumentParser],
        tests: [
            "ProgramRunner", "Extract", "Reduce", "Plot", "Search", "Explore", "Compare",
        ],
        excluding: ["Help"]),
    library(
        "ModelLoading",
        [
            "Images", "Weights", "Downloads", "ViT", "Language", "Store", "Dense", "Digest",
            "Console", "FileSystem", "Tokens", "CDemoModel", "CNouns", argumentParser,
        ],
        tests: [
            "Console", "Dense", "Digest", "Downloads", "FileSystem", "Images", "ProgramRunner",
            "Store", "ViT", "Tokens", argumentParser,
        ]),
    library(
        "Curation",
        ["Images", "Text", "Digest", "Console", "FileSystem", argumentParser],
        tests: ["Console", "ProgramRunner"]),
    program(
        "Extract", ["ModelLoading", "Curation", "ViT", "Neurons", "HDF5", "Digest"],
        tests: ["ModelLoading", "Reduce", "HDF5", "TestSupport"],
        excluding: ["Golden.json", "StubEngine.py"]),
    library(
        "MapFiles", ["Store", "Images", "Text", "Dense", "PCA", "TSNE"], tests: ["Store"]),
    library(
        "Stages",
        [
            "Store", "Dense", "Digest", "PCA", "Neighbors", "TSNE", "Clustering", "Findings",
            "Console", "FileSystem", "Tokens",
        ],
        tests: [
            "Store", "Dense", "FileSystem", "Neighbors", "ProgramRunner", "Reduce", "Extract",
            "Tokens",
        ]),
    program(
        "Reduce",
        [
            "Stages", "MapFiles", "PCA", "Neighbors", "TSNE", "Clustering", "Profiles", "Findings",
            "Neurons",
            "Curation", "ModelLoading", "Digest",
        ],
        tests: ["Extract", "Clustering", "Images", "HDF5", "Store", "Digest"]),
    program(
        "Compare",
        ["MapFiles", "PCA", "Neighbors", "TSNE", "Clustering", "Profiles", "Findings"],
        tests: ["Extract", "Plot", "Store", "HDF5", "Profiles"]),
    library(
        "MapPages", ["Store", "Page", "Console", "FileSystem", "Tokens"],
        tests: ["Store", "Page", "Dense", "ProgramRunner", "Extract", "Reduce"]),
    library(
        "PatchFigures", ["Store", "Images", "Figures", "Views", "Dense", "FileSystem", "Tokens"],
        tests: ["Store", "Dense", "Views", "Figures"]),
    library(
        "Retrieval",
        [
            "Store", "Images", "ModelLoading", "ViT", "Clustering", "Dense", "Digest", "Console",
            "FileSystem", "Tokens",
        ],
        tests: [
            "Extract", "ModelLoading", "ViT", "Store", "Images", "Dense", "Tokens",
            "ProgramRunner",
        ]),
    program(
        "Plot", ["Figures", "Page", "MapPages", "PatchFigures", "Views", "Text"],
        tests: ["Extract", "Reduce", "Store", "Page"]),
    program(
        "Search", ["Retrieval", "ModelLoading", "Curation", "PatchFigures", "Figures", "Text"],
        tests: ["Extract", "Reduce", "Plot", "Store", "HDF5"]),
    program(
        "Explore",
        [
            "MapPages", "Page", "Retrieval", "ModelLoading", "Digest",
            .product(name: "FlyingFox", package: "FlyingFox"),
        ],
        tests: ["Extract", "Reduce", "Store", "Console", "TestSupport"]),
]

let testsAlone: [Target] = [
    .target(
        name: "TestSupport", dependencies: ["Dense", "Neighbors"], path: "Tests/TestSupport",
        swiftSettings: settings),
    .target(
        name: "ProgramRunner", dependencies: ["HDF5"], path: "Tests/ProgramRunner",
        swiftSettings: settings),
    testing("House", [], excluding: ["unsafe-files.txt", "unchecked-sendable.txt"]),
]

let package = Package(
    name: "vitrine",
    products: ["Extract", "Reduce", "Plot", "Search", "Explore", "Compare"].map {
        .executable(name: $0.lowercased(), targets: [$0])
    },
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/swhitty/FlyingFox", from: "0.27.1"),
    ],
    targets: systemLibraries + ownC + (base + files + domain + programs).flatMap { $0 }
        + testsAlone,
    cxxLanguageStandard: .cxx17
)
