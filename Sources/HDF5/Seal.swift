internal import Digest

// Checksums of a group's attributes, besides HDF5's own: they reveal attributes that another
// program changed, and allow those that it added.

extension Attributes {
    private static let names = "attribute_names"
    private static let checks = "attribute_crc32c"

    /// Sets `attribute_names` and `attribute_crc32c`: the names of all attributes that were set so
    /// far and the CRC-32C of each value. It is called once, after the last other attribute.
    public func seal() throws {
        let set = context.record?.attributes(of: path) ?? []
        try self.set(Self.names, .strings(set.map(\.name)))
        try self.set(Self.checks, .integers(set.map { Int64($0.value.check) }))
    }

    /// Throws `HDF5Error` unless there is a seal and all attributes that it names are as they were;
    /// attributes that it does not name do not count.
    public func requireSeal() throws {
        let broken = try broken()
        if broken?.isEmpty == true { return }
        let what = broken.map { "attribute " + $0.joined(separator: ", ") } ?? "its checksums"
        throw HDF5Error(
            file: context.path, operation: "reading the attributes of \(path)",
            reason: "\(what) is not as it was written; another program or the disk changed it")
    }

    /// The names of the attributes that `seal` names and that are not as they were; nil without a
    /// seal.
    public func broken() throws -> [String]? {
        guard case .strings(let names)? = try get(Self.names),
            case .integers(let checks)? = try get(Self.checks), names.count == checks.count
        else { return nil }
        return try zip(names, checks).filter { name, check in
            guard let value = try get(name) else { return true }
            return Int64(value.check) != check
        }.map(\.0)
    }
}

extension AttributeValue {
    /// CRC-32C of one letter for the kind and the little-endian bytes of the value; a text comes
    /// after its length.
    var check: UInt32 {
        var check = CRC32C()
        func kind(_ letter: Character) { check.update(Array(letter.utf8)) }
        switch self {
        case .string(let text):
            kind("s")
            check.update(variable: textBytes(text))
        case .strings(let texts):
            kind("S")
            for text in texts { check.update(variable: textBytes(text)) }
        case .integer(let number):
            kind("i")
            check.update([number.littleEndian])
        case .integers(let numbers):
            kind("I")
            check.update(numbers.map(\.littleEndian))
        case .real(let number):
            kind("r")
            check.update([number.bitPattern.littleEndian])
        case .reals(let numbers):
            kind("R")
            check.update(numbers.map(\.bitPattern.littleEndian))
        }
        return check.value
    }
}
