import Foundation
import HDF5

/// What can stand in a file in the place of a data set.
enum Lie: String, CaseIterable {
    case removed, group, empty, scalar, longer, shorter, deeper, texts, wholeNumbers, realNumbers
    case half, negative, large, notANumber, late, huge

    /// Puts it into `parent` in the place of `honest`; false where it would be the same.
    func put(_ name: String, insteadOf honest: Dataset, into parent: Group) throws -> Bool {
        let shape = honest.shape
        func zeros(_ shape: [Int]) throws {
            if honest.type.isText {
                let count = shape.reduce(1, *)
                // Lists are all that the library writes of texts.
                try parent.write(name, strings: [String](repeating: "", count: count))
            } else {
                let made = try parent.createDataset(name, honest.type, shape: shape)
                let bytes = [UInt8](repeating: 0, count: shape.reduce(honest.type.size, *))
                if !bytes.isEmpty { try made.write(raw: bytes, rows: 0..<shape[0]) }
            }
        }
        func all<Number: FileElement>(_ number: Number) throws {
            let numbers = [Number](repeating: number, count: shape.reduce(1, *))
            try parent.write(name, numbers, shape: shape)
        }
        switch self {
        case .removed: return true
        case .group: _ = try parent.createGroup(name)
        case .empty: try parent.write(name, [Float](), shape: [0])
        case .scalar: try parent.write(name, [Float(3)], shape: [])
        case .longer:
            guard let first = shape.first else { return false }
            try zeros([first + 1] + shape.dropFirst())
        case .shorter:
            guard let first = shape.first, first > 0 else { return false }
            try zeros([first - 1] + shape.dropFirst())
        case .deeper:
            guard !honest.type.isText else { return false }
            try zeros(shape.isEmpty ? [1] : shape + [1])
        case .texts:
            guard !honest.type.isText else { return false }
            try parent.write(
                name, strings: [String](repeating: "text", count: shape.first ?? 1))
        case .wholeNumbers: try all(Int64(1))
        case .realNumbers: try all(1.0)
        case .half: try all(UInt16(0x3C00))
        case .negative: try all(Int64(-1))
        case .large: try all(Int64.max)
        case .notANumber: try all(Double.nan)
        case .late:
            _ = try parent.createDataset(
                name, .float32, shape: [1 << 40] + shape.dropFirst(),
                chunk: [64] + shape.dropFirst().map { max(1, $0) })
        case .huge:
            _ = try parent.createDataset(
                name, .float32, shape: [1 << 47, 1 << 47], chunk: [64, 64])
        }
        return true
    }
}

/// The attributes that readers look at, in files of any version.
private let attributeNames = [
    "format", "format_version", "encoding-type", "encoding-version", "_index", "column-order",
    "shape", "ordered",
]

/// The paths of a file's data sets.
func datasetPaths(_ group: Group, _ prefix: String = "") throws -> [String] {
    try group.names().flatMap { name -> [String] in
        let path = prefix.isEmpty ? name : "\(prefix)/\(name)"
        if let inner = try? group.group(name) { return try datasetPaths(inner, path) }
        return [path]
    }
}

/// Copies a file with one data set replaced; false where the lie would be the same.
func copy(
    _ from: String, to: String, with lie: Lie, at path: String
) throws -> Bool {
    let source = try File.open(from)
    let made = try File.create(to)
    return try copy(source.root, to: made.root, "", lie, path)
}

private func copy(
    _ source: Group, to made: Group, _ prefix: String, _ lie: Lie, _ path: String
) throws -> Bool {
    for name in attributeNames {
        if let value = try source.attributes.get(name) { try made.attributes.set(name, value) }
    }
    for name in try source.names() {
        let own = prefix.isEmpty ? name : "\(prefix)/\(name)"
        if let inner = try? source.group(name) {
            guard try copy(inner, to: try made.createGroup(name), own, lie, path) else {
                return false
            }
            continue
        }
        let dataset = try source.dataset(name)
        if own == path {
            guard try lie.put(name, insteadOf: dataset, into: made) else { return false }
            continue
        }
        let copied: Dataset
        switch dataset.type {
        case .text where dataset.shape.isEmpty:
            copied = try made.write(name, string: try dataset.readStrings()[0])
        case .text: copied = try made.write(name, strings: try dataset.readStrings())
        case .uint8:
            copied = try made.write(name, try dataset.read(as: UInt8.self), shape: dataset.shape)
        case .int32:
            copied = try made.write(name, try dataset.read(as: Int32.self), shape: dataset.shape)
        case .int64:
            copied = try made.write(name, try dataset.read(as: Int64.self), shape: dataset.shape)
        case .float32:
            copied = try made.write(name, try dataset.read(as: Float.self), shape: dataset.shape)
        default:
            copied = try made.write(name, try dataset.read(as: Double.self), shape: dataset.shape)
        }
        for name in attributeNames {
            if let value = try dataset.attributes.get(name) {
                try copied.attributes.set(name, value)
            }
        }
    }
    return true
}
