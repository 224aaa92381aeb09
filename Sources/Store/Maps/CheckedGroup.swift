internal import Dense
internal import HDF5

/// A group of a map file that checks each member before it is read: type, shape, and range of the
/// numbers. Memory is allocated only after the shape was checked.
///
/// It also reads what AnnData writes in place of plain arrays when it saves a map again: a list of
/// texts as categories, or as values with a mask.
struct CheckedGroup {
    /// The HDF5 group.
    let group: Group
    /// Path of the file, for error messages.
    let file: String

    /// Largest magnitude of a number in a map. Sums and ranges of such numbers stay finite.
    static let largestMagnitude = 1e30

    init(_ group: Group, file: String) {
        self.group = group
        self.file = file
    }

    /// Whether the group has a member of this name.
    func contains(_ name: String) -> Bool { group.contains(name) }

    /// A group in this group.
    func group(_ name: String) throws -> CheckedGroup {
        guard group.contains(name) else { throw malformed(name, "a group", "nothing") }
        return CheckedGroup(try group.group(name), file: file)
    }

    /// Names of the members; those that are numbers in numerical order.
    func namesInOrder() throws -> [String] {
        try group.names().sorted { (Int($0) ?? .max, $0) < (Int($1) ?? .max, $1) }
    }

    /// The error for a member that does not follow the format.
    func malformed(_ name: String, _ expected: String, _ found: String) -> StoreError {
        .malformed(
            file: file, what: (group.path == "/" ? "/" : group.path + "/") + name,
            expected: expected, found: found)
    }

    // MARK: - Shapes

    /// A data set of this group.
    private func dataset(_ name: String) throws -> Dataset {
        guard group.contains(name) else { throw malformed(name, "a data set", "nothing") }
        return try group.dataset(name)
    }

    /// Shape of a data set that must have this number of dimensions.
    func shape(_ name: String, dimensions: Int) throws -> [Int] {
        let shape = try dataset(name).shape
        guard shape.count == dimensions else {
            throw malformed(name, "\(dimensions) dimensions", "the shape \(shape)")
        }
        return shape
    }

    /// A data set that must have this shape.
    private func dataset(_ name: String, shape: [Int]) throws -> Dataset {
        let dataset = try dataset(name)
        guard dataset.shape == shape else {
            throw malformed(name, "the shape \(shape)", "\(dataset.shape)")
        }
        return dataset
    }

    // MARK: - Numbers

    /// Whole numbers of the given shape, each in `range`. Integers of every size are accepted.
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

    /// The same as `integers`, as 32-bit numbers.
    func smallIntegers(
        _ name: String, shape: [Int], in range: ClosedRange<Int32>
    ) throws -> [Int32] {
        try integers(
            name, shape: shape, in: Int64(range.lowerBound)...Int64(range.upperBound)
        ).map { Int32($0) }
    }

    /// One whole number in `range`.
    func integer(_ name: String, in range: ClosedRange<Int64>) throws -> Int {
        Int(try integers(name, shape: [], in: range)[0])
    }

    /// Bytes of the given shape.
    func bytes(_ name: String, shape: [Int]) throws -> [UInt8] {
        let dataset = try dataset(name, shape: shape)
        guard dataset.type == .uint8 else { throw malformed(name, "bytes", "\(dataset.type)") }
        return try dataset.read()
    }

    /// Real numbers in double precision, of the given shape.
    ///
    /// - Parameters:
    ///   - allowsNaN: Whether NaN is accepted as a missing value.
    ///   - minimum: Smallest number that is accepted; `-maximum` if nil.
    ///   - maximum: Largest number that is accepted.
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

    /// Real numbers in single precision; the parameters are those of `reals`.
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
