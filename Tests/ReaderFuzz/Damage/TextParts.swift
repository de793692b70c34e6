/// The parts of a text of JSON, YAML or the like: texts in quotes, numbers, words, brackets and lines.
struct TextParts {
    /// What a part is.
    enum Kind {
        case quoted
        case number
        case word
        case open
        case close
    }

    /// Where parts stand, in order.
    private(set) var parts: [(kind: Kind, range: Range<Int>)] = []

    /// Where members end: behind commas and line ends.
    private(set) var ends: [Int] = [0]

    /// Finds the parts of a text, however damaged.
    init(_ bytes: [UInt8]) {
        var place = 0
        while place < bytes.count {
            let start = place
            let byte = bytes[place]
            place += 1
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "'"):
                while place < bytes.count, bytes[place] != byte, bytes[place] != UInt8(ascii: "\n") {
                    place += bytes[place] == UInt8(ascii: "\\") ? 2 : 1
                }
                place = min(place + 1, bytes.count)
                parts.append((.quoted, start..<place))
            case UInt8(ascii: "["), UInt8(ascii: "{"): parts.append((.open, start..<place))
            case UInt8(ascii: "]"), UInt8(ascii: "}"): parts.append((.close, start..<place))
            case UInt8(ascii: ","), UInt8(ascii: "\n"): ends.append(place)
            case _ where Self.isWord(byte):
                while place < bytes.count, Self.isWord(bytes[place]) { place += 1 }
                let isNumber = byte == UInt8(ascii: "-") || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
                parts.append((isNumber ? .number : .word, start..<place))
            default: break
            }
        }
        ends.append(bytes.count)
    }

    private static func isWord(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: "."),
            UInt8(ascii: "_"), 0x80...:
            true
        default: false
        }
    }
}
