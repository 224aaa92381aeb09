internal import HDF5
internal import Tokens

/// Reading and checking of a description.
extension ModelDescription {
    /// Reads the description from attributes.
    init(from attributes: Attributes, file: String) throws {
        try self.init(file: file) { try attributes.get($0) }
    }

    /// Reads the description from named values and checks their ranges.
    ///
    /// - Parameters:
    ///   - file: Path of the file, for error messages.
    ///   - allowsVectors: Whether a description without a model is accepted, in which only the
    ///     width is above 0.
    ///   - value: Returns the value of a field, or nil.
    /// - Throws: `StoreError.malformed`.
    init(
        file: String, allowsVectors: Bool = false,
        value: @escaping (String) throws -> AttributeValue?
    ) throws {
        let fields = ModelFields(file: file, value: value)
        self.init(
            family: try fields.text("family"), name: try fields.text("name"),
            weightsFile: try fields.text("weights_file"),
            weightsSHA256: try fields.text("weights_sha256"),
            width: try fields.integer("width", in: 1...1 << 20),
            depth: try fields.integer("depth", in: 0...999),
            heads: try fields.integer("heads", in: 0...1 << 12),
            grid: try fields.grid(),
            registers: try fields.integer("registers", in: 0...1 << 16),
            eps: try fields.real("eps"), activation: try fields.text("activation"),
            recipe: try fields.text("recipe"), interpolation: try fields.text("interpolation"),
            cropRatio: try fields.real("crop_ratio"), mean: try fields.reals("mean"),
            std: try fields.reals("std"), precision: try fields.text("precision"),
            parameterCount: try fields.integer("parameter_count", in: 0...1 << 50),
            note: try fields.text("note"),
            positionMethod: try fields.optionalText("position_method"),
            hasClassToken: try fields.optionalNumber("class_token", in: 0...1) ?? 1 == 1,
            trim: try fields.optionalNumber("trim", in: 0...1 << 16 - 1) ?? 0,
            average: try fields.optionalText("average"),
            jointWidth: try fields.optionalNumber("joint_width", in: 0...1 << 20) ?? 0,
            headInput: try fields.optionalText("head_input"),
            ablatedUnits: try fields.optionalText("ablated_units"),
            ablatedHeads: try fields.optionalText("ablated_heads"),
            registerUnits: try fields.optionalText("register_units"))
        engine = try fields.optionalText("engine")
        widths = try fields.widths(layers: depth + 2)
        let isOfVectors = [depth, heads, patch, patches, registers].allSatisfy { $0 == 0 }
        if !(allowsVectors && isOfVectors) { try checkModel(fields) }
    }

    /// Checks that the numbers of a model fit each other.
    private func checkModel(_ fields: ModelFields) throws {
        // Other engines find no heads where they do not see the attention.
        guard depth > 0, heads > 0 || !engine.isEmpty, patches > 0,
            max(grid.rows, grid.columns) < 1 << 12
        else {
            throw StoreError.malformed(
                file: fields.file, what: "the model",
                expected: "blocks, heads and patches",
                found: "depth \(depth), heads \(heads), \(grid.countInWords) patches")
        }
        guard mean.count == 3, std.count == 3, mean.allSatisfy({ abs($0) <= 1e6 }),
            std.allSatisfy({ abs($0) <= 1e6 && abs($0) >= 1e-6 })
        else {
            throw fields.malformed(
                "mean and std", "three numbers each, std not 0", "\(mean) and \(std)")
        }
    }
}

/// The fields of a description, each checked as it is read.
private struct ModelFields {
    /// Path of the file, for error messages.
    let file: String
    /// Returns the value of a field; nil if the file does not have it.
    let value: (String) throws -> AttributeValue?

    /// The error for a field.
    func malformed(_ name: String, _ expected: String, _ found: String) -> StoreError {
        .malformed(file: file, what: "\(name) of the model", expected: expected, found: found)
    }

    /// A required text.
    func text(_ name: String) throws -> String {
        if case .string(let text)? = try value(name) { return text }
        throw malformed(name, "a text", "another kind of value, or none")
    }

    /// A text; "" if the file does not have it.
    func optionalText(_ name: String) throws -> String {
        if case .string(let text)? = try value(name) { return text }
        return ""
    }

    /// A whole number in `range`; nil if the file does not have it.
    func optionalNumber(_ name: String, in range: ClosedRange<Int64>) throws -> Int? {
        try value(name) == nil ? nil : try integer(name, in: range)
    }

    /// A required whole number in `range`.
    func integer(_ name: String, in range: ClosedRange<Int64>) throws -> Int {
        guard case .integer(let number)? = try value(name) else {
            throw malformed(name, "a whole number", "another kind of value, or none")
        }
        guard range.contains(number) else {
            throw malformed(
                name, "a number from \(range.lowerBound) to \(range.upperBound)", "\(number)")
        }
        return Int(number)
    }

    /// The patches, by `patch` and `image_size`: a side of a square, or `[height, width]`.
    func grid() throws -> PatchGrid {
        let patch = try integer("patch", in: 0...1 << 16 - 1)
        let sides: [Int]
        if case .integers(let pair)? = try value("image_size") {
            guard pair.count == 2, pair.allSatisfy({ (1..<1 << 16).contains($0) }) else {
                throw malformed("image_size", "a side, or height and width", "\(pair)")
            }
            sides = pair.map { Int($0) }
        } else {
            let side = try integer("image_size", in: 0...1 << 16 - 1)
            sides = [side, side]
        }
        guard sides.allSatisfy({ patch == 0 ? $0 == 0 : $0 % patch == 0 }) else {
            throw malformed("image_size", "a multiple of the patch size \(patch)", "\(sides)")
        }
        if patch == 0 { return .none }
        return PatchGrid(rows: sides[0] / patch, columns: sides[1] / patch, patch: patch)
    }

    /// A required real number of magnitude 1e6 or less.
    func real(_ name: String) throws -> Double {
        guard case .real(let number)? = try value(name), abs(number) <= 1e6 else {
            throw malformed(name, "a number", "another kind of value, or none")
        }
        return number
    }

    /// Numbers of each layer's vectors; empty if the file does not have them.
    func widths(layers: Int) throws -> [Int] {
        guard case .integers(let widths)? = try value("layer_widths") else { return [] }
        guard widths.count == layers, widths.allSatisfy({ (1...1 << 20).contains($0) }) else {
            throw malformed("layer_widths", "\(layers) numbers of 1 or more", "\(widths)")
        }
        return widths.map { Int($0) }
    }

    /// A list of real numbers; empty if the file does not have it.
    func reals(_ name: String) throws -> [Double] {
        if case .reals(let values)? = try value(name) { return values }
        return []
    }
}
