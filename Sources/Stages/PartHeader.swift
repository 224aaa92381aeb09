internal import Dense

/// The description of a partial or joined result: JSON behind its sections.
/// Documentation/Stages.md describes the format.
struct PartHeader: Codable, Equatable {
    /// An array of the file.
    struct Section: Codable, Equatable {
        /// Its name, such as "rows".
        var name: String
        /// Type of the numbers as numpy writes it, such as "<f4".
        var type: String
        /// Its shape, row-major.
        var shape: [Int]
        /// Byte at which it begins.
        var offset: Int
        /// CRC-32C of each `blockBytes` bytes.
        var checks: [UInt32]

        /// Number of numbers.
        var count: Int { shape.reduce(1, *) }
    }

    /// Distinguishes the files from all others.
    var format = "vitrine-stage"
    var version = 1
    /// The hash of the plan.
    var plan: String
    var stage: StageName
    /// The piece; -1 for a joined result.
    var piece: Int
    /// The digests of the joined results that were read, by stage.
    var inputs: [String: String]
    var sections: [Section]

    /// The first and last bytes of a file.
    static let magic = Array("VITRSTG1".utf8)
    /// Bytes of a section that have one checksum.
    static let blockBytes = 65_536
    /// Length of the JSON (8 bytes), its CRC-32C (4), zeros (4) and the magic (8), at the end.
    static let tailBytes = 24
}

/// Numbers of a section.
protocol PartNumber: BitwiseCopyable, Sendable {
    /// The type as numpy writes it.
    static var code: String { get }
}

extension UInt8: PartNumber { static var code: String { "|u1" } }
extension UInt32: PartNumber { static var code: String { "<u4" } }
extension Int64: PartNumber { static var code: String { "<i8" } }
extension UInt64: PartNumber { static var code: String { "<u8" } }
extension Float: PartNumber { static var code: String { "<f4" } }
extension Double: PartNumber { static var code: String { "<f8" } }
extension HalfBits: PartNumber { static var code: String { "<f2" } }
