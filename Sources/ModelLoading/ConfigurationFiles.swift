internal import Console
internal import Dense
internal import FileSystem
internal import Foundation
internal import Images
internal import Store
internal import ViT
internal import Weights

/// The settings in the files beside a checkpoint, in the formats of Hugging Face, timm and
/// OpenCLIP; nil where they have none.
///
/// Each family of checkpoints has one publisher's format, and files of the others are ignored: a
/// folder may have those of several. A file that does not fit the tensors belongs to another model
/// and is ignored with a remark.
struct ConfigurationFiles {
    /// The names of all files that are looked for.
    static let names = [
        "config.json", "open_clip_config.json", "preprocessor_config.json",
        "processor_config.json",
    ]
    /// Attention heads per block.
    var heads: Int?
    /// Epsilon of the layer norms.
    var eps: Double?
    /// Activation of the MLPs.
    var activation: Activation?
    /// The tokens that the classification head reads.
    var headInput: HeadInput?
    /// The preprocessing.
    var preprocessing: Preprocessing?
    /// Names of the classes in the order of the head; empty without any.
    var classNames: [String] = []
    /// Notes on files that are ignored, one line each.
    private(set) var remarks: [String] = []

    /// Reads the files in the folder of a checkpoint; nil, the demo model, has none.
    ///
    /// - Throws: `Failure` for a file that cannot be read, and for settings that would change the
    ///   tokens and are not supported.
    init(besides path: String?, _ weights: VisionTransformerWeights) throws {
        guard let path else { return }
        let folder = path.contains("/") ? folderPath(of: path) : ""
        switch Publisher(weights) {
        case .huggingFace: try readHuggingFace(folder, weights)
        case .timm: try readTimm(folder, weights)
        case .openCLIP:
            guard let file = try ConfigurationFile(folder, "open_clip_config.json") else { return }
            try readOpenCLIP(file, weights)
        case .other:
            for name in ["config.json", "preprocessor_config.json"] {
                guard let file = try ConfigurationFile(folder, name) else { continue }
                ignore(file, "it is in the format of other checkpoints than this one")
            }
        }
    }

    /// Records that a file is ignored.
    mutating func ignore(_ file: ConfigurationFile, _ reason: String) {
        remarks.append("\(file.path) is ignored: \(reason)")
    }

    /// The names of `id2label` in the order of the head; empty where nobody named the classes.
    static func names(_ labels: Any?) -> [String] {
        guard let labels = labels as? [String: String] else { return [] }
        let names = labels.sorted { (Int($0.key) ?? 0) < (Int($1.key) ?? 0) }.map(\.value)
        // What Hugging Face writes for classes without names.
        return names.allSatisfy { $0.hasPrefix("LABEL_") } ? [] : names
    }
}

/// Whose files of settings belong to a checkpoint.
private enum Publisher {
    case huggingFace, timm, openCLIP, other

    init(_ weights: VisionTransformerWeights) {
        switch weights.family {
        case .huggingFace, .huggingFaceDeiT, .huggingFaceDINOv2, .huggingFaceCLIP,
            .huggingFaceSigLIP, .huggingFaceDINOv3, .huggingFaceBEiT:
            self = .huggingFace
        case _ where weights.isInOpenCLIP: self = .openCLIP
        case .timm, .distilled, .timmCLIP, .timmSigLIP, .timmDINOv3, .timmEVA, .timmEVA02,
            .timmBEiT, .timmPerception:
            self = .timm
        case .openAICLIP: self = .openCLIP
        case .augreg, .dinov2, .torchvision, .dinov3, .perception: self = .other
        }
    }
}

/// A JSON object of settings.
struct ConfigurationFile {
    /// Path of the file, for messages.
    let path: String
    let json: [String: Any]

    /// The file `name` in a folder ("" for the current one); nil when it does not exist.
    ///
    /// - Throws: `Failure` when it exists and cannot be read: other settings would be wrong
    ///   silently.
    init?(_ folder: String, _ name: String) throws {
        path = folder.isEmpty ? name : folder + "/" + name
        let found: String
        switch FileKind(path) {
        case .missing: return nil
        case .danglingLink: found = "a dangling link"
        case .folder, .special: found = "something that is not a file"
        case .regular:
            let size = regularFileSize(path) ?? 0
            if size >= 10 << 20 {
                found = "a file of \(byteCount(size))"
            } else if let bytes = wholeFile(path) {
                let json = try? JSONSerialization.jsonObject(with: Data(bytes))
                if let json = json as? [String: Any] {
                    self.json = json
                    return
                }
                found = "other content (\(counted(bytes.count, "byte")))"
            } else {
                found = "a file that cannot be read"
            }
        }
        throw Failure(
            Exit.nothing,
            "\(path): expected the checkpoint's settings as a JSON object, found \(found); correct "
                + "it, or move the checkpoint or this file to another folder.")
    }

    /// A part of another file.
    init(path: String, json: [String: Any]) {
        self.path = path
        self.json = json
    }

    subscript(key: String) -> Any? { json[key] }

    /// The object under a key; empty for other values.
    func part(_ key: String) -> ConfigurationFile {
        ConfigurationFile(path: path, json: json[key] as? [String: Any] ?? [:])
    }

    /// The whole number under a key; nil for other values.
    func integer(_ key: String) -> Int? { json[key] as? Int }

    /// Whether a key has another value than null and false.
    func isSet(_ key: String) -> Bool {
        switch json[key] {
        case nil, is NSNull: false
        case let value as Bool: value
        default: true
        }
    }

    /// The number under a key; nil for other values.
    func number(_ key: String) -> Double? { (json[key] as? NSNumber)?.doubleValue }

    /// Three numbers, one for each channel; nil without the key.
    ///
    /// - Throws: `Failure` for other values.
    func colors(_ key: String) throws -> [Double]? {
        guard let value = json[key], !(value is NSNull) else { return nil }
        let numbers = (value as? [Any])?.compactMap { ($0 as? NSNumber)?.doubleValue } ?? []
        guard numbers.count == 3, numbers.allSatisfy(\.isFinite) else {
            throw unsupported(key, expected: "three numbers")
        }
        return numbers
    }

    /// The failure for a value that would change the tokens and is not supported.
    func unsupported(_ key: String, expected: String) -> Failure {
        let value = json[key].map { "\($0)" } ?? "nothing"
        return Failure(
            Exit.nothing,
            "\(path): expected \(expected) as \(key), found \(value.prefix(80)), which is not "
                + "supported; use another model, or move this file and state settings as options.")
    }
}
