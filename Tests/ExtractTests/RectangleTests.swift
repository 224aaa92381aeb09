import Foundation
import HDF5
import Images
import ProgramRunner
import Testing

/// Inputs that are no squares, and inputs with a border.
@Suite("extract --image-size HxW and --pad") struct RectangleTests {
    private let folder: TemporaryFolder
    private let images: String

    init() throws {
        folder = try TemporaryFolder()
        images = try copyImages(labels: ["cat", "together"], count: 6, to: folder)
    }

    private func extract(_ options: [String], to name: String = "out.h5") throws -> String {
        let out = folder.file(name)
        let result = try runProgram(
            "extract", [images, out, "--layers", "0,final", "--dtype", "f32"] + options)
        #expect(result.code == 0, "\(result.errors)")
        return out
    }

    private func means(
        _ tokens: [Float], width: Int, patches: Int, of chosen: (Int) -> [Int]
    ) -> [[Float]] {
        (0..<tokens.count / (width * patches)).map { row in
            let kept = chosen(row)
            return (0..<width).map { column in
                let sum = kept.reduce(0.0) {
                    $0 + Double(tokens[(row * patches + $1) * width + column])
                }
                return Float(sum / Double(kept.count))
            }
        }
    }

    @Test("A rectangle has its height and width in the file, and patches, masks and previews of it")
    func rectangle() throws {
        let out = try extract(["--image-size", "160x240", "--tokens", "class,mean,patches"])
        let root = try File.open(out).root
        #expect(try root.group("model").attributes.get("image_size") == .integers([160, 240]))
        #expect(try root.dataset("layers/00/patches").shape == [12, 150, 128])
        #expect(try root.dataset("objects/patches").shape == [12, 150])
        #expect(try root.dataset("explain/0/pixels").shape == [160, 240, 3])
        #expect(!root.contains("images/picture"))
        let preview = try decodeImage(try root.group("images").readByteStrings("preview")[0]).image
        #expect(preview.width == 240 && preview.height == 160)
        let again = try runProgram("extract", ["verify", out])
        #expect(again.code == 0, "\(again.errors)")
    }

    @Test("The patches of a border are marked, and in no mean, preview or variant")
    func border() throws {
        let out = try extract([
            "--image-size", "160", "--pad", "--tokens", "mean,patches", "--variants",
            "original,random:1,shuffle:2",
        ])
        let root = try File.open(out).root
        #expect(try root.group("model").attributes.get("recipe") == .string("pad"))
        let stored: [Int32] = try root.dataset("images/picture").read()
        let areas = (0..<12).map { row in stored[row * 4..<row * 4 + 4].map { Int($0) } }
        let widths: [Int64] = try root.dataset("images/width").read()
        let heights: [Int64] = try root.dataset("images/height").read()
        let previews = try root.group("images").readByteStrings("preview")
        for (row, area) in areas.enumerated() {
            // 320 x 256 pixels become 160 x 128: eight rows of patches, the first below one row.
            let share =
                Double(min(widths[row], heights[row])) / Double(max(widths[row], heights[row]))
            #expect(max(area[2], area[3]) == 10)
            #expect(abs(Double(min(area[2], area[3])) - 10 * share) <= 1)
            let preview = try decodeImage(previews[row]).image
            #expect(preview.height == 16 * area[2] && preview.width == 16 * area[3])
        }
        #expect(areas.contains { $0[2] < 10 } && areas.contains { $0[2] == 10 })
        let tokens: [Float] = try root.dataset("layers/final/patches").read()
        let mean: [Float] = try root.dataset("layers/final/mean").read()
        let width = mean.count / 12
        let ofPictures = means(tokens, width: width, patches: 100) { row in
            let area = areas[row]
            return (0..<area[2]).flatMap { y in
                (0..<area[3]).map { (area[0] + y) * 10 + area[1] + $0 }
            }
        }
        let ofAll = means(tokens, width: width, patches: 100) { _ in Array(0..<100) }
        for row in 0..<12 {
            let stored = mean[row * width..<(row + 1) * width]
            let error = zip(stored, ofPictures[row]).map { abs($0 - $1) }.max() ?? 1
            #expect(error < 1e-5, "row \(row): \(error)")
            let isWhole = areas[row][2] * areas[row][3] == 100
            let difference = zip(stored, ofAll[row]).map { abs($0 - $1) }.max() ?? 0
            #expect(isWhole == (difference < 1e-5), "row \(row): \(difference)")
        }
        // All patches of the picture are black, and those of the border still have its colour.
        let explained = try root.group("explain")
        for name in try explained.names() {
            let image = try explained.group(name)
            guard case .integer(let row)? = try image.attributes.get("row"),
                case .string(let variant)? = try image.attributes.get("variant"),
                areas[Int(row)][2] < 10
            else { continue }
            let pixels: [UInt8] = try image.dataset("pixels").read()
            #expect(image.contains("picture") == (variant != "shuffle:2"))
            if variant == "random:1" {
                #expect(pixels[80 * 160 * 3] == 0 && pixels[0] > 100, "\(row)")
            }
        }
    }

    @Test(
        "Sizes and options that do not fit are refused",
        arguments: [
            (["--image-size", "100x96"], "multiple of the patch size 16"),
            (["--image-size", "96x"], "--image-size"),
            (["--image-size", "96x96x96"], "--image-size"),
            (["--image-size", "0x96"], "--image-size"), (["--pad", "--mosaic", "2"], "--mosaic"),
            (["--pad", "--recipe", "crop"], "--pad"), (["--pad", "--crop-ratio", "0.9"], "--pad"),
        ])
    func refused(_ options: [String], _ word: String) throws {
        let result = try runProgram("extract", [images, folder.file("no.h5")] + options)
        #expect(result.code == 64, "\(result.errors)")
        #expect(result.errors.contains(word), "\(result.errors)")
        #expect(!FileManager.default.fileExists(atPath: folder.file("no.h5")))
    }

    @Test("BEiT, whose biases are for one grid, is refused by name")
    func fixedPositions() throws {
        let golden = try Family.load("timm-beit")
        try golden.checkpoint().write(to: URL(fileURLWithPath: folder.file("w.safetensors")))
        let result = try runProgram(
            "extract",
            [
                images, folder.file("no.h5"), "--weights", folder.file("w.safetensors"), "--heads",
                "3",
                "--image-size", "224x160",
            ])
        #expect(result.code == 64, "\(result.errors)")
        #expect(result.errors.contains("timm-beit has relative biases"), "\(result.errors)")
    }
}
