/// A string as a dictionary key that compares by its UTF-8 bytes.
///
/// `String` compares by canonical equivalence, so a composed "é" and a decomposed one are the same key to it. In a
/// vocabulary they are two tokens.
package struct ExactString: Hashable, Sendable {
    /// The string itself.
    package let string: String

    /// Wraps a string without changing it.
    package init(_ string: String) {
        self.string = string
    }

    /// Tells whether two strings have the same bytes.
    package static func == (left: ExactString, right: ExactString) -> Bool {
        left.string.utf8.elementsEqual(right.string.utf8)
    }

    /// Feeds the bytes to the hasher.
    package func hash(into hasher: inout Hasher) {
        for byte in string.utf8 { hasher.combine(byte) }
        hasher.combine(string.utf8.count)
    }
}
