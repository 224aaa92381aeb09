public import Images
public import Store

extension DecodeOptions {
    /// The options with which the images of a file were decoded, so that others are decoded alike.
    ///
    /// Settings that do not record the pixel limit, as early files, have the default limit.
    public init(_ settings: RunSettings.ImageSettings) {
        self.init()
        applyOrientation = settings.appliesOrientation
        acceptTruncated = settings.acceptsTruncated
        if let most = settings.maximumPixels { maximumPixels = most }
    }
}
