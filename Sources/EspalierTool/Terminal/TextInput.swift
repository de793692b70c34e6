import Runtime

/// Finds the text that a command works on: as given, else standard input, else a bundled prompt.
enum TextInput {
    /// The text that a command works on.
    ///
    /// Where none is given and standard input is a terminal, it is a bundled prompt, and a line says so: a command does not
    /// wait for somebody to type.
    ///
    /// - Parameters:
    ///   - given: What the command line holds.
    ///   - keepingLineEnds: Whether the bytes count, as they do for a tokenizer's, or what somebody wrote.
    ///   - acceptsEmpty: Whether an empty standard input is a text; if not, it counts as no text at all.
    /// - Returns: The text.
    /// - Throws: ``CommandFailure`` if standard input is no text.
    static func text(
        _ given: String?, keepingLineEnds: Bool = false, acceptsEmpty: Bool = true
    ) throws -> String {
        if let given { return given }
        if !StandardInput.isTerminal {
            let text = try StandardInput.text(keepingLineEnds: keepingLineEnds)
            if acceptsEmpty || !text.isEmpty { return text }
        }
        let prompt = try PromptLocator.example()
        StandardError.write("no text given: taking a bundled prompt, \(prompt.quoted)\n")
        return prompt
    }
}
