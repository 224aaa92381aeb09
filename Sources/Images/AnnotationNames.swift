internal import Foundation
internal import Text

/// The names of an image's objects, in order, from an XML annotation of Pascal VOC.
///
/// They are the `<name>` of each `<object>`; the names of its `<part>`s do not count. The order is
/// that of the indices 1, 2, ... of the image's mask in SegmentationObject. Other elements are
/// skipped.
///
/// - Throws: `RejectedImage` with the cause `mask` where the XML is malformed or cut short, its
///   outermost element is not `<annotation>`, or an object has no name.
public func annotatedObjectNames(xml bytes: [UInt8]) throws(RejectedImage) -> [String] {
    var reader = XMLReader(bytes)
    var root: String?
    // nil for an object whose name is yet to come.
    var names: [String?] = []
    var text = ""
    do {
        while let event = try reader.next() {
            switch event {
            case .start(let element):
                if root == nil { root = element }
                if reader.path == ["annotation", "object"] { names.append(nil) }
                text = ""
            case .text(let characters):
                if reader.path == ["annotation", "object", "name"] { text += characters }
            case .end(let element):
                if element == "name" && reader.path == ["annotation", "object"] {
                    let name = text.trimmingCharacters(in: .whitespacesAndNewlines)
                    if !name.isEmpty { names[names.count - 1] = name }
                }
            }
        }
    } catch {
        throw RejectedImage(.mask, "The annotation is not well-formed XML: \(error).")
    }
    guard let root, reader.path.isEmpty else {
        throw RejectedImage(
            .mask,
            "The annotation ends within "
                + (reader.path.last.map { "<\($0)>" } ?? "nothing: it holds no element") + ".")
    }
    guard root == "annotation" else {
        throw RejectedImage(
            .mask,
            "The annotation's outermost element is <\(root)>; expected <annotation>, as in "
                + "Pascal VOC.")
    }
    if let unnamed = names.firstIndex(of: nil) {
        throw RejectedImage(.mask, "Object \(unnamed + 1) of the annotation has no <name>.")
    }
    return names.compactMap { $0 }
}
