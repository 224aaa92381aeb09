internal import Dense

extension VisionTransformer {
    /// Moves hidden units from the patches to the register: the register gets the largest value of
    /// any token, the patches get 0, the class token stays.
    ///
    /// With the units that make tokens of high norm, these tokens arise outside of the image (Jiang
    /// et al. 2025, "Vision Transformers Don't Need Trained Registers", arXiv 2506.08010). The
    /// register is the last token before the patches.
    func moveRegisterUnits(_ units: [Int], _ pass: inout ForwardPass) {
        let c = configuration
        for slot in 0..<pass.slots {
            let start = slot * c.tokens * c.hidden
            for unit in units {
                func place(_ token: Int) -> Int { start + token * c.hidden + unit }
                let largest = (0..<c.tokens).reduce(-Float.infinity) {
                    max($0, pass.hidden[place($1)])
                }
                for token in c.prefix..<c.tokens { pass.hidden[place(token)] = 0 }
                pass.hidden[place(c.prefix - 1)] = largest
            }
        }
    }
}
