/// NumPy's `.npz`: a zip file of `.npy` arrays (NEP 1, format versions 1.0 to 3.0). Arrays of
/// Python objects are refused, since they are pickles.
enum NpzFormat {
    /// The ending of each member's name, which is not part of the tensor's name.
    static let suffix = ".npy"
    /// The first bytes of an array. Behind them stand the version (2 bytes), the header's length (2
    /// bytes in version 1, 4 in versions 2 and 3, little-endian), the header and the elements.
    private static let magic: [UInt8] = [0x93] + Array("NUMPY".utf8)
    /// The most bytes of a header: numpy itself writes far fewer; the shape and one type need about
    /// a hundred.
    private static let headerLimit = 65_536

    /// The arrays of the archive, by their names; a member that is no array is an error.
    static func entries(_ archive: ZipArchive) throws -> [String: Entry] {
        var entries: [String: Entry] = [:]
        for member in archive.members {
            guard member.name.hasSuffix(suffix) else {
                throw CheckpointError(
                    .unsupported, archive.source.name,
                    "the .npz member \(member.name) is no .npy array; save arrays only")
            }
            entries[String(member.name.dropLast(suffix.count))] = try entry(member, archive)
        }
        return entries
    }

    /// Reads the header of one array, and checks its shape and type against the member's size.
    private static func entry(_ member: ZipArchive.Member, _ archive: ZipArchive) throws -> Entry {
        let file = archive.source.name
        let what = "the array \(member.name)"
        var start = ByteReader(
            try archive.beginning(of: member, count: 12), what: what, file: file)
        guard start.remaining >= magic.count, Array(start.bytes[..<magic.count]) == magic else {
            throw CheckpointError.damaged(file, "\(what) does not begin with \\x93NUMPY")
        }
        try start.skip(magic.count)
        let version = try start.integer(UInt8.self)
        try start.skip(1)
        let length: Int
        switch version {
        case 1: length = Int(try start.integer(UInt16.self))
        case 2, 3: length = Int(try start.integer(UInt32.self))
        default:
            throw CheckpointError(
                .unsupported, file,
                "\(what) has version \(version) of the .npy format and 1 to 3 are read; save it "
                    + "with numpy.savez")
        }
        guard length <= headerLimit else {
            throw CheckpointError.damaged(file, "\(what) has a header of \(length) bytes")
        }
        let offset = start.position + length
        let bytes = try archive.beginning(of: member, count: offset)
        guard bytes.count == offset else {
            throw CheckpointError.damaged(file, "\(what) ends within its header")
        }
        let header = try NpyHeader(Array(bytes[start.position...]), what: what, file: file)
        guard let type = ElementType(numpy: header.type) else {
            throw CheckpointError(
                .unsupported, file,
                header.type.contains("O")
                    ? "\(what) holds Python objects (\(header.type)), which are pickles that could "
                        + "run any program, and is not read; save plain numbers"
                    : "\(what) has elements \(header.type), and little-endian f2, f4, f8, V2 "
                        + "(bfloat16), integers and booleans are read; save it as '<f4'")
        }
        guard let count = elementCount(of: header.shape),
            case (let size, let overflow) = count.multipliedReportingOverflow(by: type.size),
            !overflow, size == member.byteCount - offset
        else {
            throw CheckpointError.damaged(
                file,
                "\(what) of shape \(text(header.shape)) and type \(header.type) does not fit the "
                    + "\(member.byteCount - offset) bytes behind its header")
        }
        return Entry(
            shape: header.shape, type: type, member: member, offset: offset,
            strides: header.isFortranOrder ? columnMajorStrides(header.shape) : nil,
            isChecked: true)
    }

    /// The strides, in elements, of a Fortran-ordered array of this shape.
    private static func columnMajorStrides(_ shape: [Int]) -> [Int] {
        Array(rowMajorStrides(shape.reversed()).reversed())
    }
}

