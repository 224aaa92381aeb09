import Foundation

@testable import Weights

/// A file packed by raw deflate and base64.
struct Fixture: Sendable {
    let byteCount: Int
    let packed: String

    func bytes() throws -> [UInt8] {
        let data = Data(base64Encoded: packed, options: .ignoreUnknownCharacters) ?? Data()
        return try inflate(
            ByteSource(bytes: Array(data), name: "fixture"), packed: 0..<data.count,
            count: byteCount, isWhole: true)
    }
}

/// A file of a format, made by hand for tests.
enum Made {
    static func safetensors(
        _ tensors: [(name: String, tensor: Tensor)], metadata: String? = nil
    ) -> [UInt8] {
        var fields: [String] = metadata.map { ["\"__metadata__\":\($0)"] } ?? []
        var data: [UInt8] = []
        for (name, tensor) in tensors {
            let start = data.count
            for value in tensor.elements { data += littleEndian(value.bitPattern) }
            fields.append(
                "\"\(name)\":{\"dtype\":\"F32\",\"shape\":\(tensor.shape),"
                    + "\"data_offsets\":[\(start),\(data.count)]}")
        }
        return safetensors(header: "{\(fields.joined(separator: ","))}", data: data)
    }

    static func safetensors(header: String, data: [UInt8]) -> [UInt8] {
        littleEndian(UInt64(header.utf8.count)) + Array(header.utf8) + data
    }

    /// Stored members; `isWide` puts all sizes and places into the 64-bit fields.
    static func zip(
        _ members: [(name: String, bytes: [UInt8])], isWide: Bool = false
    ) -> [UInt8] {
        if isWide { return wideZip(members) }
        var file: [UInt8] = []
        var directory: [UInt8] = []
        for (name, bytes) in members {
            let fixed =
                littleEndian(UInt16(20)) + littleEndian(UInt64(0)) + littleEndian(crc32(of: bytes))
                + littleEndian(UInt32(bytes.count)) + littleEndian(UInt32(bytes.count))
                + littleEndian(UInt16(name.utf8.count)) + [0, 0]
            directory +=
                littleEndian(UInt32(0x0201_4B50)) + [20, 0] + fixed
                + [UInt8](repeating: 0, count: 10) + littleEndian(UInt32(file.count))
                + Array(name.utf8)
            file += littleEndian(UInt32(0x0403_4B50)) + fixed + Array(name.utf8) + bytes
        }
        let count = littleEndian(UInt16(members.count))
        return file + directory + littleEndian(UInt32(0x0605_4B50)) + [0, 0, 0, 0] + count + count
            + littleEndian(UInt32(directory.count)) + littleEndian(UInt32(file.count)) + [0, 0]
    }

    private static func wideZip(_ members: [(name: String, bytes: [UInt8])]) -> [UInt8] {
        var file: [UInt8] = []
        var directory: [UInt8] = []
        let full = [UInt8](repeating: 0xFF, count: 4)
        for (name, bytes) in members {
            let size = littleEndian(UInt64(bytes.count))
            let start =
                littleEndian(UInt16(45)) + littleEndian(UInt64(0)) + littleEndian(crc32(of: bytes))
                + full + full + littleEndian(UInt16(name.utf8.count))
            directory +=
                littleEndian(UInt32(0x0201_4B50)) + [45, 0] + start + [28, 0]
                + [UInt8](repeating: 0, count: 10) + full + Array(name.utf8)
                + [1, 0, 24, 0] + size + size + littleEndian(UInt64(file.count))
            file +=
                littleEndian(UInt32(0x0403_4B50)) + start + [20, 0] + Array(name.utf8)
                + [1, 0, 16, 0] + size + size + bytes
        }
        let count = littleEndian(UInt64(members.count))
        let end =
            littleEndian(UInt32(0x0606_4B50)) + littleEndian(UInt64(44)) + [45, 0, 45, 0]
            + [UInt8](repeating: 0, count: 8) + count + count
            + littleEndian(UInt64(directory.count)) + littleEndian(UInt64(file.count))
        let locator =
            littleEndian(UInt32(0x0706_4B50)) + [0, 0, 0, 0]
            + littleEndian(UInt64(file.count + directory.count)) + [1, 0, 0, 0]
        return file + directory + end + locator + littleEndian(UInt32(0x0605_4B50))
            + [0, 0, 0, 0] + full + full + full + [0, 0]
    }

    /// One `.npy` array with this header.
    static func npy(_ header: String, data: [UInt8]) -> [UInt8] {
        [0x93] + Array("NUMPY".utf8) + [1, 0] + littleEndian(UInt16(header.utf8.count))
            + Array(header.utf8) + data
    }

    /// A PyTorch file with this pickle and one storage, `data/0`.
    static func pytorch(_ pickle: [UInt8], storage: [UInt8] = []) -> [UInt8] {
        zip([("archive/data.pkl", pickle), ("archive/data/0", storage)])
    }

    static func littleEndian<Number: FixedWidthInteger>(_ number: Number) -> [UInt8] {
        (0..<Number.bitWidth / 8).map { UInt8(truncatingIfNeeded: number >> Number($0 * 8)) }
    }
}

extension [UInt8] {
    /// Python's `pickle` opcodes and text in one literal.
    init(_ parts: String...) {
        self = parts.flatMap { $0.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) } }
    }
}

/// The error that `body` throws, as text; nil without one.
func refusal(_ body: () throws -> Void) -> CheckpointError? {
    do {
        try body()
        return nil
    } catch {
        return error as? CheckpointError
    }
}

func refusal(ofFile bytes: [UInt8]) -> CheckpointError? {
    refusal { _ = try CheckpointFile(bytes: bytes, name: "file") }
}

func weights(_ bytes: [UInt8]) throws -> VisionTransformerWeights {
    try VisionTransformerWeights(CheckpointFile(bytes: bytes, name: "file"))
}

/// The golden tensors by name.
func goldenTensors() -> [String: Tensor] {
    Dictionary(
        uniqueKeysWithValues: Fixtures.golden.map {
            ($0.name, Tensor(shape: $0.shape, elements: $0.elements.map { Float($0) / 64 }))
        })
}

func zeros(_ shape: Int...) -> Tensor {
    Tensor(shape: shape, elements: [Float](repeating: 0, count: shape.reduce(1, *)))
}
