internal import Foundation
internal import FoundationXML

/// The names of an image's objects, in order, from an XML annotation of Pascal VOC: the `<name>` of
/// each `<object>`; those of its parts do not count.
///
/// The order is that of the indices of the image's SegmentationObject mask, 1, 2, ...
public func annotatedObjectNames(xml bytes: [UInt8]) throws(RejectedImage) -> [String] {
    let reader = AnnotationReader()
    let parser = XMLParser(data: Data(bytes))
    parser.delegate = reader
    guard parser.parse() else {
        throw RejectedImage(
            .mask,
            "The annotation is not well-formed XML: line \(parser.lineNumber), column "
                + "\(parser.columnNumber).")
    }
    // The parser lets the missing end of an element pass.
    guard let root = reader.root, reader.path.isEmpty else {
        throw RejectedImage(
            .mask,
            "The annotation ends within "
                + (reader.path.last.map { "<\($0)>" } ?? "nothing: it holds no element") + ".")
    }
    guard root == "annotation" else {
        throw RejectedImage(
            .mask,
            "The annotation's outermost element is <\(root)>; expected is <annotation>, as in "
                + "Pascal VOC.")
    }
    if let unnamed = reader.names.firstIndex(of: nil) {
        throw RejectedImage(.mask, "Object \(unnamed + 1) of the annotation has no <name>.")
    }
    return reader.names.compactMap { $0 }
}

private final class AnnotationReader: NSObject, XMLParserDelegate {
    var root: String?
    /// nil for an object whose name is yet to come.
    var names: [String?] = []
    /// The elements around the present place.
    var path: [String] = []
    private var text = ""

    private var isInName: Bool { path == ["annotation", "object", "name"] }

    func parser(
        _ parser: XMLParser, didStartElement element: String, namespaceURI: String?,
        qualifiedName: String?, attributes: [String: String]
    ) {
        if root == nil { root = element }
        path.append(element)
        if path == ["annotation", "object"] { names.append(nil) }
        text = ""
    }

    func parser(_ parser: XMLParser, foundCharacters characters: String) {
        if isInName { text += characters }
    }

    func parser(
        _ parser: XMLParser, didEndElement element: String, namespaceURI: String?,
        qualifiedName: String?
    ) {
        if isInName {
            let name = text.trimmingCharacters(in: .whitespacesAndNewlines)
            if !name.isEmpty { names[names.count - 1] = name }
        }
        path.removeLast()
    }
}
