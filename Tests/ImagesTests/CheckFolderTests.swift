import Foundation
import Images
import Testing

private let environment = ProcessInfo.processInfo.environment

/// For `Scripts/checks/preprocessing.py`: writes what this module makes of every image below
/// `VITRINE_CHECK_IMAGES` into the folder `VITRINE_CHECK_OUTPUT`.
@Test(
    "every image of a folder is written as raw bytes for the comparison with Pillow",
    .enabled(if: environment["VITRINE_CHECK_IMAGES"] != nil))
func writeForComparison() throws {
    let root = try #require(environment["VITRINE_CHECK_IMAGES"])
    let output = URL(filePath: try #require(environment["VITRINE_CHECK_OUTPUT"]))
    try FileManager.default.createDirectory(at: output, withIntermediateDirectories: true)
    let squash = Recipe(
        kind: .squash, size: 224, interpolation: .bilinear,
        mean: [0.5, 0.5, 0.5], std: [0.5, 0.5, 0.5])
    let crop = Recipe(
        kind: .crop, size: 224, cropRatio: 0.875, interpolation: .bicubic,
        mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225])
    var upright = DecodeOptions()
    upright.applyOrientation = true
    var report = ""
    for (index, image) in try collect(root).images.enumerated() {
        var fields = ["\(index)", String(decoding: image.path, as: UTF8.self)]
        do {
            let bytes = try readFile(root: root, path: image.path, expecting: image)
            let decoded = try decodeImage(bytes)
            let rgb = decoded.image
            func write(_ bytes: [UInt8], _ kind: String) throws {
                try Data(bytes).write(to: output.appending(path: "\(index).\(kind)"))
            }
            try write(rgb.pixels, "rgb")
            try write(squash.apply(to: rgb).pixels, "squash")
            try write(crop.apply(to: rgb).pixels, "crop")
            if decoded.orientation != 1 {
                try write(decodeImage(bytes, options: upright).image.pixels, "upright")
            }
            if index < 20 {
                for (recipe, kind) in [(squash, "half"), (crop, "imagenet")] {
                    var values = [Float](repeating: 0, count: 224 * 224 * 3)
                    var span = values.mutableSpan
                    recipe.normalize(recipe.apply(to: rgb), into: &span)
                    try write(
                        values.flatMap { value in
                            (0..<4).map { UInt8(truncatingIfNeeded: value.bitPattern >> (8 * $0)) }
                        }, kind)
                }
            }
            fields += ["ok", "\(rgb.width)", "\(rgb.height)", "\(decoded.orientation)"]
        } catch let error as RejectedImage {
            fields += [error.cause.rawValue, error.detail]
        }
        report += fields.joined(separator: "\t") + "\n"
    }
    try report.write(to: output.appending(path: "report.tsv"), atomically: true, encoding: .utf8)
}

/// For `Scripts/checks/odd_files.py` and `Scripts/faults/mutate_images.py`: decodes every file
/// below `VITRINE_DECODE_IMAGES`, whatever its name, and writes a line for each into
/// `VITRINE_DECODE_REPORT` as soon as it is done; pixels, too, below `VITRINE_DECODE_PIXELS`.
@Test(
    "every file of a folder is decoded or rejected, with its time and memory",
    .enabled(if: environment["VITRINE_DECODE_IMAGES"] != nil))
func decodeForComparison() throws {
    let root = try #require(environment["VITRINE_DECODE_IMAGES"])
    let reportPath = try #require(environment["VITRINE_DECODE_REPORT"])
    try #require(FileManager.default.createFile(atPath: reportPath, contents: nil))
    let report = try FileHandle(forWritingTo: URL(filePath: reportPath))
    let pixels = environment["VITRINE_DECODE_PIXELS"]
    let paths = FileManager.default.enumerator(atPath: root)?.compactMap { $0 as? String } ?? []
    for (index, path) in paths.sorted().enumerated() {
        var isFolder: ObjCBool = false
        _ = unsafe FileManager.default.fileExists(atPath: "\(root)/\(path)", isDirectory: &isFolder)
        if isFolder.boolValue { continue }
        var fields = ["\(index)", path]
        // Lets the high-water mark of memory begin anew.
        try? Data("5".utf8).write(to: URL(filePath: "/proc/self/clear_refs"))
        let start = ContinuousClock.now
        do {
            let bytes = try readFile(root: root, path: Array(path.utf8))
            let decoded = try decodeImage(bytes)
            let rgb = decoded.image
            fields += ["ok", "\(rgb.width) \(rgb.height) \(decoded.orientation)"]
            if let pixels {
                try Data(rgb.pixels).write(to: URL(filePath: "\(pixels)/\(index).rgb"))
            }
        } catch let error as RejectedImage {
            fields += [error.cause.rawValue, error.detail]
        }
        let time = (ContinuousClock.now - start) / .milliseconds(1)
        let line = fields + ["\(Int(time))", "\(peakKibibytes())"]
        try report.write(contentsOf: Data((line.joined(separator: "\t") + "\n").utf8))
    }
    try report.write(contentsOf: Data("done\n".utf8))
}

private func peakKibibytes() -> Int {
    let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
    let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") } ?? ""
    return Int(line.filter(\.isNumber)) ?? 0
}
