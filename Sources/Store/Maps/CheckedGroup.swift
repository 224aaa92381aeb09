internal import Dense
internal import HDF5

/// A group of a file whose members are held against what the format says of them before memory is
/// asked for: their kind, shape and length, and the range of their numbers.
///
/// What AnnData writes instead of a plain array when it saves a map again is read too: a list of
/// texts as categories, or as values with a mask.
struct CheckedGroup {
    let group: Group
    let file: String

    /// Magnitude beyond which no number of a map is right; sums and ranges of such numbers stay
    /// finite.
    static let largestMagnitude = 1e30

    init(_ group: Group, file: String) {
        self.group = group
        self.file = file
    }

    func contains(_ name: String) -> Bool { group.contains(name) }

    func group(_ name: String) throws -> CheckedGroup {
        guard group.contains(name) else { throw malformed(name, "a group", "nothing") }
        return CheckedGroup(try group.group(name), file: file)
    }

    /// The names of what stands in the group: 0, 1, 2, ... in this order where they are numbers.
    func namesInOrder() throws -> [String] {
        try group.names().sorted { (Int($0) ?? .max, $0) < (Int($1) ?? .max, $1) }
    }

    func malformed(_ name: String, _ expected: String, _ found: String) -> StoreError {
        .malformed(
            file: file, what: (group.path == "/" ? "/" : group.path + "/") + name,
            expected: expected, found: found)
    }

    // MARK: - Shapes

    /// A data set; an error when there is none of this name.
    private func dataset(_ name: String) throws -> Dataset {
        guard group.contains(name) else { throw malformed(name, "a data set", "nothing") }
        return try group.dataset(name)
    }

    /// The shape of a data set of this many dimensions.
    func shape(_ name: String, dimensions: Int) throws -> [Int] {
        let shape = try dataset(name).shape
        guard shape.count == dimensions else {
            throw malformed(name, "\(dimensions) dimensions", "the shape \(shape)")
        }
        return shape
    }

    private func dataset(_ name: String, shape: [Int]) throws -> Dataset {
        let dataset = try dataset(name)
        guard dataset.shape == shape else {
            throw malformed(name, "the shape \(shape)", "\(dataset.shape)")
        }
        return dataset
    }

    // MARK: - Numbers

    /// Whole numbers of any size, `shape`, each in `range`.
    func integers(
        _ name: String, shape: [Int], in range: ClosedRange<Int64>
    ) throws -> [Int64] {
        let dataset = try dataset(name, shape: shape)
        guard dataset.type.isInteger else {
            throw malformed(name, "whole numbers", "\(dataset.type)")
        }
        let numbers: [Int64] = try dataset.read()
        if let wrong = numbers.first(where: { !range.contains($0) }) {
            throw malformed(
                name, "numbers from \(range.lowerBound) to \(range.upperBound)", "\(wrong)")
        }
        return numbers
    }

    /// As `integers`, in half of the memory.
    func smallIntegers(
        _ name: String, shape: [Int], in range: ClosedRange<Int32>
    ) throws -> [Int32] {
        try integers(
            name, shape: shape, in: Int64(range.lowerBound)...Int64(range.upperBound)
        ).map { Int32($0) }
    }

    /// One whole number.
    func integer(_ name: String, in range: ClosedRange<Int64>) throws -> Int {
        Int(try integers(name, shape: [], in: range)[0])
    }

    /// Bytes, `shape`.
    func bytes(_ name: String, shape: [Int]) throws -> [UInt8] {
        let dataset = try dataset(name, shape: shape)
        guard dataset.type == .uint8 else { throw malformed(name, "bytes", "\(dataset.type)") }
        return try dataset.read()
    }

    /// Real numbers in double precision, `shape`.
    ///
    /// - Parameter allowsNaN: whether NaN stands for what is not known.
    func reals(
        _ name: String, shape: [Int], allowsNaN: Bool = false, minimum: Double? = nil,
        maximum: Double = CheckedGroup.largestMagnitude
    ) throws -> [Double] {
        let minimum = minimum ?? -maximum
        let dataset = try dataset(name, shape: shape)
        guard dataset.type == .float64 || dataset.type == .float32 else {
            throw malformed(name, "real numbers", "\(dataset.type)")
        }
        let numbers: [Double] = try dataset.read()
        let isRight = { (number: Double) in
            number >= minimum && number <= maximum || allowsNaN && number.isNaN
        }
        if let wrong = numbers.first(where: { !isRight($0) }) {
            throw malformed(name, "numbers from \(minimum) to \(maximum)", "\(wrong)")
        }
        return numbers
    }

    /// Real numbers in single precision, `shape`.
    func floats(
        _ name: String, shape: [Int], allowsNaN: Bool = false, minimum: Float? = nil,
        maximum: Float = Float(CheckedGroup.largestMagnitude)
    ) throws -> [Float] {
        let minimum = minimum ?? -maximum
        let dataset = try dataset(name, shape: shape)
        guard dataset.type == .float64 || dataset.type == .float32 else {
            throw malformed(name, "real numbers", "\(dataset.type)")
        }
        let numbers: [Float] = try dataset.read()
        let isRight = { (number: Float) in
            number >= minimum && number <= maximum || allowsNaN && number.isNaN
        }
        if let wrong = numbers.first(where: { !isRight($0) }) {
            throw malformed(name, "numbers from \(minimum) to \(maximum)", "\(wrong)")
        }
        return numbers
    }

    /// One real number.
    func real(_ name: String) throws -> Double { try reals(name, shape: [])[0] }

    /// A matrix in double precision, `[rows, columns]`.
    func matrix(
        _ name: String, rows: Int, columns: Int, allowsNaN: Bool = false, minimum: Double? = nil,
        maximum: Double = CheckedGroup.largestMagnitude
    ) throws -> Matrix<Double> {
        Matrix(
            rows: rows, columns: columns,
            elements: try reals(
                name, shape: [rows, columns], allowsNaN: allowsNaN, minimum: minimum,
                maximum: maximum))
    }

    /// A matrix in single precision, `[rows, columns]`.
    func floatMatrix(
        _ name: String, rows: Int, columns: Int,
        maximum: Float = Float(CheckedGroup.largestMagnitude)
    ) throws -> Matrix<Float> {
        Matrix(
            rows: rows, columns: columns,
            elements: try floats(name, shape: [rows, columns], maximum: maximum))
    }
}
