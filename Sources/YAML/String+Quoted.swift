extension String {
    /// The text cut to a length that suits a sentence, on one line.
    var shortened: String {
        let head = prefix(60)
        let line = String(head.map { $0.isNewline ? " " : $0 })
        return head.endIndex == endIndex ? line : line + "…"
    }

    /// The text in quotes, cut to a length that suits a sentence.
    var quoted: String { "'\(shortened)'" }
}
