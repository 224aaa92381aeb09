/// The images with which lists and tables are matched, in the order of their rows.
public struct CuratedImages {
    /// Number of images.
    public let count: Int
    /// Folder that their paths are relative to; nil if it is not known.
    public let root: String?
    /// What they are, in the plural: "images".
    public let noun: String
    private let visit: ((Int, [UInt8]) throws -> Void) throws -> Void
    private let readDigests: (() throws -> [UInt8])?

    /// - Parameters:
    ///   - paths: calls its argument with each index and the bytes of the path; called several
    ///     times.
    ///   - digests: the SHA-256 of each image, `[count * 32]`, zeros where there is none. Called at
    ///     most once for each list that has digests; nil if the images have none.
    public init(
        count: Int, root: String?, noun: String = "images",
        paths: @escaping ((Int, [UInt8]) throws -> Void) throws -> Void,
        digests: (() throws -> [UInt8])?
    ) {
        self.count = count
        self.root = root
        self.noun = noun
        visit = paths
        readDigests = digests
    }

    /// Images whose paths are in memory.
    public init(
        paths: [[UInt8]], root: String?, noun: String = "images", digests: (() throws -> [UInt8])?
    ) {
        self.init(
            count: paths.count, root: root, noun: noun,
            paths: { body in
                for (index, path) in paths.enumerated() { try body(index, path) }
            }, digests: digests)
    }

    /// Calls `body` with the index and the path of each image, in order.
    func forEachPath(_ body: (Int, [UInt8]) throws -> Void) throws {
        try visit(body)
    }

    /// The images with each of the wanted digests, ascending.
    func images(with wanted: Set<FileDigest>) throws -> [FileDigest: [Int]] {
        guard !wanted.isEmpty, let readDigests else { return [:] }
        let bytes = try readDigests()
        precondition(
            bytes.count == 32 * count, "\(bytes.count) bytes of digests of \(count) images")
        var found: [FileDigest: [Int]] = [:]
        for image in 0..<count {
            if let digest = FileDigest(bytes[image * 32..<(image + 1) * 32]),
                wanted.contains(digest)
            {
                found[digest, default: []].append(image)
            }
        }
        return found
    }
}
