internal import HDF5

extension ReductionWriter {
    /// Writes the objects of patches; their classes one by one are a table.
    static func write(_ result: SegmentationResult, to group: Group) throws {
        let images = result.rows.count
        let shape = [images, images > 0 ? result.objects.count / images : 0]
        try group.putString("layer", result.layer)
        try group.putStrings("classes", result.classes)
        try group.putArray("rows", result.rows)
        try group.putArray("objects", result.objects, shape: shape)
        try group.putArray("confidence", result.confidence, shape: shape)
        try group.putArray("truth", result.truth, shape: shape)
        for (name, number) in [
            ("masked", result.masked), ("memory", result.memory), ("neighbors", result.neighbors),
        ] {
            try group.putNumber(name, Int64(number))
        }
        for (name, number) in [
            ("temperature", result.temperature), ("mean_iou", result.meanIoU),
            ("mean_iou_low", result.low), ("mean_iou_high", result.high),
            ("accuracy", result.accuracy),
        ] {
            try group.putNumber(name, number)
        }
    }
}

extension ReductionReader {
    /// Objects of patches, without their table.
    static func readSegmentation(
        _ group: CheckedGroup, _ model: ModelDescription
    ) throws -> SegmentationResult {
        let classes = try group.texts("classes")
        let images = try group.shape("rows", dimensions: 1)[0]
        let shape = [images, model.patches]
        let range: ClosedRange<Int32> = -1...Int32(clamping: classes.count - 1)
        let counts: ClosedRange<Int64> = 0...1 << 48
        func number(_ name: String) throws -> Double {
            try group.reals(name, shape: [], allowsNaN: true, maximum: 1e6)[0]
        }
        return SegmentationResult(
            layer: try group.text("layer"), classes: classes,
            rows: try group.smallIntegers("rows", shape: [images], in: 0...(.max)),
            objects: try group.smallIntegers("objects", shape: shape, in: range),
            confidence: try group.reals("confidence", shape: shape, maximum: 1.001).map {
                Float($0)
            },
            truth: try group.smallIntegers("truth", shape: shape, in: range),
            masked: try group.integer("masked", in: counts),
            memory: try group.integer("memory", in: counts),
            neighbors: try group.integer("neighbors", in: counts),
            temperature: try number("temperature"), meanIoU: try number("mean_iou"),
            low: try number("mean_iou_low"), high: try number("mean_iou_high"),
            accuracy: try number("accuracy"))
    }
}
