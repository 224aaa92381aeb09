internal import ArgumentParser

/// Side of the thumbnails of the map page in pixels.
enum ThumbnailSide: String, CaseIterable, ExpressibleByArgument {
    case pixels32 = "32"
    case pixels48 = "48"
    case pixels64 = "64"
    case pixels96 = "96"
    case none

    /// The side in pixels; nil for no thumbnails.
    var pixels: Int? { Int(rawValue) }
}
