/// GPT-2's spelling of bytes as visible characters, in which byte-level vocabularies are written.
///
/// Printable Latin-1 bytes stand for themselves; the others, among them the space, take the characters from U+0100 on
/// in order, so a leading space shows as "Ġ".
enum ByteAlphabet {
    /// The character of each byte, at the byte's index.
    static let scalars: [Unicode.Scalar] = {
        var next: UInt32 = 0x100
        return (UInt8.min...UInt8.max).map { byte in
            switch byte {
            case 0x21...0x7E, 0xA1...0xAC, 0xAE...0xFF: return Unicode.Scalar(byte)
            default:
                defer { next += 1 }
                return Unicode.Scalar(next) ?? "\u{FFFD}"
            }
        }
    }()

    private static let bytes = Dictionary(
        uniqueKeysWithValues: zip(scalars, UInt8.min...UInt8.max))

    /// Spells a text's UTF-8 bytes.
    static func spell(_ text: String) -> String {
        var spelled = String.UnicodeScalarView()
        for byte in text.utf8 { spelled.append(scalars[Int(byte)]) }
        return String(spelled)
    }

    /// The bytes a spelling stands for.
    ///
    /// A text with any character outside the alphabet, such as an added token's content, stands for its own bytes.
    static func bytes(of spelling: String) -> [UInt8] {
        var result: [UInt8] = []
        for scalar in spelling.unicodeScalars {
            guard let byte = bytes[scalar] else { return Array(spelling.utf8) }
            result.append(byte)
        }
        return result
    }
}
