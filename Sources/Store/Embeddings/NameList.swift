internal import Foundation

/// Names as a JSON list: `["cat","dog"]`.
func nameList(_ names: [String]) -> String {
    guard let data = try? JSONEncoder().encode(names) else { return "[]" }
    return String(decoding: data, as: UTF8.self)
}

/// The names of such a list; empty when it is none.
func names(ofList list: String) -> [String] {
    (try? JSONDecoder().decode([String].self, from: Data(list.utf8))) ?? []
}
