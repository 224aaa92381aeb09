internal import HDF5
internal import Tokens

/// Conversion to and from a group below `/explain`.
extension ExplainedImage {
    /// Writes the image into an empty group.
    func write(to group: Group, model: ModelDescription) throws {
        let tokens = model.tokens
        try group.write("path", byteStrings: [path])
        try group.attributes.set("row", .integer(Int64(row)))
        try group.attributes.set("place", .integer(Int64(place)))
        try group.attributes.set("item", .integer(Int64(item)))
        try group.attributes.set("variant", .string(variant))
        try group.write("pixels", pixels, shape: model.pixelShape)
        if let picture {
            try group.write(Schema.Embeddings.picture, picture.stored, shape: [4])
        }
        if !joint.isEmpty {
            try group.write("joint", joint, shape: [model.depth, tokens, tokens])
            try group.write("heads", heads, shape: [model.depth, model.heads, model.patches])
        }
        if !objects.isEmpty {
            try group.write("objects", objects)
            try group.write("object_names", strings: objectNames)
        }
        if !predictedLabels.isEmpty {
            try group.write("predicted_labels", predictedLabels)
            try group.write("probabilities", probabilities)
        }
        if !units.isEmpty { try Self.add(units, to: group) }
        try group.attributes.seal()
    }

    /// Writes values of units that the group of an image does not have yet.
    static func add(_ units: [String: [Float]], to group: Group) throws {
        let name = Schema.Embeddings.units
        let own = try group.contains(name) ? group.group(name) : group.createGroup(name)
        for (unit, values) in units.sorted(by: { $0.key < $1.key }) where !own.contains(unit) {
            try own.write(unit, values)
        }
    }

    /// Reads the values of units; empty without any.
    private static func units(
        in group: Group, _ model: ModelDescription
    ) throws -> [String: [Float]] {
        guard group.contains(Schema.Embeddings.units) else { return [:] }
        let own = try group.group(Schema.Embeddings.units)
        var units: [String: [Float]] = [:]
        for name in try own.names() { units[name] = try own.read(name, shape: [model.patches]) }
        return units
    }

    /// Reads an image from its group.
    ///
    /// - Parameters:
    ///   - file: Path of the file, for error messages.
    ///   - model: The model of the file, which determines the shapes.
    ///   - attention: Whether to read `joint` and `heads`.
    ///   - isSealed: Whether attributes must have checksums, as from format version 2 on.
    init(
        from group: Group, file: String, model: ModelDescription, attention: Bool, isSealed: Bool
    ) throws {
        if isSealed { try group.attributes.requireSeal() }
        let hasObjects = group.contains("objects")
        let hasPicture = group.contains(Schema.Embeddings.picture)
        let hasAttention = attention && group.contains("joint")
        let hasClasses = group.contains("predicted_labels")
        func number(_ name: String) throws -> Int {
            guard case .integer(let value)? = try group.attributes.get(name) else { return -1 }
            return Int(value)
        }
        self.init(
            path: try group.readByteStrings("path", count: 1)[0],
            row: try group.attributes.integer("row"),
            pixels: try group.read("pixels", shape: model.pixelShape),
            joint: hasAttention
                ? try group.read("joint", shape: [model.depth, model.tokens, model.tokens]) : [],
            heads: hasAttention
                ? try group.read("heads", shape: [model.depth, model.heads, model.patches]) : [],
            picture: hasPicture
                ? try PictureArea(
                    stored: try group.read(Schema.Embeddings.picture, shape: [4]), model.grid,
                    file: file) : nil,
            objects: hasObjects ? try group.read("objects", shape: [model.patches]) : [],
            objectNames: hasObjects ? try group.readStrings("object_names") : [],
            variant: try group.attributes.string("variant"),
            predictedLabels: hasClasses ? try group.read("predicted_labels", shape: [nil]) : [],
            probabilities: hasClasses ? try group.read("probabilities", shape: [nil]) : [],
            place: try number("place"), item: try number("item"))
        units = try Self.units(in: group, model)
    }
}
