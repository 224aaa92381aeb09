/// A colour in sRGB, components in 0...1, not premultiplied.
public struct Color: Sendable, Equatable {
    /// Red; like the other components in 0...1, sRGB-encoded (not linear).
    public var red: Double
    /// Green, 0...1.
    public var green: Double
    /// Blue, 0...1.
    public var blue: Double
    /// Opacity: 0 is invisible, 1 opaque.
    public var alpha: Double

    /// A colour from its components in 0...1; opaque by default. Values are not checked.
    public init(red: Double, green: Double, blue: Double, alpha: Double = 1) {
        self.red = red
        self.green = green
        self.blue = blue
        self.alpha = alpha
    }

    /// An opaque colour from `0xRRGGBB`.
    init(_ hex: UInt32) {
        self.init(
            red: Double(hex >> 16 & 0xFF) / 255, green: Double(hex >> 8 & 0xFF) / 255,
            blue: Double(hex & 0xFF) / 255)
    }

    /// The same colour with another opacity, 0...1.
    func withAlpha(_ alpha: Double) -> Color {
        Color(red: red, green: green, blue: blue, alpha: alpha)
    }

    /// The colour mixed with white: a `share` of 0 leaves it, 1 gives white. The opacity stays.
    func paler(by share: Double) -> Color {
        Color(
            red: red + (1 - red) * share, green: green + (1 - green) * share,
            blue: blue + (1 - blue) * share, alpha: alpha)
    }

    /// The page.
    public static let white = Color(0xFFFFFF)
    /// Text and main lines.
    public static let ink = Color(0x1A1A1A)
    /// Text and lines of second rank, such as captions; still readable on white (contrast 6.9 after
    /// WCAG 2).
    static let quiet = Color(0x5A5A5A)
    /// Frames of panels and their ticks.
    static let frame = Color(0x303030)
    /// Thin borders around images and legends.
    static let hairline = Color(0xCCCCCC)
    /// Points without a label.
    static let unlabelled = Color(0x9A9A9A)

    /// Colours of the background and objects of a scene: blue, orange, green, red, purple and
    /// brown.
    ///
    /// They are near matplotlib's, moved apart in lightness. Under simulated protanopia,
    /// deuteranopia and tritanopia (Machado et al. 2009, doi:10.1109/TVCG.2009.113) the closest
    /// pair is 15 apart in CIELAB (matplotlib's: 5).
    static let objects = [
        Color(0x1F77B4), Color(0xF5870F), Color(0x12A37A), Color(0xC2183C), Color(0xB07AEA),
        Color(0x5C3317),
    ]

    /// The colour of a class of patches by its rank, 0 to 9; grey for others.
    public static func segment(_ rank: Int?) -> Color {
        guard let rank, segments.indices.contains(rank) else { return Color(0x8A8A8A) }
        return segments[rank]
    }
    private static let segments = labels + [Color(0xF7A8B8), Color(0xB8E986)]

    /// Colours of labels in a scatter and of curves: `objects` and two more.
    static let labels = objects + [Color(0x5BC8F5), Color(0xC4AE00)]
}

/// The colour of `value` on the viridis map of van der Walt and Smith (CC0), from dark purple at 0
/// to yellow at 1.
///
/// The map has 256 steps; the nearest is taken. What lies outside 0...1 takes the nearer end.
func viridis(_ value: Double) -> Color {
    viridisTable[Int(max(0, min(1, value)) * 255 + 0.5)]
}

/// The 256 colours of the map, from dark purple to yellow.
private let viridisTable: [Color] = {
    let digits = viridisDigits.utf8.map { UInt32($0 < 58 ? $0 - 48 : $0 - 87) }
    return (0..<256).map { entry in
        Color(digits[entry * 6..<entry * 6 + 6].reduce(0) { $0 << 4 | $1 })
    }
}()

/// The colours as hexadecimal `rrggbb`, six digits each.
private let viridisDigits = """
    44015444025645045745055946075a46085c460a5d460b5e470d60470e61471063471164471365481467\
    48166848176948186a481a6c481b6d481c6e481d6f481f70482071482173482374482475482576482677\
    482878482979472a7a472c7a472d7b472e7c472f7d46307e46327e46337f463480453581453781453882\
    443983443a83443b84433d84433e85423f854240864241864142874144874045884046883f47883f4889\
    3e49893e4a893e4c8a3d4d8a3d4e8a3c4f8a3c508b3b518b3b528b3a538b3a548c39558c39568c38588c\
    38598c375a8c375b8d365c8d365d8d355e8d355f8d34608d34618d33628d33638d32648e32658e31668e\
    31678e31688e30698e306a8e2f6b8e2f6c8e2e6d8e2e6e8e2e6f8e2d708e2d718e2c718e2c728e2c738e\
    2b748e2b758e2a768e2a778e2a788e29798e297a8e297b8e287c8e287d8e277e8e277f8e27808e26818e\
    26828e26828e25838e25848e25858e24868e24878e23888e23898e238a8d228b8d228c8d228d8d218e8d\
    218f8d21908d21918c20928c20928c20938c1f948c1f958b1f968b1f978b1f988b1f998a1f9a8a1e9b8a\
    1e9c891e9d891f9e891f9f881fa0881fa1881fa1871fa28720a38620a48621a58521a68522a78522a884\
    23a98324aa8325ab8225ac8226ad8127ad8128ae8029af7f2ab07f2cb17e2db27d2eb37c2fb47c31b57b\
    32b67a34b67935b77937b87838b9773aba763bbb753dbc743fbc7340bd7242be7144bf7046c06f48c16e\
    4ac16d4cc26c4ec36b50c46a52c56954c56856c66758c7655ac8645cc8635ec96260ca6063cb5f65cb5e\
    67cc5c69cd5b6ccd5a6ece5870cf5773d05675d05477d1537ad1517cd2507fd34e81d34d84d44b86d549\
    89d5488bd6468ed64590d74393d74195d84098d83e9bd93c9dd93ba0da39a2da37a5db36a8db34aadc32\
    addc30b0dd2fb2dd2db5de2bb8de29bade28bddf26c0df25c2df23c5e021c8e020cae11fcde11dd0e11c\
    d2e21bd5e21ad8e219dae319dde318dfe318e2e418e5e419e7e419eae51aece51befe51cf1e51df4e61e\
    f6e620f8e621fbe723fde725
    """
