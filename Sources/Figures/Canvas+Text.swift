internal import CCairo

/// The look of a text. The font is DejaVu Sans, or the system's sans-serif where it is missing.
public struct TextStyle: Sendable, Equatable {
    /// The font's size in points.
    public var size: Double
    /// Whether the text is bold.
    public var bold: Bool
    /// The colour of the text.
    public var color: Color

    /// A style; regular and in ink by default.
    public init(size: Double, bold: Bool = false, color: Color = .ink) {
        self.size = size
        self.bold = bold
        self.color = color
    }
}

/// The part of a text's box that stands at the given x: its left edge, middle or right edge.
public enum HorizontalAnchor: Sendable {
    case leading, center, trailing
}

/// The part of a text's box that stands at the given y: its upper edge, middle or lower edge.
public enum VerticalAnchor: Sendable {
    case top, middle, bottom
}

extension Canvas {
    /// Texts are cut to this many Unicode scalars before they are measured, so that a huge name
    /// costs no time.
    private static let longestText = 400

    /// Sets up metrics without hinting or rounding to pixels, so that a text has the same size at
    /// every resolution and in every format.
    func prepareText() {
        let options = unsafe cairo_font_options_create()
        unsafe cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE)
        unsafe cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF)
        unsafe cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY)
        let pango = unsafe pango_layout_get_context(layout)
        unsafe pango_cairo_context_set_font_options(pango, options)
        unsafe pango_cairo_context_set_resolution(pango, 72)
        unsafe pango_context_set_round_glyph_positions(pango, 0)
        unsafe cairo_font_options_destroy(options)
        unsafe pango_layout_set_auto_dir(layout, 0)
        // A name that is broken between two letters has no hyphen of its own there.
        let attributes = unsafe pango_attr_list_new()
        unsafe pango_attr_list_insert(attributes, pango_attr_insert_hyphens_new(0))
        unsafe pango_layout_set_attributes(layout, attributes)
        unsafe pango_attr_list_unref(attributes)
    }

    /// The width and height of a text in points.
    ///
    /// The box is Pango's logical one: it includes the line's full height, whatever letters occur.
    ///
    /// - Parameters:
    ///   - maxWidth: in points; a longer text is broken into up to `lines` lines, between words
    ///     where possible. The last line ends in an ellipsis when they do not suffice. Nil: one
    ///     line of any width.
    ///   - lines: the most lines, with `maxWidth` only. Default: 1.
    public func measure(
        _ text: String, _ style: TextStyle, maxWidth: Double? = nil, lines: Int = 1
    ) -> (width: Double, height: Double) {
        let box = lay(text, style, maxWidth: maxWidth, lines: lines)
        return (box.width, box.height)
    }

    /// Writes a text so that the named part of its box stands at (`x`, `y`).
    ///
    /// - Parameters:
    ///   - horizontal: also the alignment of the lines of a broken text. Default: leading.
    ///   - vertical: the part of the box at `y`. Default: top.
    ///   - maxWidth: as in `measure`.
    ///   - lines: as in `measure`.
    ///   - upwards: whether the text is turned by 90 degrees, read from bottom to top; the box is
    ///     then the turned one.
    public func write(
        _ text: String, x: Double, y: Double, _ style: TextStyle,
        _ horizontal: HorizontalAnchor = .leading, _ vertical: VerticalAnchor = .top,
        maxWidth: Double? = nil, lines: Int = 1, upwards: Bool = false
    ) {
        let laid = lay(text, style, maxWidth: maxWidth, lines: lines, horizontal)
        let (width, height) =
            upwards ? (laid.height, laid.width) : (laid.width, laid.height)
        let left =
            switch horizontal {
            case .leading: x
            case .center: x - width / 2
            case .trailing: x - width
            }
        let top =
            switch vertical {
            case .top: y
            case .middle: y - height / 2
            case .bottom: y - height
            }
        if recording && !text.isEmpty {
            record(text: text, box: Rect(x: left, y: top, width: width, height: height))
        }
        unsafe cairo_save(context)
        setSource(style.color)
        if upwards {
            unsafe cairo_translate(context, left, top + height)
            unsafe cairo_rotate(context, -.pi / 2)
        } else {
            unsafe cairo_translate(context, left, top)
        }
        unsafe cairo_move_to(context, -laid.x, -laid.y)
        // Not updated to the canvas's scale: letters that no font has would change their size.
        unsafe pango_cairo_show_layout(context, layout)
        unsafe cairo_restore(context)
    }

    /// A text that fits into `lines` lines of at most `width` points: the middle of a longer one is
    /// replaced by an ellipsis, so that the beginning and end of a name stay.
    ///
    /// The longest fitting text is found by bisection, with about 9 measurements.
    func cutInTheMiddle(
        _ text: String, _ style: TextStyle, to width: Double, lines: Int = 1
    ) -> String {
        let characters = Array(Canvas.printable(text))
        func cut(_ kept: Int) -> String {
            kept >= characters.count
                ? String(characters)
                : String(characters.prefix((kept + 1) / 2)) + "…"
                    + String(characters.suffix(kept / 2))
        }
        let most = lines == 1 ? 0 : (Double(lines) + 0.5) * measure("Ag", style).height
        func fits(_ kept: Int) -> Bool {
            lines == 1
                ? measure(cut(kept), style).width <= width
                : measure(cut(kept), style, maxWidth: width, lines: lines + 1).height <= most
        }
        if fits(characters.count) { return String(characters) }
        var (low, high) = (0, characters.count)
        while high - low > 1 {
            let middle = (low + high) / 2
            if fits(middle) { low = middle } else { high = middle }
        }
        return cut(low)
    }

    /// Puts a text into Pango's layout, ready to be drawn, and returns its logical box in points.
    private func lay(
        _ text: String, _ style: TextStyle, maxWidth: Double?, lines: Int,
        _ alignment: HorizontalAnchor = .leading
    ) -> Rect {
        let font = unsafe pango_font_description_new()
        unsafe pango_font_description_set_family(font, "DejaVu Sans, sans-serif")
        unsafe pango_font_description_set_weight(
            font, style.bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL)
        unsafe pango_font_description_set_absolute_size(font, style.size * Double(PANGO_SCALE))
        unsafe pango_layout_set_font_description(layout, font)
        unsafe pango_font_description_free(font)

        let clean = Canvas.printable(text)
        unsafe pango_layout_set_text(layout, clean, Int32(clean.utf8.count))
        if let maxWidth {
            let units = max(1, min(maxWidth, 1e5) * Double(PANGO_SCALE))
            unsafe pango_layout_set_width(layout, Int32(units.rounded(.up)))
            unsafe pango_layout_set_height(layout, -Int32(lines))
            unsafe pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR)
            unsafe pango_layout_set_ellipsize(layout, PANGO_ELLIPSIZE_END)
        } else {
            unsafe pango_layout_set_width(layout, -1)
            unsafe pango_layout_set_ellipsize(layout, PANGO_ELLIPSIZE_NONE)
        }
        let side =
            switch alignment {
            case .leading: PANGO_ALIGN_LEFT
            case .center: PANGO_ALIGN_CENTER
            case .trailing: PANGO_ALIGN_RIGHT
            }
        unsafe pango_layout_set_alignment(layout, side)
        unsafe pango_layout_set_single_paragraph_mode(layout, 1)
        var logical = PangoRectangle()
        unsafe pango_layout_get_extents(layout, nil, &logical)
        let unit = Double(PANGO_SCALE)
        return Rect(
            x: Double(logical.x) / unit, y: Double(logical.y) / unit,
            width: Double(logical.width) / unit, height: Double(logical.height) / unit)
    }

    /// The text as one line of at most `longestText` scalars; control characters and line
    /// separators become spaces.
    static func printable(_ text: String) -> String {
        let scalars = text.unicodeScalars.prefix(longestText).map { scalar in
            scalar.value < 32 || (127..<160).contains(scalar.value)
                || scalar.value == 0x2028 || scalar.value == 0x2029 ? " " : scalar
        }
        var result = String.UnicodeScalarView()
        result.append(contentsOf: scalars)
        return String(result)
    }
}
