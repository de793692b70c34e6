import CKernels
import Foundation

extension WeightMatrix {
    /// An 8-bit copy: half the bytes of a 16-bit matrix, so half the time of a product that memory bounds.
    ///
    /// Each row is cut into blocks of 32 numbers, the last one filled with zeros: whole numbers of eight bits times a
    /// scale. The scale is the block's largest magnitude / 127, rounded up to eight significant bits, so that every
    /// number is off by at most half a scale: about 0.4 % of the block's largest. A block that holds an infinity or NaN
    /// becomes NaN throughout. (The idea of blocks with a scale each is that of llama.cpp's Q8_0, whose scale is an IEEE
    /// half.)
    ///
    /// Products multiply whole numbers: the inputs are rounded likewise, to 16 bits, which adds at most 1/65024 of the
    /// largest input of a block to the error of each, a 256th of what the weights are off by. Or they are rounded to 8 bits, as
    /// llama.cpp's are, which adds at most 1/254, as much as the weights are off by, and takes half as many
    /// multiplications where the processor adds up products of four bytes (AVX-512 VNNI).
    ///
    /// Sixteen rows are stored together, block by block, the last of them filled with rows of zeros.
    ///
    /// - Parameters:
    ///   - roundingInputs: Whether products round their inputs to 8 bits.
    ///   - done: Called with byte ranges of the stored numbers that are not needed any more, ascending.
    /// - Returns: A matrix of the same shape in memory of its own; a view of the same numbers if this is an 8-bit copy already.
    public func quantised(roundingInputs: Bool = false, done: (Range<Int>) -> Void = { _ in }) -> WeightMatrix {
        if isQuantised { return WeightMatrix(panels: bytes, of: self, roundingInputs: roundingInputs) }
        let panelBytes = { (rows: Int) in
            Int(espalier_weight_bytes(Int32(ESPALIER_Q8), Int64(rows), Int64(columns)))
        }
        let rowBytes = columns * element.byteCount
        let piece = max(Self.quantisedBytes / max(rowBytes, 1) / 16, 1) * 16
        let panels = Self.zeroes(panelBytes(rows)) { destination in
            bytes.withUnsafeBytes { source in
                guard let source = source.baseAddress else { return }
                for first in stride(from: 0, to: rows, by: piece) {
                    let count = min(piece, rows - first)
                    espalier_quantise(
                        source + first * rowBytes, element.kernelCode, destination + panelBytes(first), Int64(count),
                        Int64(columns))
                    done(first * rowBytes..<(first + count) * rowBytes)
                }
            }
        }
        return WeightMatrix(panels: panels, of: self, roundingInputs: roundingInputs)
    }

    /// So many bytes, zero until they are written.
    ///
    /// `Data` that makes room for itself takes a quarter more.
    private static func zeroes(_ count: Int, writtenBy write: (UnsafeMutableRawPointer) -> Void) -> Data {
        guard count > 0 else { return Data() }
        guard let memory = calloc(count, 1) else { preconditionFailure("no memory for \(count) bytes") }
        write(memory)
        return Data(bytesNoCopy: memory, count: count, deallocator: .free)
    }

    /// How many stored bytes are rounded at a time.
    private static let quantisedBytes = 16 << 20
}
