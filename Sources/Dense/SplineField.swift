internal import CKernels
internal import Foundation

/// Sums of an even kernel over many points of a plane, as a smooth field: by convolution on a
/// grid with quintic B-splines between its nodes.
///
/// Points are spread on a grid by the B-spline's weights, the grid is convolved with the kernel by
/// Fourier transforms, and the field at any place is the spline with the result as coefficients;
/// its slopes are those of the spline. That is the interpolation of Linderman and others (2019,
/// doi:10.1038/s41592-018-0308-4) with smooth pieces in place of Lagrange's parabolas, so that one
/// convolution gives values and slopes. The filter holds the kernel's transform divided by the
/// square of the spline's, which makes the field exact between nodes (Hockney and Eastwood 1988,
/// chapter 8, hold this for particles in a plasma). Sums are in single precision.
public final class SplineField {
    /// The kernel between two points: a value for a squared distance.
    public typealias Kernel = (_ squaredDistance: Double) -> Double

    /// Nodes that a point meets along each side.
    private static let order = 6
    /// Nodes by which the grid is longer than twice the points' extent, so that the seam where the
    /// periodic kernel has a kink is met by no pair.
    private static let margin = 16
    /// Rows of nodes of a stripe, at least `order`.
    private static let stripe = 16

    /// The numbers that a filter depends on: the periodic grid's sides and the spacing.
    private struct Shape: Equatable {
        var columns: Int
        var rows: Int
        var spacing: Double
    }

    private var shape = Shape(columns: 0, rows: 0, spacing: 0)
    private var across = FourierPlan(length: 1)
    private var down = FourierPlan(length: 1)
    private var filter = AlignedBuffer(count: 0, precision: .f32)
    private var grid = AlignedBuffer(count: 0, precision: .f32)
    private var real = AlignedBuffer(count: 0, precision: .f32)
    private var imaginary = AlignedBuffer(count: 0, precision: .f32)
    /// Numbers from one row of the grid to the next.
    private var width = 0
    /// The columns of the grid that points meet.
    private var columns = 0
    /// The rows of the grid that points meet.
    private var height = 0
    private var low = SIMD2<Float>.zero

    /// A field of nothing; `fill` gives it points.
    public init() {}

    /// The distance from node to node along each side, in the unit of the points.
    public var spacing: Double { shape.spacing }

    /// The bytes that the field of points of an extent would hold, about, with a square grid.
    public static func bytes(extent: Double, spacing: Double) -> Int {
        let nodes = Int(extent / spacing) + order + 1
        let length = FourierPlan.length(atLeast: 2 * nodes + margin)
        return 4 * (length / 2 * length + 3 * (nodes + 32) * (nodes + 32))
    }

    /// The smallest rectangle around points `[2 n]`, at least one.
    public static func bounds(_ points: [Float]) -> (low: SIMD2<Float>, high: SIMD2<Float>) {
        precondition(points.count >= 2, "no points have no bounds")
        let length = 4096
        var bounds = [SIMD4<Float>](
            repeating: .zero, count: (points.count / 2 + length - 1) / length)
        parallelFill(&bounds, pieceLength: 1) { piece, bounds in
            let first = piece * length
            let count = min(length, points.count / 2 - first)
            unsafe points.withUnsafeBufferPointer { points in
                unsafe bounds.withUnsafeMutableBytes { bounds in
                    unsafe kernels_bounds(
                        points.baseAddress! + 2 * first, count,
                        bounds.assumingMemoryBound(to: Float.self).baseAddress!)
                }
            }
        }
        var (low, high) = (SIMD2(bounds[0].x, bounds[0].y), SIMD2(bounds[0].z, bounds[0].w))
        for part in bounds {
            low.replace(with: part.lowHalf, where: part.lowHalf .< low)
            high.replace(with: part.highHalf, where: part.highHalf .> high)
        }
        return (low, high)
    }

