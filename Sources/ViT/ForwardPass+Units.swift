public import Dense

// What `Neurons` sees of the current block.

extension ForwardPass {
    /// Adds the hidden units of a slot's patches to sums and peaks; see `Dense.addUnits`. The
    /// values are those that the second layer of the MLP reads.
    public func addHiddenUnits(
        slot: Int, rows: [Int32], firstCode: Int64, floors: [Float],
        to shares: inout UnitShares, _ peaks: inout UnitPeaks
    ) {
        let c = configuration
        addUnits(
            hidden, at: (slot * c.tokens + c.prefix) * c.hidden, stride: c.hidden, rows: rows,
            threshold: 0, firstCode: firstCode, units: 0..<c.hidden, floors: floors,
            to: &shares, &peaks)
    }

    /// The attention to the patches of a slot of the token that stands for the image,
    /// `[patches, heads]`.
    public func copyAttention(slot: Int, into target: inout AlignedBuffer) {
        let c = configuration
        precondition(keepsAttention, "a pass without attention")
        let ofImage = imageAttention
        var values = [Float](repeating: 0, count: c.patches * c.heads)
        for head in 0..<c.heads {
            let start = (slot * c.heads + head) * c.tokens + c.prefix
            for patch in 0..<c.patches {
                values[patch * c.heads + head] = ofImage[start + patch]
            }
        }
        target.set(values.span)
    }

    /// The length of each head's value vector of the patches of a slot, `[patches, heads]`.
    public func measureValues(slot: Int, into target: inout AlignedBuffer) {
        let c = configuration
        headNorms(
            attention.values, at: (slot * c.tokens + c.prefix) * c.width, rows: c.patches,
            heads: c.heads, width: c.headWidth, into: &target)
    }
}

extension ForwardPass {
    /// The hidden units at a patch of a slot, `[hidden]`.
    public func hiddenUnits(patch: Int, slot: Int) -> [Float] {
        let c = configuration
        let start = (slot * c.tokens + c.prefix + patch) * c.hidden
        return hidden.values(start..<start + c.hidden)
    }

    /// Lengths of the patch tokens of a slot, `[patches]`.
    public func patchNorms(slot: Int) -> [Float] {
        let c = configuration
        return (0..<c.patches).map { patch in
            let start = (slot * c.tokens + c.prefix + patch) * c.width
            let squares = tokens[start..<start + c.width].reduce(0.0) {
                $0 + Double($1) * Double($1)
            }
            return Float(squares.squareRoot())
        }
    }

    /// A hidden unit at the patches of a slot, `[patches]`.
    public func hiddenUnit(_ unit: Int, slot: Int) -> [Float] {
        let c = configuration
        let start = (slot * c.tokens + c.prefix) * c.hidden + unit
        return (0..<c.patches).map { patch in
            let place = start + patch * c.hidden
            return hidden.values(place..<place + 1)[0]
        }
    }
}
