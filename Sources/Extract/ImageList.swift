internal import Console
internal import FileSystem
internal import Foundation
internal import Images

/// The images of a plan, in a file: in memory there are 8 bytes for every 8 images.
///
/// A record has the path; size, time of modification and place in an archive as decimal numbers,
/// for a rejected file with the cause and a sentence; label; split; and the columns. Each field
/// ends with NUL, so that `tr '\0' '\n'` prints the list. Records are read by position, eight at a
/// time or more.
final class ImageList: Sendable {
    /// Number of records.
    let count: Int
    /// The open file of the records, read with `pread` by all threads.
    private let descriptor: Int32
    /// Number of columns of each record.
    private let columns: Int
    /// Offset of every eighth record, and of the end.
    private let starts: [Int]
    /// Records between two known offsets.
    private static let stride = 8

    fileprivate init(descriptor: Int32, count: Int, columns: Int, starts: [Int]) {
        self.descriptor = descriptor
        self.count = count
        self.columns = columns
        self.starts = starts
    }

    deinit { close(descriptor) }

    /// Opens the list in the file of a plan.
    ///
    /// - Parameters:
    ///   - offset: of the first record.
    ///   - count: number of records.
    ///   - columns: number of columns of each record.
    /// - Throws: `Failure` when the file has fewer records or cannot be read.
    init(path: String, offset: Int, count: Int, columns: Int) throws {
        self.count = count
        self.columns = columns
        descriptor = openFile(path, O_RDONLY)
        guard descriptor >= 0 else {
            starts = []
            throw Failure(Exit.inputOutput, "\(path): \(systemText()).")
        }
        let fields = 4 + columns
        var starts: [Int] = []
        var place = offset
        var ended = 0
        var wasEnd = true
        while ended < count * fields {
            let bytes = try readBytes(descriptor, at: place, count: 1 << 20, path)
            guard !bytes.isEmpty else {
                self.starts = []
                throw Failure(
                    Exit.inputOutput,
                    "\(path): expected \(count) images in the plan, found \(ended / fields); the "
                        + "plan is damaged, so remove the folder to start over.")
            }
            for (index, byte) in bytes.enumerated() {
                if wasEnd {
                    if ended == count * fields { break }
                    if ended % (fields * Self.stride) == 0 { starts.append(place + index) }
                    wasEnd = false
                }
                if byte == 0 {
                    ended += 1
                    wasEnd = ended % fields == 0
                    if ended == count * fields { starts.append(place + index + 1) }
                }
            }
            place += bytes.count
        }
        if count == 0 { starts = [offset] }
        self.starts = starts
    }

    /// Reads the records of a range, which must lie in `0..<count`. Threads may call it at once.
    ///
    /// - Throws: `Failure` if the file cannot be read or a record is damaged.
    func images(_ range: Range<Int>) throws -> [ListedImage] {
        precondition(
            range.lowerBound >= 0 && range.upperBound <= count, "\(range) of \(count) images")
        if range.isEmpty { return [] }
        let first = range.lowerBound / Self.stride
        let last = (range.upperBound - 1) / Self.stride
        let start = starts[first]
        let bytes = try readBytes(
            descriptor, at: start, count: starts[last + 1] - start, "the plan")
        var reader = FieldReader(bytes: bytes)
        var images: [ListedImage] = []
        for index in first * Self.stride..<range.upperBound {
            let image = try record(&reader)
            if index >= range.lowerBound { images.append(image) }
        }
        return images
    }

    /// Offset behind the last record.
    var end: Int { starts[starts.count - 1] }

    /// Calls `body` with each image and its index; 4,096 records are in memory at a time.
    func forEachImage(_ body: (Int, ListedImage) throws -> Void) throws {
        for start in Swift.stride(from: 0, to: count, by: 4096) {
            for (index, image) in try images(start..<min(count, start + 4096)).enumerated() {
                try body(start + index, image)
            }
        }
    }