    /// Computes the field of `points` `[2 n]` for places inside `low ... high`, where all points
    /// lie. Time grows with n and with nodes · log nodes.
    ///
    /// The filter is kept from one call to the next: `kernel` must be the same function of distance
    /// as long as the grid's shape is. It gets `squaredReach`, at least the square of the greatest
    /// distance, beside the squared distance.
    ///
    /// - Parameter spacing: the distance between nodes, above 0: the smaller it is, the more exact
    ///   the field, and the larger the grid.
    public func fill(
        with points: [Float], low: SIMD2<Float>, high: SIMD2<Float>, spacing: Double,
        kernel: (_ squaredReach: Double) -> Kernel
    ) {
        precondition(spacing > 0, "nodes \(spacing) apart")
        let columns = Int((high.x - low.x) / Float(spacing)) + Self.order + 1
        let rows = Int((high.y - low.y) / Float(spacing)) + Self.order + 1
        let needed = Shape(
            columns: FourierPlan.length(atLeast: max(64, 2 * columns + Self.margin)),
            rows: FourierPlan.length(atLeast: max(64, 2 * rows + Self.margin)),
            spacing: spacing)
        if needed != shape {
            shape = needed
            across = FourierPlan(length: needed.columns)
            down = FourierPlan(length: needed.rows)
            makeFilter(kernel(squaredReach))
            real = AlignedBuffer(count: 0, precision: .f32)
        }
        self.low = low
        self.columns = columns
        height = rows
        // Halves of whole vectors, and two numbers behind the last node that a vector reaches.
        let newWidth = (columns + 2 + 31) / 32 * 32
        if width != newWidth || real.count == 0 {
            width = newWidth
            let spectrum = (needed.rows / 2 + 16) / 16 * 16 * width
            real = AlignedBuffer(count: spectrum, precision: .f32)
            imaginary = AlignedBuffer(count: spectrum, precision: .f32)
        }
        if grid.count == height * width {
            grid.clear()
        } else {
            grid = AlignedBuffer(count: height * width, precision: .f32)
        }
        spread(points)
        convolve()
    }

    /// The square of the diagonal of half the periodic grid, in the unit of squared distances.
    public var squaredReach: Double {
        let half = Double(max(shape.columns, shape.rows)) * shape.spacing / 2
        return 2 * half * half
    }

    /// The grid as the kernels take it.
    private var gridShape: kernels_grid {
        kernels_grid(
            columns: columns, rows: height, stride: width, low_x: low.x, low_y: low.y,
            scale: Float(1 / shape.spacing))
    }

    /// The slopes of the field along x and y and its value at each place, `[3 places]`; a place
    /// outside the rectangle counts as at its edge.
    public func values(at places: [Float]) -> [Float] {
        var values = [Float](repeating: 0, count: places.count / 2 * 3)
        let shape = gridShape
        let length = 256
        parallelFill(&values, pieceLength: 3 * length) { piece, values in
            let (first, count) = (piece * length, values.count / 3)
            unsafe withPointers(places.span, &values) { places, values in
                unsafe kernels_interpolate(grid.floats, shape, places + 2 * first, count, values)
            }
        }
        return values
    }

    /// Spreads the points: stripes of rows that do not meet one another at once, the even ones
    /// before the odd ones, the points of each in their order.
    private func spread(_ points: [Float]) {
        let shape = gridShape
        let last = Float(height - Self.order)
        let stripes = (height - Self.order) / Self.stripe + 1
        let count = points.count / 2
        var starts = [Int](repeating: 0, count: stripes + 1)
        var order = [Int32](repeating: 0, count: count)
        func stripe(_ point: Int, _ points: borrowing Span<Float>) -> Int {
            let row = (points[2 * point + 1] - shape.low_y) * shape.scale
            return Int(row > 0 ? (row < last ? row : last) : 0) / Self.stripe
        }
        let span = points.span
        for point in 0..<count { starts[stripe(point, span) + 1] += 1 }
        for place in 0..<stripes { starts[place + 1] += starts[place] }
        var next = starts
        for point in 0..<count {
            let place = stripe(point, span)
            order[next[place]] = Int32(point)
            next[place] += 1
        }
        for parity in 0..<2 {
            runPieces((stripes + 1 - parity) / 2) { piece in
                let stripe = 2 * piece + parity
                let range = starts[stripe]..<starts[stripe + 1]
                if range.isEmpty { return }
                unsafe order.withUnsafeBufferPointer { order in
                    unsafe kernels_spread(
                        grid.floats, shape, points, order.baseAddress! + range.lowerBound,
                        range.count)
                }
            }
        }
    }

