/// A named array of a checkpoint in single precision: `elements` row-major, the last index of
/// `shape` fastest.
public struct Tensor: Sendable, Equatable {
    /// The extent of each axis; empty for a single number.
    public let shape: [Int]
    /// The numbers, as many as the product of `shape`; one when `shape` is empty.
    public let elements: [Float]

    /// Wraps `elements`; another count than the product of `shape` is a programming error.
    public init(shape: [Int], elements: [Float]) {
        let expected = elementCount(of: shape)
        precondition(
            expected == elements.count,
            "shape \(text(shape)) does not hold \(elements.count) elements")
        self.shape = shape
        self.elements = elements
    }
}

/// The product of a shape, 1 for an empty one; nil when a side is negative or the product of the
/// sides that are not 0 exceeds an `Int`.
///
/// A wrapped product is how a header of a few bytes passes for a small tensor: it is never formed.
func elementCount(of shape: [Int]) -> Int? {
    var count = 1
    var isEmpty = false
    for side in shape {
        if side < 0 { return nil }
        if side == 0 {
            isEmpty = true
            continue
        }
        let (product, overflow) = count.multipliedReportingOverflow(by: side)
        if overflow { return nil }
        count = product
    }
    return isEmpty ? 0 : count
}

/// The strides, in elements, of a row-major array of this shape; sides of 0 count as 1.
func rowMajorStrides(_ shape: [Int]) -> [Int] {
    var strides = [Int](repeating: 1, count: shape.count)
    for axis in stride(from: shape.count - 2, through: 0, by: -1) {
        strides[axis] = strides[axis + 1] * max(1, shape[axis + 1])
    }
    return strides
}

/// `elements` `[rows, columns]` as `[columns, rows]`, in tiles, so that the rows of both sides stay
/// in the cache.
func transposed(_ elements: [Float], rows: Int, columns: Int) -> [Float] {
    precondition(
        elements.count == rows * columns, "\(elements.count) elements for \(rows) x \(columns)")
    var result = [Float](repeating: 0, count: elements.count)
    var target = result.mutableSpan
    let source = elements.span
    let tile = 32
    for top in stride(from: 0, to: rows, by: tile) {
        for left in stride(from: 0, to: columns, by: tile) {
            for column in left..<min(left + tile, columns) {
                for row in top..<min(top + tile, rows) {
                    target[column * rows + row] = source[row * columns + column]
                }
            }
        }
    }
    return result
}

/// The elements of a strided view in row-major order: element `i` of the view, by its indices
/// `(i0, i1, ...)`, is `elements[i0 * strides[0] + i1 * strides[1] + ...]`.
///
/// The caller has checked that the product of `shape` fits and that every index is inside.
func gather(_ elements: [Float], shape: [Int], strides: [Int]) -> [Float] {
    let count = elementCount(of: shape) ?? 0
    guard count > 0 else { return [] }
    guard let columns = shape.last, let step = strides.last else { return [elements[0]] }
    var result: [Float] = []
    result.reserveCapacity(count)
    var indices = [Int](repeating: 0, count: shape.count - 1)
    var start = 0
    while true {
        var place = start
        for _ in 0..<columns {
            result.append(elements[place])
            place += step
        }
        var axis = indices.count - 1
        while axis >= 0 {
            indices[axis] += 1
            start += strides[axis]
            if indices[axis] < shape[axis] { break }
            start -= strides[axis] * shape[axis]
            indices[axis] = 0
            axis -= 1
        }
        if axis < 0 { return result }
    }
}
