internal import CCairo
internal import Glibc

/// A white page that figures are drawn on, over Cairo with Pango's text.
///
/// Lengths are points of 1/72 inch, y runs downwards. A canvas belongs to one thread. It owns
/// Cairo's and Pango's objects and frees them in the only `deinit` of this module. Errors of Cairo
/// are collected; `finish` throws the first.
@safe
public final class Canvas {
    /// Cairo's limit on the pixels of a side of an image.
    static let largestSide = 32_767

    /// The page's width in points.
    public let width: Double
    /// The page's height in points.
    public let height: Double
    /// The kind of file that `finish` returns.
    let format: FigureFormat
    /// Pixels per point, dpi / 72: of the page for PNG, of the images placed in SVG and PDF.
    let pixelsPerPoint: Double
    /// The texts written so far and their boxes in points of the page; for `recording` canvases
    /// only.
    private(set) var texts: [(text: String, box: Rect)] = []
    /// The boxes of the marks drawn so far, in points of the page; for `recording` canvases only.
    private(set) var marks: [Rect] = []
    /// Whether texts and marks are recorded, by which tests look for overlaps.
    let recording: Bool

    /// Cairo's drawing context (`cairo_t`).
    let context: OpaquePointer
    /// Pango's layout, used for every text in turn.
    let layout: OpaquePointer
    private let surface: OpaquePointer
    /// Receives what Cairo writes of the file.
    private let sink: ByteSink

    /// A white page of `width` x `height` points, both above 0.
    ///
    /// - Parameter dpi: pixels per inch, above 0; for SVG and PDF, of the images in them.
    /// - Throws: `FigureError` for a resolution that is not above 0, or a side of more than 32,767
    ///   pixels.
    init(
        width: Double, height: Double, format: FigureFormat, dpi: Double, recording: Bool = false
    ) throws(FigureError) {
        guard dpi > 0, dpi.isFinite else { throw .badResolution(dpi) }
        precondition(width > 0 && height > 0, "a page of \(width) x \(height) points")
        let scale = dpi / 72
        let pixels = ((width * scale).rounded(), (height * scale).rounded())
        let limit = Double(Canvas.largestSide)
        guard pixels.0 <= limit, pixels.1 <= limit else {
            throw .tooLarge(width: pixels.0, height: pixels.1)
        }
        self.width = width
        self.height = height
        self.format = format
        self.recording = recording
        pixelsPerPoint = scale
        sink = ByteSink()
        let closure = unsafe Unmanaged.passUnretained(sink).toOpaque()
        switch format {
        case .png:
            unsafe surface = cairo_image_surface_create(
                CAIRO_FORMAT_ARGB32, Int32(max(1, pixels.0)), Int32(max(1, pixels.1)))
        case .svg:
            unsafe surface = cairo_svg_surface_create_for_stream(
                appendToSink, closure, width, height)
            unsafe cairo_svg_surface_set_document_unit(surface, CAIRO_SVG_UNIT_PT)
        case .pdf:
            unsafe surface = cairo_pdf_surface_create_for_stream(
                appendToSink, closure, width, height)
            // Cairo writes the present time unless told another; two runs must not differ.
            unsafe cairo_pdf_surface_set_metadata(
                surface, CAIRO_PDF_METADATA_CREATE_DATE, "2000-01-01T00:00:00Z")
        }
        unsafe context = cairo_create(surface)
        unsafe layout = pango_cairo_create_layout(context)
        prepareText()
        if format == .png { unsafe cairo_scale(context, scale, scale) }
        unsafe cairo_set_source_rgb(context, 1, 1, 1)
        unsafe cairo_paint(context)
    }

    /// A canvas of 1 x 1 points for measuring texts only. Texts have the same size on every canvas.
    static func ruler() -> Canvas {
        // 1 x 1 at 72 dpi breaks none of the rules above.
        do { return try Canvas(width: 1, height: 1, format: .png, dpi: 72) } catch {
            preconditionFailure("a page of 1 x 1 points: \(error)")
        }
    }

    deinit {
        unsafe g_object_unref(UnsafeMutableRawPointer(layout))
        unsafe cairo_destroy(context)
        // The surface may still write to the sink here; the sink is freed after this body.
        unsafe cairo_surface_destroy(surface)
    }

    // MARK: Shapes

    /// Fills a box with a colour, blended by its opacity.
    public func fill(_ rect: Rect, _ color: Color) {
        unsafe cairo_rectangle(context, rect.x, rect.y, rect.width, rect.height)
        setSource(color)
        unsafe cairo_fill(context)
    }