    /// Multiplies the grid's transform with the filter and transforms it back.
    private func convolve() {
        transformDown(rows: height)
        let (width, half, height) = (width, width / 2, height)
        unsafe across.withPointer { plan in
            runPieces((shape.rows / 2 + 16) / 16) { piece in
                unsafe withScratch(plan) { scratch in
                    unsafe kernels_fourier_across(
                        plan, width, width, piece, filter.floats, real.floats, imaginary.floats,
                        scratch)
                }
            }
        }
        unsafe down.withPointer { plan in
            runPieces(half / 16) { piece in
                unsafe withScratch(plan) { scratch in
                    unsafe kernels_fourier_up(
                        plan, grid.floats, height, width, half, piece, real.floats,
                        imaginary.floats, scratch)
                }
            }
        }
    }

    /// Transforms the first `rows` of the grid along its columns into the spectrum.
    private func transformDown(rows: Int) {
        let (width, half) = (width, width / 2)
        unsafe down.withPointer { plan in
            runPieces(half / 16) { piece in
                unsafe withScratch(plan) { scratch in
                    unsafe kernels_fourier_down(
                        plan, grid.floats, rows, width, half, piece, real.floats,
                        imaginary.floats, scratch)
                }
            }
        }
    }

    /// The kernel's transform over the square of the spline's, scaled so that three transforms
    /// forth and back give the convolution.
    private func makeFilter(_ kernel: @escaping Kernel) {
        let (columns, rows) = (shape.columns, shape.rows)
        width = (columns + 31) / 32 * 32
        let spectrum = (rows / 2 + 16) / 16 * 16 * width
        real = AlignedBuffer(count: spectrum, precision: .f32)
        imaginary = AlignedBuffer(count: spectrum, precision: .f32)
        grid = AlignedBuffer(count: rows * width, precision: .f32)
        writeKernel(kernel)
        transformDown(rows: rows)
        let pieces = (rows / 2 + 16) / 16
        let kept = columns / 2 + 1
        filter = AlignedBuffer(count: pieces * kept * 16, precision: .f32)
        // Each way down doubles what it gives.
        let scale = 0.25 / (Double(columns) * Double(rows))
        let overColumns = (0..<kept).map { Self.splineDivision($0, length: columns) }
        let width = width
        unsafe across.withPointer { plan in
            runPieces(pieces) { piece in
                let target = unsafe filter.floats
                unsafe withScratch(plan) { scratch in
                    unsafe kernels_fourier_filter(
                        plan, width, width, piece, real.floats, imaginary.floats, target, scratch)
                }
                for k in 0..<kept {
                    for lane in 0..<16 {
                        let overRow = Self.splineDivision(16 * piece + lane, length: rows)
                        let factor = scale * overColumns[k] * overRow
                        unsafe target[(piece * kept + k) * 16 + lane] *= Float(factor)
                    }
                }
            }
        }
    }

    /// Writes the kernel of the distance from node (0, 0) to every node of the periodic grid.
    private func writeKernel(_ kernel: @escaping Kernel) {
        let (columns, rows, width) = (shape.columns, shape.rows, width)
        let square = shape.spacing * shape.spacing
        let grid = unsafe grid.floats
        runPieces(rows / 2 + 1) { row in
            for column in 0...columns / 2 {
                let number = Float(kernel(square * Double(row * row + column * column)))
                for y in [row, (rows - row) % rows] {
                    unsafe grid[y * width + column] = number
                    unsafe grid[y * width + (columns - column) % columns] = number
                }
            }
        }
    }

    /// The inverse of the square of the quintic B-spline's transform, at frequency `k` of `length`.
    private static func splineDivision(_ k: Int, length: Int) -> Double {
        let angle = 2 * Double.pi * Double(k) / Double(length)
        let spline = (66 + 52 * cos(angle) + 2 * cos(2 * angle)) / 120
        return 1 / (spline * spline)
    }
}
