import CKernels
import Foundation

extension WeightMatrix {
    /// An 8-bit copy: half the bytes of a 16-bit matrix, so half the time of a product that memory bounds.
    ///
    /// Each row is cut into blocks of 32 numbers, the last one filled with zeros. A block is stored as
    ///
    ///     32 signed bytes | scale, 2 bytes as in BF16
    ///
    /// and stands for the bytes times the scale. The scale is the block's largest magnitude / 127, rounded up to eight
    /// significant bits, so that every number is off by at most half a scale: about 0.4 % of the block's largest. A
    /// block that holds an infinity or NaN becomes NaN throughout. Products multiply these numbers, which are exact in
    /// single precision, by unrounded inputs, as they do with any other encoding. (The idea of blocks with a scale
    /// each is that of llama.cpp's Q8_0, whose scale is an IEEE half.)
    ///
    /// - Returns: A matrix of the same shape in memory of its own; itself if it is an 8-bit copy already.
    public func quantised() -> WeightMatrix {
        if isQuantised { return self }
        let stride = Int(espalier_row_bytes(Int32(ESPALIER_Q8), Int64(columns)))
        var blocks = Data(count: rows * stride)
        blocks.withUnsafeMutableBytes { destination in
            bytes.withUnsafeBytes { source in
                guard let source = source.baseAddress, let destination = destination.baseAddress else { return }
                espalier_quantise(source, element.kernelCode, destination, Int64(rows), Int64(columns))
            }
        }
        return WeightMatrix(blocks: blocks, of: self)
    }
}
