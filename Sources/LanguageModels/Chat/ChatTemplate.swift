/// The families of chat formats: how a conversation is written for a model that was trained on one.
///
/// The raw values are the choices of `--chat-template`. The models' own Jinja programs are not run; they are
/// recognised, see ``recognise(in:)``, and rendered by ``ChatRenderer``.
public enum ChatTemplate: String, Sendable, CaseIterable {
    /// The messages' text with blank lines between them, for models that were not trained on conversations.
    case plainText = "none"

    /// ChatML: `<|im_start|>user`, the text, `<|im_end|>`.
    case chatML = "chatml"

    /// Llama 2: `[INST] <<SYS>> … [/INST]`.
    case llama2 = "llama-2"

    /// Llama 3 to 3.3: `<|start_header_id|>user<|end_header_id|>`, the text, `<|eot_id|>`.
    case llama3 = "llama-3"

    /// Vicuna 1.1 to 1.5: `USER: … ASSISTANT: …</s>` after one sentence of introduction.
    case vicuna

    /// DeepSeek-R1 and its distilled models: `<｜User｜>…<｜Assistant｜>`, earlier thinking dropped.
    case deepSeekR1 = "deepseek-r1"

    /// Qwen3: ChatML with thinking, of which earlier turns' is dropped.
    case qwen3

    /// The tokens that end the model's turn, as the vocabulary spells them; the first is the usual one.
    public var stopTokens: [String] {
        switch self {
        case .plainText: []
        case .chatML, .qwen3: ["<|im_end|>", "<|endoftext|>"]
        case .llama2, .vicuna: ["</s>"]
        case .llama3: ["<|eot_id|>", "<|eom_id|>", "<|end_of_text|>"]
        case .deepSeekR1: ["<｜end▁of▁sentence｜>"]
        }
    }

    /// The tokens without which a vocabulary cannot express this format.
    public var requiredTokens: [String] {
        switch self {
        case .plainText: []
        case .chatML, .qwen3: ["<|im_start|>", "<|im_end|>"]
        case .llama2, .vicuna: ["<s>", "</s>"]
        case .llama3: ["<|begin_of_text|>", "<|start_header_id|>", "<|end_header_id|>", "<|eot_id|>"]
        case .deepSeekR1: ["<｜begin▁of▁sentence｜>", "<｜User｜>", "<｜Assistant｜>", "<｜end▁of▁sentence｜>"]
        }
    }

    /// Whether the tokenizer's own template goes around the ids.
    ///
    /// True for plain text only: every other format writes its beginning-of-sequence token out, if it has one.
    public var addsSpecialTokens: Bool { self == .plainText }

    /// A conversation in this format with its usual options; see ``ChatRenderer/render(_:addGenerationPrompt:)``.
    public func render(
        _ messages: [ChatMessage], addGenerationPrompt: Bool
    ) throws(ChatTemplateError) -> String {
        try ChatRenderer(self).render(messages, addGenerationPrompt: addGenerationPrompt)
    }
}
