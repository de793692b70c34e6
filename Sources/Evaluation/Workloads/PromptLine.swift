/// A line of a prompt file with its number, counted from 1.
struct PromptLine {
    let number: Int
    let text: String

    /// Whether there is nothing but white space.
    var isBlank: Bool { text.allSatisfy(\.isWhitespace) }
}
