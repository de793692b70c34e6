/// Cuts growing UTF-8 at the last place where no character is left half.
enum CompleteCharacters {
    /// Takes the bytes up to an unfinished character at the end, which stays; invalid ones become U+FFFD.
    static func take(from bytes: inout [UInt8]) -> String {
        let complete = bytes.count - unfinishedCount(bytes)
        let text = String(decoding: bytes[..<complete], as: UTF8.self)
        bytes.removeFirst(complete)
        return text
    }

    /// How many bytes at the end may be the beginning of a character.
    private static func unfinishedCount(_ bytes: [UInt8]) -> Int {
        for (index, byte) in bytes.suffix(3).reversed().enumerated() where byte & 0xC0 != 0x80 {
            let width =
                switch byte {
                case 0xC2...0xDF: 2
                case 0xE0...0xEF: 3
                case 0xF0...0xF4: 4
                default: 1
                }
            // Anything after a lead byte is its continuation, so the cut before it changes no other character.
            return index + 1 < width ? index + 1 : 0
        }
        return 0
    }
}