/// The Python dictionary at the head of an `.npy` array.
struct NpyHeader {
    /// The type string, such as `<f4`; the text of the whole description for a structured type.
    let type: String
    /// Whether the first index is the fastest.
    let isFortranOrder: Bool
    /// The array's shape; at most 64 sides.
    let shape: [Int]

    /// Reads a header without the magic number, the version and the length; anything but the three
    /// keys of NumPy is damage.
    init(_ bytes: [UInt8], what: String, file: String) throws {
        var scanner = Scanner(bytes: bytes)
        guard let header = scanner.header() else {
            throw CheckpointError.damaged(file, "\(what) has a header that is not NumPy's")
        }
        self = header
    }

    private init(type: String, isFortranOrder: Bool, shape: [Int]) {
        self.type = type
        self.isFortranOrder = isFortranOrder
        self.shape = shape
    }

    /// Reads just enough of Python's notation:
    /// `{'descr': '<f4', 'fortran_order': False, 'shape': (3,)}`.
    private struct Scanner {
        let bytes: [UInt8]
        var position = 0

        /// The three keys, in any order; nil for anything else.
        mutating func header() -> NpyHeader? {
            var type: String?
            var isFortranOrder: Bool?
            var shape: [Int]?
            guard take("{") else { return nil }
            while !take("}") {
                guard let key = quoted(), take(":") else { return nil }
                switch key {
                case "descr": type = quoted() ?? bracketed()
                case "fortran_order":
                    isFortranOrder = take("True") ? true : take("False") ? false : nil
                case "shape": shape = tuple()
                default: return nil
                }
                guard take(",") || peek("}") else { return nil }
            }
            guard let type, let isFortranOrder, let shape else { return nil }
            return NpyHeader(type: type, isFortranOrder: isFortranOrder, shape: shape)
        }

        private mutating func skipSpace() {
            while position < bytes.count, bytes[position] == 0x20 || bytes[position] == 0x0A {
                position += 1
            }
        }

        /// Whether `word` stands next, behind white space.
        private mutating func peek(_ word: String) -> Bool {
            skipSpace()
            return bytes[position...].starts(with: word.utf8)
        }

        /// Takes `word`, if it stands next behind white space.
        private mutating func take(_ word: String) -> Bool {
            guard peek(word) else { return false }
            position += word.utf8.count
            return true
        }

        /// A Python string in single or double quotes, without escapes; nil where none stands.
        private mutating func quoted() -> String? {
            let quote: UInt8
            if take("'") {
                quote = UInt8(ascii: "'")
            } else if take("\"") {
                quote = UInt8(ascii: "\"")
            } else {
                return nil
            }
            guard let end = bytes[position...].firstIndex(of: quote) else { return nil }
            defer { position = end + 1 }
            return String(validating: bytes[position..<end], as: UTF8.self)
        }

        /// The list that describes a structured type.
        private mutating func bracketed() -> String? {
            guard peek("[") else { return nil }
            let start = position
            var depth = 0
            while position < bytes.count {
                if bytes[position] == UInt8(ascii: "[") { depth += 1 }
                if bytes[position] == UInt8(ascii: "]") { depth -= 1 }
                position += 1
                if depth == 0 {
                    return String(validating: bytes[start..<position], as: UTF8.self)
                }
            }
            return nil
        }

        /// A tuple of at most 64 whole numbers, with or without a comma at its end; nil for
        /// anything else.
        private mutating func tuple() -> [Int]? {
            guard take("(") else { return nil }
            var sides: [Int] = []
            while !take(")") {
                guard let side = number() else { return nil }
                sides.append(side)
                guard take(",") || peek(")") else { return nil }
            }
            // NumPy's own arrays end at 64 dimensions.
            return sides.count <= 64 ? sides : nil
        }

        /// Decimal digits that an `Int` holds; nil where none stand.
        private mutating func number() -> Int? {
            skipSpace()
            let digits = bytes[position...].prefix { $0 >= 0x30 && $0 <= 0x39 }
            position += digits.count
            return String(validating: digits, as: UTF8.self).flatMap { Int($0) }
        }
    }
}
