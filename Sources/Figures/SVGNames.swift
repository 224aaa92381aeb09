/// Replaces the names `surfaceN` and `imageN` in an SVG file of Cairo's by numbers 1, 2, ... in the
/// order of their first appearance.
///
/// Cairo numbers its surfaces through the life of the process, so that the second file of a run
/// would differ from the same file made alone. Names are recognised after a quotation mark or "#".
func renumberingSurfaces(in bytes: [UInt8]) -> [UInt8] {
    let words = ["surface", "image"].map { Array($0.utf8) }
    let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
    var numbers: [[UInt8]: Int] = [:]
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count)
    var at = 0
    while at < bytes.count {
        let byte = bytes[at]
        result.append(byte)
        at += 1
        guard byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "#") else { continue }
        for word in words where bytes[at...].starts(with: word) {
            var end = at + word.count
            while end < bytes.count, digits.contains(bytes[end]) { end += 1 }
            guard end > at + word.count else { continue }
            let name = Array(bytes[at..<end])
            let number = numbers[name] ?? numbers.count + 1
            numbers[name] = number
            result += word + Array(String(number).utf8)
            at = end
            break
        }
    }
    return result
}
