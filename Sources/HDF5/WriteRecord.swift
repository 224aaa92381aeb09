internal import Digest

/// What was written to a new file, for comparison with the closed file.
///
/// HDF5 1.10 does not report every failed write: metadata that could not be written when they left
/// its cache can be lost without an error from any later call, even from closing the file.
public final class WriteRecord {
    /// A data set that was written whole, with its checksum.
    public struct Written: Sendable {
        /// Path from the root, without a slash in front.
        public let path: String
        /// Number of rows; 1 without dimensions.
        public let rows: Int
        /// CRC-32C of the bytes of its elements; of texts as by `CRC32C.update(variable:)`.
        public let check: UInt32
    }

    /// In the order of writing.
    public private(set) var datasets: [Written] = []
    private var attributes: [(owner: String, name: String, value: AttributeValue)] = []

    /// Records a data set that was written whole.
    func add(_ dataset: Dataset, _ check: CRC32C) {
        datasets.append(
            Written(
                path: String(dataset.path.drop { $0 == "/" }), rows: dataset.shape.first ?? 1,
                check: check.value))
    }

    /// Records an attribute.
    func add(attribute name: String, of owner: String, _ value: AttributeValue) {
        attributes.append((owner, name, value))
    }

    /// The attributes that were written to a group or data set, in order.
    func attributes(of owner: String) -> [(name: String, value: AttributeValue)] {
        attributes.filter { $0.owner == owner }.map { ($0.name, $0.value) }
    }

    /// The first data set or attribute of the record that `file` does not have with the same value;
    /// nil when it has all.
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

    private func check(of dataset: Dataset) throws -> UInt32 {
        var check = CRC32C()
        switch dataset.type {
        case .text:
            for text in try dataset.readStrings() { check.update(variable: textBytes(text)) }
        default: check.update(try dataset.readRaw())
        }
        return check.value
    }

    /// Whether a value cannot be compared: an empty list may be read as another empty value, and
    /// NaN differs from itself.
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
