import CKernels
public import Foundation

/// Decodes the number types of GGUF files that store blocks of a few bits a number, as ggml defines them.
public enum BlockDecoding {
    /// The numbers of whole blocks, to the bit those of the reference implementation.
    ///
    /// - Parameters:
    ///   - bytes: Whole blocks, one after the other.
    ///   - type: The type's number in files.
    ///   - blockBytes: The size of a block in bytes.
    ///   - blockNumbers: How many numbers a block holds.
    /// - Returns: `[blocks · blockNumbers]`; nil for a type that is not decoded.
    /// - Precondition: The bytes are whole blocks.
    public static func numbers(_ bytes: Data, type: UInt32, blockBytes: Int, blockNumbers: Int) -> [Float]? {
        precondition(bytes.count.isMultiple(of: blockBytes), "\(bytes.count) bytes are no blocks of \(blockBytes)")
        let blocks = bytes.count / blockBytes
        var isKnown = true
        let numbers = [Float](unsafeUninitializedCapacity: blocks * blockNumbers) { numbers, count in
            isKnown = bytes.withUnsafeBytes { bytes in
                espalier_decode_blocks(
                    Int32(bitPattern: type), bytes.baseAddress, Int64(blocks), numbers.baseAddress) != 0
            }
            count = isKnown ? blocks * blockNumbers : 0
        }
        return isKnown ? numbers : nil
    }
}
