internal import Console
internal import Digest
internal import FileSystem
internal import Foundation
internal import Images
internal import ModelLoading
internal import Store
internal import ViT

extension PlanHeader {
    /// What decides about the results, by the options' names: two runs that agree in all of it
    /// give the same rows.
    static func settings(
        source: String, images: ImageOptions, output: OutputOptions, masks: Masks?,
        model: LoadedModel, layout: EmbeddingLayout
    ) throws -> [String: String] {
        let m = model.description
        var settings: [String: String] = [:]
        settings["IMAGES"] = source == "-" ? "-" : absolutePath(source)
        settings["--limit"] = output.limit.map(String.init) ?? "none"
        settings["--labels"] = images.labels
        // Named only where they are given: plans of before have neither.
        if images.followLinks { settings["--follow-links"] = "true" }
        if images.labelField != "label" { settings["--label-field"] = images.labelField }
        settings["--masks"] = masks?.text ?? "none"
        settings["--void"] = images.void
        settings["--explain"] = images.explain ?? "default"
        settings["--variants"] = images.variants ?? "none"
        settings["--occlude or --shuffle"] = try images.rowVariant().description
        settings["--mosaic"] = images.mosaic.map(String.init) ?? "none"
        settings["--exif"] = "\(images.exif)"
        settings["--max-pixels"] = "\(images.maxPixels)"
        settings["--accept-truncated"] = "\(images.acceptTruncated)"
        settings["--weights"] = "\(m.weightsFile), SHA-256 \(m.weightsSHA256)"
        settings["--recipe"] = m.recipe
        settings["--interpolation"] = m.interpolation
        settings["--crop-ratio"] = "\(m.cropRatio)"
        settings["--mean"] = "\(m.mean)"
        settings["--std"] = "\(m.std)"
        settings["--image-size"] = "\(m.imageSize)"
        settings["--heads"] = "\(m.heads)"
        settings["--eps"] = "\(m.eps)"
        settings["--activation"] = m.activation
        settings["--precision"] = m.precision
        settings["--layers"] = layout.layers.map(\.text).joined(separator: ",")
        settings["--tokens"] = layout.tokens.map(\.rawValue).joined(separator: ",")
        settings["--dtype"] = layout.precision.rawValue
        settings["--attention"] = layout.attention ? "rollout" : "none"
        settings["--seed"] = "\(output.seed)"
        settings["version"] = toolVersion
        if !layout.classNames.isEmpty && !model.hasAssumedClasses {
            let text = layout.classNames.joined(separator: "\n")
            settings["--classes"] =
                "\(layout.classNames.count) names, SHA-256 "
                + hexadecimal(SHA256.digest(Array(text.utf8)))
        }
        return settings
    }

    private static func absolutePath(_ path: String) -> String {
        canonicalPath(path) ?? FileSystem.absolutePath(path)
    }

    /// Items of a segment: about 256 MB or 256 items, whichever is less, whole micro-batches; more
    /// where the segments would become too many files.
    static func segmentItems(bytesPerImage: Int, items: Int) -> Int {
        let slots = ForwardPass.slots
        let bySize = min(256, (256 << 20) / max(1, bytesPerImage))
        let byCount = (items + 3999) / 4000
        let wanted = min(4096, max(bySize, byCount, slots))
        return max(slots, wanted / slots * slots)
    }
}
