import Decoding
public import LanguageModels
import Speculation
public import Strategies

/// A conversation with a target, decoded as a strategy says; messages and answers are remembered.
public struct Chat {
    /// Everything said so far.
    public private(set) var messages: [ChatMessage]

    /// The tokenizer with the chat format.
    public let codec: ChatCodec

    private let engine: DecodingEngine
    private let seed: UInt64
    private let maximumNewTokens: Int
    private var answers: UInt64 = 0

    /// Begins a conversation.
    ///
    /// - Parameters:
    ///   - strategy: How to decode.
    ///   - factory: Opens its models, and keeps the target for other strategies.
    ///   - system: A message of the system before all others.
    ///   - maximumNewTokens: The largest number of tokens of each answer.
    /// - Throws: If a model cannot be loaded, or the target has no tokenizer or no chat format that is known.
    public init(
        with strategy: Strategy, by factory: inout EngineFactory, system: String? = nil, maximumNewTokens: Int = 256
    ) throws {
        // Before costs are measured, so that a target that cannot talk says so at once.
        codec = try factory.target(of: strategy).conversation()
        engine = try factory.engine(for: strategy)
        seed = strategy.seed
        self.maximumNewTokens = maximumNewTokens
        messages = system.map { [ChatMessage(role: .system, content: $0)] } ?? []
    }

    /// Begins a conversation with a strategy whose models nobody else uses.
    ///
    /// - Parameter strategy: How to decode.
    /// - Throws: If a model cannot be loaded, or the target has no tokenizer or no chat format that is known.
    public init(with strategy: Strategy) throws {
        var factory = EngineFactory()
        try self.init(with: strategy, by: &factory)
    }

    /// Adds a user's message, answers it, and remembers both; neither, if that fails.
    ///
    /// - Parameters:
    ///   - text: The message.
    ///   - receive: Hears the answer piece by piece, as soon as each is certain; what it throws ends the answer.
    /// - Returns: What decoded the answer: its tokens, and why they ended.
    /// - Throws: ``RuntimeError`` if the conversation fills the target's context; whatever decoding throws.
    @discardableResult
    public mutating func answer(_ text: String, streaming receive: (String) throws -> Void) throws -> TextStream {
        let question = messages + [ChatMessage(role: .user, content: text)]
        let prompt = try codec.tokens(question)
        let contextLimit = engine.target.contextLimit
        guard prompt.count < contextLimit else {
            let what = messages.contains { $0.role == .assistant } ? "the conversation so far" : "the prompt"
            throw RuntimeError(
                "\(what) has \(prompt.count) tokens, and the target's context holds \(contextLimit) with the answer")
        }
        let limits = DecodingLimits(maximumNewTokens: maximumNewTokens, stopTokens: codec.stopTokens)
        let random = SeededRandom(seed: seed, stream: answers)
        var stream = TextStream(
            try DecodingLoop(engine, prompt: prompt, limits: limits, random: random), tokenizer: codec.tokenizer)
        while let piece = try stream.next() { try receive(piece) }
        messages = question + [ChatMessage(role: .assistant, content: codec.text(stream.loop.emitted))]
        answers += 1
        return stream
    }
}
