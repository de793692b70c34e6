import Runtime

/// Finds the text that a command works on: as given, else standard input, else a bundled prompt.
enum TextInput {
    /// The text of a command that was given none on its command line waits for nobody: where a person sits at the
    /// terminal, it takes a bundled prompt and says so.
    ///
    /// - Parameters:
    ///   - given: What the command line holds.
    ///   - acceptsEmpty: Whether an empty standard input is a text; if not, it counts as no text at all.
    /// - Returns: The text.
    /// - Throws: ``CommandFailure`` if standard input is no text.
    static func text(_ given: String?, acceptsEmpty: Bool = true) throws -> String {
        if let given { return given }
        if !StandardInput.isTerminal {
            let text = try StandardInput.text()
            if acceptsEmpty || !text.isEmpty { return text }
        }
        let prompt = try PromptLocator.example()
        StandardError.write("no text given: taking a bundled prompt, \(prompt.quoted)\n")
        return prompt
    }
}
