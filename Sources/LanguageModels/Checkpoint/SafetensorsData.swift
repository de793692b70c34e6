public import Foundation
public import Tensors

/// Writes tensors in safetensors format; see ``SafetensorsFile`` for the layout.
public enum SafetensorsData {
    /// A whole file of single-precision matrices.
    ///
    /// - Parameter matrices: Names and numbers, in the order of their bytes.
    /// - Returns: Header and numbers; the header is padded so that the numbers are aligned to 8 bytes.
    /// - Throws: If a name cannot be written as JSON.
    public static func encoded(_ matrices: [(name: String, matrix: Matrix)]) throws -> Data {
        var members: [String] = []
        var numbers = Data()
        for (name, matrix) in matrices {
            let start = numbers.count
            matrix.values.withUnsafeBytes { numbers.append(contentsOf: $0) }
            let key = String(decoding: try JSONEncoder().encode(name), as: UTF8.self)
            members.append(
                "\(key):{\"dtype\":\"F32\",\"shape\":[\(matrix.rows),\(matrix.columns)],"
                    + "\"data_offsets\":[\(start),\(numbers.count)]}")
        }
        var header = "{\(members.joined(separator: ","))}"
        header += String(repeating: " ", count: (8 - header.utf8.count % 8) % 8)
        var file = Data()
        withUnsafeBytes(of: UInt64(header.utf8.count).littleEndian) { file.append(contentsOf: $0) }
        file.append(contentsOf: header.utf8)
        file.append(numbers)
        return file
    }
}
