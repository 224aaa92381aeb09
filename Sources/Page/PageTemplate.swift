internal import Digest
internal import Foundation
internal import Text

/// The skeleton of the page, `page.html`, with marks where its parts belong.
struct PageTemplate {
    /// The skeleton.
    let html: String

    /// What is put at the marks.
    struct Parts {
        /// The mark by which a later run knows the file; "" for none.
        var mark = ""
        /// Title of the page, any text.
        var title: String
        /// The style sheet.
        var style: String
        /// Elements with the description of the maps.
        var data: [UInt8]
        /// Elements with the chunks.
        var chunks: [UInt8]
        /// The program.
        var program: String
        /// Where the chunks come from.
        var source = Source.page
    }

    /// Where a page has its chunks: in itself, in scripts beside it, or on its server.
    enum Source { case page, scripts, server }

    /// The places in the skeleton.
    private enum Place: String, CaseIterable {
        case mark = "<!-- page:mark -->"
        case policy = "<!-- page:policy -->"
        case title = "<!-- page:title -->"
        case style = "/* page:style */"
        case data = "<!-- page:data -->"
        case chunks = "<!-- page:chunks -->"
        case program = "/* page:program */"
    }

    /// The page. A skeleton without one of the marks, and a program or style that would end its
    /// element, are bugs of ours.
    func filled(_ parts: Parts) -> [UInt8] {
        precondition(
            !parts.program.lowercased().contains("</script")
                && !parts.program.contains("<!--")
                && !parts.style.lowercased().contains("</style"),
            "the program or the style would end its element")
        var page: [UInt8] = []
        page.reserveCapacity(html.utf8.count + parts.data.count + parts.chunks.count + 1 << 16)
        var rest = html[...]
        let places = Place.allCases.map { place in
            guard let range = html.range(of: place.rawValue) else {
                preconditionFailure("page.html has no \(place.rawValue)")
            }
            return (place: place, range: range)
        }.sorted { $0.range.lowerBound < $1.range.lowerBound }
        for (place, range) in places {
            page += rest[..<range.lowerBound].utf8
            rest = html[range.upperBound...]
            switch place {
            case .mark: page += parts.mark.utf8
            case .policy: page += policy(parts).utf8
            case .title: page += htmlText(parts.title).utf8
            case .style: page += parts.style.utf8
            case .data: page += parts.data
            case .chunks: page += parts.chunks
            case .program: page += parts.program.utf8
            }
        }
        page += rest.utf8
        return page
    }

    /// The element with the content security policy: nothing but this program and this style, and
    /// images from files.
    private func policy(_ parts: Parts) -> String {
        let program = hash(of: element(around: .program, filledWith: parts.program))
        let style = hash(of: element(around: .style, filledWith: parts.style))
        let rules =
            [
                "default-src 'none'",
                "script-src \(program)" + (parts.source == .scripts ? " 'self' file:" : ""),
                "style-src \(style)",
                "img-src 'self'" + (parts.source == .server ? "" : " file:") + " data: blob:",
                "worker-src blob:", "base-uri 'none'", "form-action 'none'",
            ] + (parts.source == .server ? ["connect-src 'self'"] : [])
        return "<meta http-equiv=\"Content-Security-Policy\" content=\""
            + rules.joined(separator: "; ") + "\">"
    }

    /// The whole text of the element that has a mark, with the mark replaced: what the browser
    /// hashes.
    private func element(around place: Place, filledWith text: String) -> String {
        guard let range = html.range(of: place.rawValue),
            let start = html[..<range.lowerBound].lastIndex(of: ">"),
            let end = html[range.upperBound...].range(of: "</")
        else { preconditionFailure("page.html has no element around \(place.rawValue)") }
        return html[html.index(after: start)..<range.lowerBound] + text
            + html[range.upperBound..<end.lowerBound]
    }

    /// The source expression of a text: `'sha256-BASE64'`.
    private func hash(of text: String) -> String {
        "'sha256-\(Data(SHA256.digest(Array(text.utf8))).base64EncodedString())'"
    }
}
