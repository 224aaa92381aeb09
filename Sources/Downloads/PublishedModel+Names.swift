extension PublishedModel {
    /// Up to `count` models with names similar to a text, the most similar first; empty when no
    /// part of it occurs in a name.
    ///
    /// Names are compared by their parts: "deit-tiny", "deit_tiny_patch16_224" and
    /// "facebook/deit-tiny-patch16-224" all have the family DeiT and the size Ti. An equal part
    /// scores 4 (family), 2 (size) or 1; a word with one wrong letter scores 2.
    public static func nearest(to text: String, count: Int = 5) -> [PublishedModel] {
        let wanted = parts(of: text)
        guard !wanted.isEmpty else { return [] }
        let scored = all.map { model in (model, score(wanted, model)) }.filter { $0.1 > 0 }
        guard let best = scored.map(\.1).max() else { return [] }
        // Models with less than half of the best score are not suggested.
        return scored.enumerated()
            .filter { $0.element.1 * 2 >= best }
            .sorted { ($1.element.1, $0.offset) < ($0.element.1, $1.offset) }
            .prefix(count).map(\.element.0)
    }

    /// The higher score of the name and timm's name; 0 below 0.5.
    private static func score(_ wanted: [String], _ model: PublishedModel) -> Double {
        let names = [model.name] + [model.timmName].compactMap { $0 }
        return names.map { name in
            let nameParts = parts(of: name)
            let shared = wanted.reduce(0.0) { $0 + similarity($1, nameParts) }
            // Among equal scores the shorter name is preferred.
            return shared - 0.01 * Double(nameParts.count { !wanted.contains($0) })
        }.max().map { $0 < 0.5 ? 0 : $0 } ?? 0
    }

    /// The score of one part of a text against the parts of a name.
    private static func similarity(_ part: String, _ nameParts: [String]) -> Double {
        let weight = families.contains(part) ? 4.0 : sizes.contains(part) ? 2 : 1
        if nameParts.contains(part) { return weight }
        // Only words can be misspelt: "in21k" is not "in1k".
        let isNear =
            part.count >= 3 && part.allSatisfy(\.isLetter)
            && nameParts.contains { isOneEdit(part, $0) }
        return isNear ? 2 : 0
    }

    private static let families: Set = [
        "augreg", "vit", "deit", "dino", "dinov2", "dinov3", "clip", "siglip", "siglip2", "pe",
    ]
    private static let sizes: Set = ["ti", "s", "b", "l", "so400m"]
    /// Other spellings of the parts of our names, from other libraries.
    private static let synonyms = [
        "tiny": "ti", "t": "ti", "small": "s", "base": "b", "large": "l", "dinov": "dino",
        "registers": "reg", "reg4": "reg", "dist": "distilled", "openai": "clip",
        "dino2": "dinov2", "dino3": "dinov3",
    ]
    /// Words that do not distinguish models.
    private static let ignored: Set = [
        "facebook", "facebookresearch", "google", "timm", "models", "hub", "hf", "224", "the",
        "vision", "transformer", "patch", "model", "ft", "pth", "npz", "safetensors",
    ]

    /// The words and numbers of a name, lower-case and in our spelling: "deit_tiny_patch16_224"
    /// gives "deit", "ti", "16".
    static func parts(of text: String) -> [String] {
        var words: [String] = []
        for piece in text.lowercased().split(whereSeparator: { !$0.isLetter && !$0.isNumber }) {
            // "patch16" and "ti16" are two parts, "dinov2" and "in21k" are one.
            let letters = piece.prefix { $0.isLetter }
            let digits = piece.dropFirst(letters.count)
            let isSplit =
                !letters.isEmpty && !digits.isEmpty && digits.allSatisfy(\.isNumber)
                && !["dinov", "dino", "reg"].contains(String(letters))
            words += isSplit ? [String(letters), String(digits)] : [String(piece)]
        }
        // Facebook's names join the two: "dinov2_vitl14".
        let separate = words.flatMap { word in
            word.count == 4 && word.hasPrefix("vit") ? ["vit", String(word.suffix(1))] : [word]
        }
        return separate.map { synonyms[$0] ?? $0 }.filter { !ignored.contains($0) }
    }

    /// Whether the texts differ by one insertion, deletion, substitution or transposition.
    private static func isOneEdit(_ a: String, _ b: String) -> Bool {
        let (a, b) = (Array(a), Array(b))
        let start = zip(a, b).prefix { $0 == $1 }.count
        let end = zip(a.reversed(), b.reversed()).prefix { $0 == $1 }.count
        let rest = max(a.count, b.count) - min(start + end, min(a.count, b.count))
        if rest <= 1 { return true }
        return rest == 2 && a.count == b.count && start + 2 <= a.count
            && a[start] == b[start + 1] && a[start + 1] == b[start]
    }

    /// The table of all models, one line each: name, title, size in MiB, timm's name.
    public static var list: [String] {
        func padded(_ text: String, _ width: Int) -> String {
            text + String(repeating: " ", count: max(0, width - text.count))
        }
        let width = all.map(\.name.count).max() ?? 0
        let titles = all.map(\.title.count).max() ?? 0
        return all.map { model in
            let size = "\((model.approximateBytes + 1 << 19) >> 20) MiB"
            return padded(model.name, width + 2) + padded(model.title, titles + 2)
                + String(repeating: " ", count: max(0, 8 - size.count)) + size
                + (model.timmName.map { "  " + $0 } ?? "")
        }
    }
}
