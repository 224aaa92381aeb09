/// Lines of cells of comma-separated text (RFC 4180), a second reader beside the page's own.
func table(_ text: String) -> [[String]] {
    var lines: [[String]] = []
    var line: [String] = []
    var cell = ""
    var isQuoted = false
    var letters = Array(text.unicodeScalars)[...]
    func end() {
        line.append(cell)
        cell = ""
    }
    while let letter = letters.popFirst() {
        switch letter {
        case "\"" where isQuoted && letters.first == "\"":
            letters.removeFirst()
            cell += "\""
        case "\"": isQuoted.toggle()
        case "," where !isQuoted: end()
        case "\n" where !isQuoted:
            end()
            lines.append(line)
            line = []
        default: cell.unicodeScalars.append(letter)
        }
    }
    if !cell.isEmpty || !line.isEmpty {
        end()
        lines.append(line)
    }
    return lines
}
