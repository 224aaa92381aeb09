internal import Digest

/// A record of what was written into a new file, to be compared with what stands there after it was
/// closed.
///
/// HDF5 1.10 does not always report a failed write: metadata that could not be written when they
/// left its cache may be gone without an error from any later call, closing the file included.
public final class WriteRecord {
    /// A data set that was written whole, with its checksum.
    public struct Written: Sendable {
        /// Path from the root, without a slash in front.
        public let path: String
        /// The extent of its first dimension; 1 for a single value.
        public let rows: Int
        /// CRC-32C of the bytes of its elements; of texts as by `CRC32C.update(variable:)`.
        public let check: UInt32
    }

    /// The data sets that were written whole, in their order.
    public private(set) var datasets: [Written] = []
    /// The attributes that were set, in their order, with the paths of their owners.
    private var attributes: [(owner: String, name: String, value: AttributeValue)] = []

    /// Records a data set and the checksum of its elements.
    func add(_ dataset: Dataset, _ check: CRC32C) {
        datasets.append(
            Written(
                path: String(dataset.path.drop { $0 == "/" }), rows: dataset.shape.first ?? 1,
                check: check.value))
    }

    /// Records an attribute of the group or data set at the path `owner`.
    func add(attribute name: String, of owner: String, _ value: AttributeValue) {
        attributes.append((owner, name, value))
    }

    /// The attributes that were set for the group or data set at a path, in their order.
    func attributes(of owner: String) -> [(name: String, value: AttributeValue)] {
        attributes.filter { $0.owner == owner }.map { ($0.name, $0.value) }
    }

    /// Reads back all that was recorded, and returns the first data set or attribute that does not
    /// stand in `file` as it was written, in words; nil when all do. Throws `HDF5Error` where
    /// something cannot be read.
    public func firstDifference(in file: File) throws -> String? {
        for written in datasets {
            guard file.root.contains(written.path),
                try check(of: try file.root.dataset(written.path)) == written.check
            else { return "/\(written.path)" }
        }
        for (owner, name, value) in attributes {
            guard let found = try attributes(of: owner, in: file).get(name),
                found == value || isNothing(value)
            else { return "attribute \(name) of \(owner)" }
        }
        return nil
    }

    private func attributes(of owner: String, in file: File) throws -> Attributes {
        if owner == "/" { return file.root.attributes }
        let path = String(owner.dropFirst())
        if let group = try? file.root.group(path) { return group.attributes }
        return try file.root.dataset(path).attributes
    }

    /// The checksum of a data set's elements as they stand in the file.
    private func check(of dataset: Dataset) throws -> UInt32 {
        var check = CRC32C()
        switch dataset.type {
        case .text:
            for text in try dataset.readStrings() { check.update(variable: textBytes(text)) }
        default: check.update(try dataset.readRaw())
        }
        return check.value
    }

    /// Whether a value cannot be compared: an empty list reads back as one, or as an empty text,
    /// and NaN equals nothing.
    private func isNothing(_ value: AttributeValue) -> Bool {
        switch value {
        case .strings(let values): values.isEmpty
        case .reals(let values): values.isEmpty
        case .integers(let values): values.isEmpty
        case .real(let value): value.isNaN
        default: false
        }
    }
}
