internal import Foundation

/// Encodes names as a JSON array: `["cat","dog"]`.
func nameList(_ names: [String]) -> String {
    guard let data = try? JSONEncoder().encode(names) else { return "[]" }
    return String(decoding: data, as: UTF8.self)
}

/// Decodes names from a JSON array; empty if the text is not one.
func names(ofList list: String) -> [String] {
    (try? JSONDecoder().decode([String].self, from: Data(list.utf8))) ?? []
}