    /// Parses the next record.
    ///
    /// - Throws: `Failure` for a damaged one.
    private func record(_ reader: inout FieldReader) throws -> ListedImage {
        let path = reader.next()
        let words = String(decoding: reader.next(), as: UTF8.self)
            .split(separator: " ", maxSplits: 5)
        let numbers = words.prefix(4).compactMap { Int($0) }
        let label = String(decoding: reader.next(), as: UTF8.self)
        let split = String(decoding: reader.next(), as: UTF8.self)
        let values = (0..<columns).map { _ in String(decoding: reader.next(), as: UTF8.self) }
        let cause = words.count == 6 ? RejectedImage.Cause(rawValue: String(words[4])) : nil
        guard numbers.count == 4, (0...path.count).contains(numbers[2]),
            words.count == 4 || cause != nil
        else {
            throw Failure(
                Exit.inputOutput,
                "The plan has a damaged record; remove the folder to start over.")
        }
        return ListedImage(
            path: path, size: numbers[0], modified: Int64(numbers[1]),
            member: numbers[2] == 0
                ? nil : ArchivePlace(pathLength: numbers[2], offset: numbers[3]),
            label: label, split: split, columns: values,
            fault: cause.map { RejectedImage($0, String(words[5])) })
    }

    /// Calls `body` with all bytes of the records, up to 1 MiB at a time.
    func copy(_ body: ([UInt8]) throws -> Void) throws {
        var place = starts[0]
        while place < end {
            let bytes = try readBytes(
                descriptor, at: place, count: min(1 << 20, end - place), "the plan")
            try body(bytes)
            place += bytes.count
        }
    }

    /// Collects a list in an unlinked temporary file, which ends with the process.
    struct Builder: ~Copyable {
        /// Number of records so far.
        private(set) var count = 0
        /// Number of columns of the first image, and so of all.
        private var columns = 0
        private let descriptor: Int32
        /// Records that are not in the file yet, up to 1 MiB.
        private var buffer: [UInt8] = []
        /// Number of bytes in the file.
        private var written = 0
        /// Offset of every eighth record.
        private var starts: [Int] = []

        /// Creates the temporary file.
        ///
        /// - Throws: `Failure` if the folder for temporary files cannot be written.
        init() throws {
            let folder = FileManager.default.temporaryDirectory.path
            var template = Array("\(folder)/vitrine-list-XXXXXX".utf8CString)
            descriptor = unsafe mkstemp(&template)
            guard descriptor >= 0 else {
                throw Failure(
                    Exit.inputOutput,
                    "\(folder): cannot create a temporary file for the list of images: "
                        + "\(systemText()).")
            }
            unsafe unlink(&template)
        }

        /// Appends a record; missing columns are empty. All images should have the columns of the
        /// first.
        mutating func append(_ image: ListedImage) throws {
            if count == 0 { columns = image.columns.count }
            if count % ImageList.stride == 0 { starts.append(written + buffer.count) }
            count += 1
            buffer += image.path
            let member = image.member
            buffer.append(0)
            let numbers =
                "\(image.size) \(image.modified) \(member?.pathLength ?? 0) \(member?.offset ?? 0)"
            add(numbers + (image.fault.map { " \($0.cause.rawValue) \($0.detail)" } ?? ""))
            add(image.label ?? "")
            add(image.split)
            for index in 0..<columns {
                add(index < image.columns.count ? image.columns[index] : "")
            }
            if buffer.count >= 1 << 20 { try flush() }
        }

        /// Appends a field and its NUL to the buffer.
        private mutating func add(_ field: String) {
            // NUL would end the field; only paths must keep all their bytes, and have no NUL.
            for byte in field.utf8 where byte != 0 { buffer.append(byte) }
            buffer.append(0)
        }

        /// Writes the buffer to the file.
        private mutating func flush() throws {
            try writeBytes(descriptor, buffer, "the list of images")
            written += buffer.count
            buffer.removeAll(keepingCapacity: true)
        }

        /// Appends all records of another list.
        mutating func append(contentsOf list: ImageList) throws {
            for start in Swift.stride(from: 0, to: list.count, by: 4096) {
                for image in try list.images(start..<min(list.count, start + 4096)) {
                    try append(image)
                }
            }
        }

        /// The finished list, which owns the temporary file.
        consuming func finish() throws -> ImageList {
            try flush()
            starts.append(written)
            return ImageList(
                descriptor: descriptor, count: count, columns: columns, starts: starts)
        }
    }
}

/// Reads consecutive fields that end with NUL.
private struct FieldReader {
    let bytes: [UInt8]
    /// Index of the next byte to read.
    private var place = 0

    init(bytes: [UInt8]) { self.bytes = bytes }

    /// The bytes of the next field; empty at the end.
    mutating func next() -> [UInt8] {
        let end = bytes[place...].firstIndex(of: 0) ?? bytes.count
        let field = Array(bytes[place..<end])
        place = min(bytes.count, end + 1)
        return field
    }
}