    /// Draws a box's border of `lineWidth` points, half of it inside and half outside.
    ///
    /// - Parameter radius: of the rounded corners in points; 0 for sharp ones.
    public func stroke(_ rect: Rect, _ color: Color, lineWidth: Double, radius: Double = 0) {
        if radius > 0 {
            unsafe cairo_new_sub_path(context)
            unsafe cairo_arc(
                context, rect.maxX - radius, rect.y + radius, radius, -.pi / 2, 0)
            unsafe cairo_arc(
                context, rect.maxX - radius, rect.maxY - radius, radius, 0, .pi / 2)
            unsafe cairo_arc(
                context, rect.x + radius, rect.maxY - radius, radius, .pi / 2, .pi)
            unsafe cairo_arc(
                context, rect.x + radius, rect.y + radius, radius, .pi, 3 * .pi / 2)
            unsafe cairo_close_path(context)
        } else {
            unsafe cairo_rectangle(context, rect.x, rect.y, rect.width, rect.height)
        }
        setSource(color)
        unsafe cairo_set_line_width(context, lineWidth)
        unsafe cairo_stroke(context)
    }

    /// Draws straight lines from point to point, `lineWidth` points wide, with mitred corners and
    /// flat ends.
    public func line(_ points: [Point], _ color: Color, lineWidth: Double) {
        trace(points)
        setSource(color)
        unsafe cairo_set_line_width(context, lineWidth)
        unsafe cairo_stroke(context)
    }

    /// Fills the polygon through the points, which is closed by itself.
    public func fill(_ points: [Point], _ color: Color) {
        trace(points)
        unsafe cairo_close_path(context)
        setSource(color)
        unsafe cairo_fill(context)
    }

    /// Draws a curly brace that opens to the right.
    ///
    /// - Parameters:
    ///   - x: its tip, at half its height.
    ///   - depth: from the tip to the ends of its arms, in points.
    ///   - top: its upper end.
    ///   - bottom: its lower end.
    func brace(x: Double, depth: Double, top: Double, bottom: Double, _ color: Color) {
        let middle = (top + bottom) / 2
        let spine = x + depth / 2
        let bend = min(depth, (bottom - top) / 4)
        unsafe cairo_move_to(context, x + depth, top)
        unsafe cairo_curve_to(context, spine, top, spine, top, spine, top + bend)
        unsafe cairo_line_to(context, spine, middle - bend)
        unsafe cairo_curve_to(context, spine, middle, spine, middle, x, middle)
        unsafe cairo_curve_to(context, spine, middle, spine, middle, spine, middle + bend)
        unsafe cairo_line_to(context, spine, bottom - bend)
        unsafe cairo_curve_to(context, spine, bottom, spine, bottom, x + depth, bottom)
        setSource(color)
        unsafe cairo_set_line_width(context, 0.8)
        unsafe cairo_stroke(context)
    }

    /// Draws one mark centred on (`x`, `y`).
    ///
    /// - Parameter breadth: the diameter in points of a circle that looks as large; other shapes
    ///   are scaled by `relativeBreadth`.
    func mark(_ style: MarkStyle, x: Double, y: Double, breadth: Double) {
        let side = breadth * style.mark.relativeBreadth
        if recording {
            record(
                mark: Rect(
                    x: x - side / 2, y: y - side / 2, width: side, height: side))
        }
        setSource(style.color)
        let corners = style.mark.corners.map { Point(x + side * $0.x, y + side * $0.y) }
        if corners.isEmpty {
            unsafe cairo_new_sub_path(context)
            unsafe cairo_arc(context, x, y, side / 2, 0, 2 * .pi)
            unsafe cairo_fill(context)
        } else if style.mark.isStroked {
            unsafe cairo_move_to(context, corners[0].x, corners[0].y)
            unsafe cairo_line_to(context, corners[1].x, corners[1].y)
            unsafe cairo_move_to(context, corners[2].x, corners[2].y)
            unsafe cairo_line_to(context, corners[3].x, corners[3].y)
            unsafe cairo_set_line_width(context, side * 0.19)
            unsafe cairo_stroke(context)
        } else {
            trace(corners)
            unsafe cairo_close_path(context)
            unsafe cairo_fill(context)
        }
    }

