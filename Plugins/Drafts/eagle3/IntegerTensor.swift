import Foundation

/// Whole numbers as checkpoints store them, of any width.
enum IntegerTensor {
    /// The numbers of a tensor.
    ///
    /// - Parameters:
    ///   - bytes: Little-endian.
    ///   - type: The file's name of their type.
    /// - Returns: The numbers; nil if the type is not one of whole numbers. One beyond 64 bits with a sign is the largest there is.
    static func numbers(of bytes: Data, type: String) -> [Int]? {
        switch type {
        case "I64": numbers(bytes, as: Int64.self)
        case "I32": numbers(bytes, as: Int32.self)
        case "I16": numbers(bytes, as: Int16.self)
        case "I8": numbers(bytes, as: Int8.self)
        case "U64": numbers(bytes, as: UInt64.self)
        case "U32": numbers(bytes, as: UInt32.self)
        case "U16": numbers(bytes, as: UInt16.self)
        case "U8", "BOOL": numbers(bytes, as: UInt8.self)
        default: nil
        }
    }

    private static func numbers<Number: FixedWidthInteger & BitwiseCopyable>(
        _ bytes: Data, as type: Number.Type
    ) -> [Int] {
        let width = MemoryLayout<Number>.size
        return bytes.withUnsafeBytes { bytes in
            (0..<bytes.count / width).map {
                Int(clamping: Number(littleEndian: bytes.loadUnaligned(fromByteOffset: width * $0, as: type)))
            }
        }
    }
}
