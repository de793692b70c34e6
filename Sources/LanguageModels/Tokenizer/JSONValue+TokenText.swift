import JSON

extension JSONValue {
    /// The text of a token as `tokenizer_config.json` names one: the text itself, or an entry with its content.
    var tokenText: String? { string ?? self["content"]?.string }
}