    /// Draws with all lengths, positions and texts multiplied by `factor`, until `body` returns.
    func scaled(by factor: Double, _ body: () -> Void) {
        unsafe cairo_save(context)
        unsafe cairo_scale(context, factor, factor)
        body()
        unsafe cairo_restore(context)
    }

    /// Draws with all positions `distance` points lower, until `body` returns.
    func moved(down distance: Double, _ body: () -> Void) {
        unsafe cairo_save(context)
        unsafe cairo_translate(context, 0, distance)
        body()
        unsafe cairo_restore(context)
    }

    /// Draws what lies inside `rect` only, until `body` returns.
    func clipped(to rect: Rect, _ body: () -> Void) {
        unsafe cairo_save(context)
        unsafe cairo_rectangle(context, rect.x, rect.y, rect.width, rect.height)
        unsafe cairo_clip(context)
        body()
        unsafe cairo_restore(context)
    }

    /// Makes the points Cairo's current path, which is left open.
    private func trace(_ points: [Point]) {
        unsafe cairo_new_path(context)
        for point in points { unsafe cairo_line_to(context, point.x, point.y) }
    }

    /// Makes a colour the one that is drawn with next.
    func setSource(_ color: Color) {
        unsafe cairo_set_source_rgba(context, color.red, color.green, color.blue, color.alpha)
    }

    // MARK: Images

    /// Draws an image into a box, stretched where the proportions differ, smoothed unless `crisp`.
    ///
    /// - Parameter crisp: enlarges without smoothing, each pixel a sharp rectangle. Pixels are
    ///   repeated at the canvas' resolution first, since viewers of SVG and PDF would smooth them.
    public func image(_ image: RasterImage, in rect: Rect, crisp: Bool = false) {
        let factor = Int((rect.width * currentScale / Double(image.width)).rounded())
        let source = crisp ? image.magnified(by: max(1, factor)) : image
        let stored = unsafe cairo_image_surface_create(
            CAIRO_FORMAT_RGB24, Int32(source.width), Int32(source.height))
        unsafe fillRows(of: stored, width: source.width, height: source.height) { row, column in
            let at = (row * source.width + column) * 3
            let (red, green, blue) = (
                source.pixels[at], source.pixels[at + 1], source.pixels[at + 2]
            )
            return UInt32(red) << 16 | UInt32(green) << 8 | UInt32(blue)
        }
        unsafe place(
            stored, width: source.width, height: source.height, in: rect,
            filter: crisp ? CAIRO_FILTER_NEAREST : CAIRO_FILTER_BEST)
        unsafe cairo_surface_destroy(stored)
    }

    /// Draws premultiplied 0xAARRGGBB pixels `[height, width]` into a box, without smoothing.
    func overlay(_ pixels: [UInt32], width: Int, height: Int, in rect: Rect) {
        let stored = unsafe cairo_image_surface_create(
            CAIRO_FORMAT_ARGB32, Int32(width), Int32(height))
        unsafe fillRows(of: stored, width: width, height: height) { pixels[$0 * width + $1] }
        unsafe place(stored, width: width, height: height, in: rect, filter: CAIRO_FILTER_NEAREST)
        unsafe cairo_surface_destroy(stored)
    }

    /// The premultiplied 0xAARRGGBB pixels of a PNG canvas, `[rows, columns]`, with their shape;
    /// empty for other formats.
    func pixels() -> (rows: Int, columns: Int, values: [UInt32]) {
        unsafe cairo_surface_flush(surface)
        let columns = Int(unsafe cairo_image_surface_get_width(surface))
        let rows = Int(unsafe cairo_image_surface_get_height(surface))
        let stride = Int(unsafe cairo_image_surface_get_stride(surface))
        guard let data = unsafe cairo_image_surface_get_data(surface) else { return (0, 0, []) }
        var values: [UInt32] = []
        values.reserveCapacity(rows * columns)
        for row in 0..<rows {
            for column in 0..<columns {
                let at = unsafe UnsafeRawPointer(data) + row * stride + column * 4
                unsafe values.append(at.load(as: UInt32.self))
            }
        }
        return (rows, columns, values)
    }

    /// Pixels per unit of the coordinates in force, with `scaled` taken into account; for SVG and
    /// PDF by the chosen resolution.
    var currentScale: Double {
        var (x, y) = (1.0, 0.0)
        unsafe cairo_user_to_device_distance(context, &x, &y)
        return format == .png ? x : x * pixelsPerPoint
    }

