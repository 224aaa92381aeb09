/// How well one class is found by the nearest patches (table `segmentation`). Shares count patches
/// of images with masks; they are NaN where there is nothing to divide by.
public struct SegmentationRow: TableRow {
    /// Name of the object, or "background".
    public var name: String
    /// Number of images with masks that have the class.
    public var images: Int
    /// Number of their patches that have the class.
    public var patches: Int
    /// Number of patches that were given the class.
    public var found: Int
    /// Intersection over union, 0...1.
    public var iou: Double

    public init(
        name: String = "", images: Int = 0, patches: Int = 0, found: Int = 0, iou: Double = .nan
    ) {
        self.name = name
        self.images = images
        self.patches = patches
        self.found = found
        self.iou = iou
    }

    public static var unknown: Self { Self() }
    public static var columns: [TableColumn<Self>] {
        [
            .texts("class", \.name), .integers("images", \.images),
            .integers("patches", \.patches), .integers("found", \.found), .reals("iou", \.iou),
        ]
    }
}
