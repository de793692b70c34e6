/// Turns token ids into text one at a time, as far as no later token can change it.
///
/// Being a value, a copy can look ahead and be thrown away.
public protocol TextDecoder: Sendable {
    /// Takes the next id and returns the text that is certain by now, often empty.
    mutating func append(_ id: Token) -> String

    /// Returns the rest of the text, with U+FFFD for what still is half a character; no id may follow.
    mutating func finish() -> String
}
