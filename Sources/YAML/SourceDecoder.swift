/// Turns a file's bytes into text that libyaml will accept, or says where they are not text.
enum SourceDecoder {
    /// Reads UTF-8, with or without a byte order mark.
    ///
    /// - Throws: One fault: too large, UTF-16, not UTF-8, or a control character.
    static func source(of bytes: [UInt8], name: String) throws(YAMLError) -> SourceText {
        let unreadable = SourceText(name: name, text: "")
        guard bytes.count <= YAMLLimits.bytes else {
            throw YAMLError(source: unreadable, faults: [SourceFault(.tooLarge)])
        }
        // The marks of UTF-32 begin with these too, or with two zero bytes.
        let isWide = [[0xFE, 0xFF], [0xFF, 0xFE], [0x00, 0x00, 0xFE, 0xFF]].contains { bytes.starts(with: $0) }
        guard !isWide else { throw YAMLError(source: unreadable, faults: [SourceFault(.utf16)]) }

        let source = SourceText(name: name, text: String(decoding: bytes, as: UTF8.self))
        if let offset = firstInvalid(in: bytes) {
            let before = SourceText(name: name, text: String(decoding: bytes[..<offset], as: UTF8.self))
            throw YAMLError(source: source, faults: [SourceFault(.notUTF8(byte: bytes[offset]), at: before.end)])
        }
        try checkCharacters(of: source)
        return source
    }

    /// Refuses text that is too large, and the characters that YAML does not allow, with the place of the first.
    static func check(_ source: SourceText) throws(YAMLError) {
        guard source.text.utf8.count <= YAMLLimits.bytes else {
            throw YAMLError(source: source, faults: [SourceFault(.tooLarge)])
        }
        try checkCharacters(of: source)
    }

    private static func checkCharacters(of source: SourceText) throws(YAMLError) {
        let scalars = source.text.unicodeScalars
        guard let index = scalars.firstIndex(where: { !isAllowed($0.value) }) else { return }
        let before = SourceText(name: source.name, text: String(scalars[..<index]))
        throw YAMLError(source: source, faults: [SourceFault(.controlCharacter(scalars[index]), at: before.end)])
    }

    /// The printable characters of YAML 1.2.2, section 5.1.
    private static func isAllowed(_ scalar: UInt32) -> Bool {
        switch scalar {
        case 0x09, 0x0A, 0x0D, 0x20...0x7E, 0x85, 0xA0...0xD7FF, 0xE000...0xFFFD, 0x10000...0x10FFFF: true
        default: false
        }
    }

    /// The offset of the first byte that is not part of a well-formed sequence.
    private static func firstInvalid(in bytes: [UInt8]) -> Int? {
        var decoder = UTF8()
        var iterator = bytes.makeIterator()
        var offset = 0
        while true {
            switch decoder.decode(&iterator) {
            case .scalarValue(let scalar): offset += UTF8.width(scalar)
            case .emptyInput: return nil
            case .error: return offset
            }
        }
    }
}