    /// Fills an image surface `[height, width]` with the pixel that the closure returns for each
    /// row and column.
    private func fillRows(
        of stored: OpaquePointer?, width: Int, height: Int, _ pixel: (Int, Int) -> UInt32
    ) {
        unsafe cairo_surface_flush(stored)
        guard let data = unsafe cairo_image_surface_get_data(stored) else { return }
        let stride = Int(unsafe cairo_image_surface_get_stride(stored))
        for row in 0..<height {
            let start = unsafe UnsafeMutableRawPointer(data) + row * stride
            for column in 0..<width {
                unsafe start.storeBytes(
                    of: pixel(row, column), toByteOffset: column * 4, as: UInt32.self)
            }
        }
        unsafe cairo_surface_mark_dirty(stored)
    }

    /// Draws an image surface of `width` x `height` pixels into a box.
    private func place(
        _ stored: OpaquePointer?, width: Int, height: Int, in rect: Rect, filter: cairo_filter_t
    ) {
        unsafe cairo_save(context)
        unsafe cairo_translate(context, rect.x, rect.y)
        unsafe cairo_scale(context, rect.width / Double(width), rect.height / Double(height))
        unsafe cairo_set_source_surface(context, stored, 0, 0)
        let pattern = unsafe cairo_get_source(context)
        unsafe cairo_pattern_set_filter(pattern, filter)
        if format == .svg {
            // A fill would become a pattern, which several viewers draw black.
            unsafe cairo_paint(context)
        } else {
            // Without the pad, smoothing lets the page shine through the image's border.
            unsafe cairo_pattern_set_extend(pattern, CAIRO_EXTEND_PAD)
            unsafe cairo_rectangle(context, 0, 0, Double(width), Double(height))
            unsafe cairo_fill(context)
        }
        unsafe cairo_restore(context)
    }

    // MARK: Records

    /// Records a text, its box given in the coordinates in force.
    func record(text: String, box: Rect) { texts.append((text, onPage(box))) }

    /// Records a mark's box, given in the coordinates in force.
    private func record(mark: Rect) { marks.append(onPage(mark)) }

    /// A box in the coordinates in force as points of the page.
    private func onPage(_ rect: Rect) -> Rect {
        var (x, y, right, bottom) = (rect.x, rect.y, rect.maxX, rect.maxY)
        unsafe cairo_user_to_device(context, &x, &y)
        unsafe cairo_user_to_device(context, &right, &bottom)
        let scale = format == .png ? pixelsPerPoint : 1
        return Rect(
            x: x / scale, y: y / scale, width: (right - x) / scale, height: (bottom - y) / scale)
    }

    // MARK: Files

    /// Ends the page and returns the bytes of its file; the canvas cannot be used afterwards.
    ///
    /// - Throws: `FigureError.cannotDraw` with Cairo's text, where any call before has failed.
    func finish() throws(FigureError) -> [UInt8] {
        try check(unsafe cairo_status(context))
        switch format {
        case .png:
            let closure = unsafe Unmanaged.passUnretained(sink).toOpaque()
            try check(unsafe cairo_surface_write_to_png_stream(surface, appendToSink, closure))
            return sink.bytes
        case .pdf, .svg:
            unsafe cairo_surface_finish(surface)
            try check(unsafe cairo_surface_status(surface))
            return format == .svg ? renumberingSurfaces(in: sink.bytes) : sink.bytes
        }
    }

    /// Throws Cairo's text for a status that is not success.
    private func check(_ status: cairo_status_t) throws(FigureError) {
        guard status != CAIRO_STATUS_SUCCESS else { return }
        throw .cannotDraw(unsafe String(cString: cairo_status_to_string(status)))
    }
}

/// Collects the bytes that Cairo writes to a stream.
private final class ByteSink {
    var bytes: [UInt8] = []
}

/// Cairo's call-back for written bytes; `closure` is an unretained `ByteSink`.
private func appendToSink(
    closure: UnsafeMutableRawPointer?, data: UnsafePointer<UInt8>?, length: UInt32
) -> cairo_status_t {
    guard let closure = unsafe closure, let data = unsafe data else {
        return CAIRO_STATUS_WRITE_ERROR
    }
    let sink = unsafe Unmanaged<ByteSink>.fromOpaque(closure).takeUnretainedValue()
    unsafe sink.bytes.append(contentsOf: UnsafeBufferPointer(start: data, count: Int(length)))
    return CAIRO_STATUS_SUCCESS
}
