/// A chat format for models that bring no template, under a name that `--chat-template` knows.
struct NamedTemplate {
    let name: String
    let source: String

    /// The tokens without which a vocabulary cannot express it.
    var requiredTokens: [String] = []

    /// Whether the tokenizer's own template goes around the ids.
    var addsSpecialTokens = false

    /// All of them, the simplest first.
    static let all = [plainText, chatML, llama2, llama3, vicuna, deepSeekR1, qwen3, mistral, gemma, phi3, zephyr]
}
