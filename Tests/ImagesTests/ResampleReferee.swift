@testable import Images

/// The two passes of a resize in plain Swift: what the C loops are tested against.
enum ResampleReferee {
    /// `input` `[rows, width, 3]` -> `[rows, outputs, 3]`.
    static func resampleRows(
        _ input: [UInt8], rows: Int, width: Int, _ table: ResampleWeights
    ) -> [UInt8] {
        var output: [UInt8] = []
        for row in 0..<rows {
            for x in 0..<table.outputs {
                for channel in 0..<3 {
                    output.append(
                        table.sample(x) { input[(row * width + $0) * 3 + channel] })
                }
            }
        }
        return output
    }

    /// `input` `[rows, rowBytes]` -> `[outputs, rowBytes]`.
    static func resampleColumns(
        _ input: [UInt8], rows: Int, rowBytes: Int, _ table: ResampleWeights
    ) -> [UInt8] {
        var output: [UInt8] = []
        for y in 0..<table.outputs {
            for x in 0..<rowBytes {
                output.append(table.sample(y) { input[$0 * rowBytes + x] })
            }
        }
        return output
    }
}

extension ResampleWeights {
    /// One output from the inputs that `sample` names.
    fileprivate func sample(_ output: Int, _ sample: (Int) -> UInt8) -> UInt8 {
        var sum = 1 << (Self.shift - 1)
        for k in 0..<Int(counts[output]) {
            sum += Int(sample(Int(starts[output]) + k)) * Int(weights[output * stride + k])
        }
        return UInt8(min(max(sum >> Self.shift, 0), 255))
    }
}
