/// Writes conversations in one model's chat format.
///
/// The output is what the model's published Jinja template writes for a conversation without tools. It contains the
/// beginning-of-sequence token where the format has one, so it is encoded without the tokenizer's own special tokens
/// (``ChatTemplate/addsSpecialTokens`` tells the one exception). FastChat's Vicuna format leaves that token to the
/// tokenizer; here it is written out like the others'.
public struct ChatRenderer: Sendable, Equatable {
    /// The family of the format.
    public let template: ChatTemplate

    /// What stands in for a missing system message; nil for nothing.
    ///
    /// Read from ChatML templates that have one.
    public var standardSystem: String?

    /// The date Llama 3.1 and later state in every system message; nil for Llama 3, which states none.
    public var statedDate: String?

    /// Whether a DeepSeek-R1 answer is begun with `<think>`, as the newer templates do.
    public var opensThinking: Bool

    /// Whether what a tool returns stands in a user's turn between `<tool_response>` tags, as Qwen's templates write it.
    ///
    /// Otherwise ChatML gives it a turn of its own.
    public var wrapsToolResponses: Bool

    /// Whether a DeepSeek-R1 conversation keeps the thought of its last message.
    ///
    /// The published template drops it, since that message is never to be answered; it is what a draft learns from.
    var keepsLastThought = false

    /// Whether a Qwen3 model may think; if not, the prompt ends with an empty thought.
    public var allowsThinking = true

    /// Vicuna's introduction, which every conversation without system message begins with.
    static let vicunaSystem =
        "A chat between a curious user and an artificial intelligence assistant. "
        + "The assistant gives helpful, detailed, and polite answers to the user's questions."

    /// A format with its family's usual options: Llama 3 without date, DeepSeek-R1 with `<think>`.
    public init(_ template: ChatTemplate) {
        self.template = template
        standardSystem = template == .vicuna ? Self.vicunaSystem : nil
        opensThinking = template == .deepSeekR1
        wrapsToolResponses = template == .qwen3
    }

    /// The same format for a model that shall not think: its prompts end with an empty thought.
    ///
    /// - Throws: ``ChatTemplateError`` for formats that have no such mode.
    public func withoutThinking() throws(ChatTemplateError) -> ChatRenderer {
        guard template == .qwen3 else {
            throw ChatTemplateError(
                source: "chat template \(template.rawValue)",
                reason: "it has no mode without thinking; only \(ChatTemplate.qwen3.rawValue) has")
        }
        var renderer = self
        renderer.allowsThinking = false
        return renderer
    }

    /// The conversation as one text.
    ///
    /// - Parameters:
    ///   - messages: The turns; the system message first if there is one.
    ///   - addGenerationPrompt: Whether the beginning of the model's next turn follows.
    /// - Returns: The text. To keep control tokens out of the messages, encode ``segments(_:addGenerationPrompt:)``.
    /// - Throws: ``ChatTemplateError`` when Llama 2 or Vicuna gets turns that do not alternate, user first: their
    ///   formats cannot express that.
    public func render(
        _ messages: [ChatMessage], addGenerationPrompt: Bool
    ) throws(ChatTemplateError) -> String {
        try segments(messages, addGenerationPrompt: addGenerationPrompt).map(\.text).joined()
    }

    /// The conversation in stretches that tell the template's text from the messages'.
    ///
    /// - Parameters:
    ///   - messages: The turns; the system message first if there is one.
    ///   - addGenerationPrompt: Whether the beginning of the model's next turn follows.
    /// - Returns: The stretches, none of them empty, for ``Tokenizer/encode(_:addSpecialTokens:)``.
    /// - Throws: ``ChatTemplateError`` as ``render(_:addGenerationPrompt:)`` does.
    public func segments(
        _ messages: [ChatMessage], addGenerationPrompt: Bool
    ) throws(ChatTemplateError) -> [ChatSegment] {
        try stretches(messages, addGenerationPrompt: addGenerationPrompt).map(\.segment)
    }

    /// The conversation in stretches that also tell what the model is to write from what it is given.
    ///
    /// - Parameters:
    ///   - messages: The turns; the system message first if there is one.
    ///   - addGenerationPrompt: Whether the beginning of the model's next turn follows.
    /// - Returns: The stretches, none of them empty; their segments are ``segments(_:addGenerationPrompt:)``.
    /// - Throws: ``ChatTemplateError`` as ``render(_:addGenerationPrompt:)`` does.
    public func stretches(
        _ messages: [ChatMessage], addGenerationPrompt: Bool
    ) throws(ChatTemplateError) -> [ChatStretch] {
        let stretches =
            switch template {
            case .plainText: plainText(messages)
            case .chatML: chatML(messages, addGenerationPrompt)
            case .llama2: try llama2(messages)
            case .llama3: llama3(try requireNoTools(messages), addGenerationPrompt)
            case .vicuna: try vicuna(messages, addGenerationPrompt)
            case .deepSeekR1: deepSeekR1(try requireNoTools(messages), addGenerationPrompt)
            case .qwen3: qwen3(messages, addGenerationPrompt)
            }
        return stretches.filter { !$0.segment.text.unicodeScalars.isEmpty }
    }

    /// The messages, if no tool speaks in them: how these formats write that is not known here.
    private func requireNoTools(_ messages: [ChatMessage]) throws(ChatTemplateError) -> [ChatMessage] {
        guard let place = messages.firstIndex(where: { $0.role == .tool }) else { return messages }
        throw ChatTemplateError(
            source: "chat template \(template.rawValue)",
            reason: "what a tool returns is not written in this format here; message \(place + 1) is from a tool")
    }
}
