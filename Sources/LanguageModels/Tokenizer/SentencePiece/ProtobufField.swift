import Foundation

/// One field of a message in Protocol Buffers' wire format: a number, and a value whose meaning only a schema tells.
///
/// https://protobuf.dev/programming-guides/encoding. A file of two messages and a dozen fields does not need the runtime of a
/// generator; and here every length is compared with the file before it is believed.
struct ProtobufField {
    /// A value as it is stored.
    enum Value {
        case integer(UInt64)
        case bytes(Data)
        case word32(UInt32)
        case word64(UInt64)
    }

    let number: Int
    let value: Value

    /// Takes the fields of a message apart, and hands each one over.
    ///
    /// - Parameters:
    ///   - message: The message's bytes.
    ///   - path: The file's path, for messages.
    ///   - take: Takes a field.
    /// - Throws: ``ModelError`` if the bytes are no message; what `take` throws.
    static func read(
        _ message: Data, path: String, _ take: (ProtobufField) throws(ModelError) -> Void
    ) throws(ModelError) {
        var cursor = ByteCursor(message, path: path)
        while cursor.remaining > 0 {
            let key = try variable(&cursor)
            let number = Int(clamping: key >> 3)
            guard number > 0, number < 1 << 29 else {
                throw ModelError(path, "is no protobuf: a field at byte \(cursor.offset) has the number \(number)")
            }
            let value: Value
            switch key & 7 {
            case 0: value = .integer(try variable(&cursor))
            case 1: value = .word64(try cursor.integer(UInt64.self, "a number"))
            case 2: value = .bytes(try cursor.take(try variable(&cursor), of: "field \(number)"))
            case 5: value = .word32(try cursor.integer(UInt32.self, "a number"))
            case let type:
                throw ModelError(
                    path, "is no protobuf: field \(number) at byte \(cursor.offset) has the wire type \(type)")
            }
            try take(ProtobufField(number: number, value: value))
        }
    }

    /// A number of one to ten bytes, seven bits each, the lowest first.
    private static func variable(_ cursor: inout ByteCursor) throws(ModelError) -> UInt64 {
        var number: UInt64 = 0
        for place in 0..<10 {
            let byte = try cursor.integer(UInt8.self, "a number")
            number |= UInt64(byte & 0x7F) << UInt64(7 * place)
            if byte < 0x80 { return number }
        }
        throw ModelError(cursor.path, "is no protobuf: a number at byte \(cursor.offset) has more than ten bytes")
    }

    /// A text.
    func text(path: String) throws(ModelError) -> String {
        guard case .bytes(let bytes) = value, let text = String(bytes: bytes, encoding: .utf8) else {
            throw ModelError(path, "field \(number) is no text")
        }
        return text
    }

    /// A message or bytes.
    func bytes(path: String) throws(ModelError) -> Data {
        guard case .bytes(let bytes) = value else { throw ModelError(path, "field \(number) is no message") }
        return bytes
    }

    /// A whole number or a truth value.
    func integer(path: String) throws(ModelError) -> Int {
        guard case .integer(let number) = value else {
            throw ModelError(path, "field \(self.number) is no whole number")
        }
        return Int(truncatingIfNeeded: number)
    }

    /// A number in single precision.
    func real(path: String) throws(ModelError) -> Float {
        guard case .word32(let bits) = value else { throw ModelError(path, "field \(number) is no single") }
        return Float(bitPattern: bits)
    }
}
