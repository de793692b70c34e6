import Decoding
import LanguageModels
import Speculation

/// One conversation while it is made: the target answers turn by turn, and may have to write the prompt first.
struct RegenerationTask {
    /// What the task needs next.
    enum Step {
        case generate(DecodingRequest)
        case end(RegenerationRecord)
    }

    let number: Int
    private let regeneration: Regeneration
    private let id: String
    private let category: String?
    private var turns: [String]
    private var messages: [ChatMessage]
    private var cut: Set<Int> = []
    private var isWritingPrompt: Bool
    private var answered = 0

    /// A task that answers a prompt.
    init(_ number: Int, answering prompt: RegenerationPrompt, in regeneration: Regeneration) {
        self.number = number
        self.regeneration = regeneration
        id = prompt.id
        category = prompt.category
        turns = prompt.turns
        messages = prompt.system.map { [ChatMessage(role: .system, content: $0)] } ?? []
        isWritingPrompt = false
    }

    /// A task that writes its prompt itself.
    init(synthesising number: Int, in regeneration: Regeneration) {
        self.number = number
        self.regeneration = regeneration
        id = "\(number + 1)"
        category = nil
        turns = []
        messages = []
        isWritingPrompt = true
    }

    /// The first thing to do.
    func begin() throws -> Step {
        guard isWritingPrompt, case .synthesis(let synthesis) = regeneration.source,
            let opening = regeneration.userTurn?.opening
        else { return try ask() }
        return .generate(
            DecodingRequest(
                prompt: try regeneration.codec.tokenizer.encode(opening),
                rules: DecodingRules(
                    sampling: synthesis.sampling,
                    limits: DecodingLimits(
                        maximumNewTokens: synthesis.maximumPromptTokens, stopTokens: regeneration.promptStopTokens)),
                random: random(stream: 0xFFFF)))
    }

    /// Takes what the target wrote, and says what is next.
    ///
    /// - Parameters:
    ///   - text: What was asked for last.
    ///   - isKnown: Whether a prompt occurred before.
    /// - Returns: What to generate next, or what became of the prompt.
    /// - Throws: ``RegenerationError`` if the chat format cannot express the conversation.
    mutating func receive(_ text: GeneratedText, isKnown: (String) -> Bool) throws -> Step {
        guard isWritingPrompt else { return try receiveAnswer(text) }
        isWritingPrompt = false
        switch regeneration.prompt(in: text) {
        case .failure(let fault): return .end(.dropped(fault.reason))
        case .success(let prompt):
            if isKnown(prompt) { return .end(.dropped(.repeatedPrompt)) }
            turns = [prompt]
            return try ask()
        }
    }

    /// Asks the next turn, as far as there is one and it fits the context.
    private func ask() throws -> Step {
        guard answered < turns.count else { return end }
        let messages = messages + [ChatMessage(role: .user, content: turns[answered])]
        let prompt: [Token]
        do {
            prompt = try regeneration.codec.tokens(messages)
        } catch {
            throw RegenerationError.encoding(id: id, cause: "\(error)")
        }
        guard prompt.count < regeneration.model.configuration.contextLimit else {
            return answered == 0 ? .end(.dropped(.promptTooLong)) : end
        }
        return .generate(
            DecodingRequest(
                prompt: prompt,
                rules: regeneration.rules, random: random(stream: UInt64(answered))))
    }

    private mutating func receiveAnswer(_ text: GeneratedText) throws -> Step {
        let answer = regeneration.rules.limits.text(of: text.tokens) ?? regeneration.codec.text(text.tokens)
        guard !answer.allSatisfy(\.isWhitespace) else {
            return answered == 0 ? .end(.dropped(.emptyAnswer)) : end
        }
        messages.append(ChatMessage(role: .user, content: turns[answered]))
        messages.append(ChatMessage(role: .assistant, content: answer))
        if text.finish != .stopToken { cut.insert(messages.count - 1) }
        answered += 1
        return try ask()
    }

    private var end: Step {
        .end(.kept(TrainingConversation(id: id, category: category, messages: messages, cut: cut)))
    }

    /// A stream for each text of each conversation, whatever else was decoded before.
    private func random(stream: UInt64) -> SeededRandom {
        SeededRandom(seed: regeneration.seed, stream: UInt64(number) << 16 | stream)
    }
}
