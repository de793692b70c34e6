/// Finds the first of several strings in a text that comes in pieces, and holds back what may be the beginning of one.
///
/// The string that is complete first ends the text, among those complete at once the longest. Strings are compared byte by
/// byte of UTF-8, each by the method of Knuth, Morris and Pratt, so that no text takes longer than another.
struct StopStringFinder: Sendable {
    private var strings: [PartialMatch]
    private var held: [UInt8] = []

    /// Whether a string was found, behind which nothing is part of the text.
    private(set) var hasFound = false

    /// Looks for strings.
    ///
    /// - Precondition: None of them is empty.
    init(_ strings: [String]) {
        precondition(strings.allSatisfy { !$0.isEmpty }, "an empty stop string")
        self.strings = strings.map { PartialMatch(of: Array($0.utf8)) }
    }

    /// Takes the next piece, which ends with a whole character.
    ///
    /// - Parameters:
    ///   - piece: Text.
    ///   - passesOver: Whether strings that this piece completes are part of the text.
    /// - Returns: The text that no string can begin in, whatever follows.
    mutating func append(_ piece: String, passesOver: Bool) -> String {
        guard !hasFound else { return "" }
        var certain: [UInt8] = []
        for byte in piece.utf8 {
            held.append(byte)
            var found = 0
            var open = 0
            for index in strings.indices {
                if strings[index].advance(by: byte) { found = max(found, strings[index].length) }
                open = max(open, strings[index].matched)
            }
            if found > 0 && !passesOver {
                certain += held.dropLast(found)
                held.removeAll()
                hasFound = true
                break
            }
            certain += held.dropLast(open)
            held.removeFirst(held.count - open)
        }
        return String(decoding: certain, as: UTF8.self)
    }

    /// Gives out what was held back: the text ends here.
    mutating func finish() -> String {
        defer { held.removeAll() }
        return String(decoding: held, as: UTF8.self)
    }
}

/// How much of a string the end of a text matches.
private struct PartialMatch: Sendable {
    private let bytes: [UInt8]

    /// Of each beginning of the string: how long a shorter beginning it ends with, `[length + 1]`.
    private let shorter: [Int]

    /// The length of the longest beginning of the string, itself excepted, that the text ends with.
    private(set) var matched = 0

    init(of bytes: [UInt8]) {
        self.bytes = bytes
        var shorter = [0, 0]
        for end in bytes.indices.dropFirst() {
            var length = shorter[end]
            while length > 0 && bytes[length] != bytes[end] { length = shorter[length] }
            shorter.append(bytes[length] == bytes[end] ? length + 1 : 0)
        }
        self.shorter = shorter
    }

    var length: Int { bytes.count }

    /// Takes the text's next byte.
    ///
    /// - Returns: Whether the text now ends with the string.
    mutating func advance(by byte: UInt8) -> Bool {
        while matched > 0 && bytes[matched] != byte { matched = shorter[matched] }
        if bytes[matched] == byte { matched += 1 }
        guard matched == bytes.count else { return false }
        matched = shorter[matched]
        return true
    }
}
