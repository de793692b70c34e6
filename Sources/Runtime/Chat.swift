import Decoding
public import LanguageModels
import Speculation
public import Strategies

/// A conversation with a target, decoded as a strategy says; messages and answers are remembered.
///
/// Target and draft hold what they have read, so that each turn reads no more than is new. When the context does not hold
/// all of the conversation any more, its oldest turns are left out (`ChatHistory`).
public struct Chat {
    /// Everything said so far.
    public var messages: [ChatMessage] { history.messages }

    /// The turns, and how many of them are left out.
    public private(set) var history: ChatHistory

    /// The tokenizer with the chat format.
    public let codec: ChatCodec

    /// Asked between pieces of an answer; once true, the answer ends there, and what there is of it is remembered.
    public var isCancelled: () -> Bool = { false }

    private let engine: DecodingEngine
    private let rules: DecodingRules
    private let logProbabilities: Int?
    private let seed: UInt64
    private let onRemark: (String) -> Void
    private var answers: UInt64 = 0

    /// What target and draft hold of the conversation.
    private var sequence = DecodedSequence()

    /// Begins a conversation.
    ///
    /// - Parameters:
    ///   - strategy: How to decode.
    ///   - factory: Opens its models, and keeps the target for other strategies; it also tells, in a sentence, of turns that
    ///     are left out.
    ///   - system: A message of the system before all others.
    ///   - maximumNewTokens: The largest number of tokens of each answer.
    ///   - logProbabilities: How many of the most probable tokens are noted beside each emitted one; nil for none.
    /// - Throws: If a model cannot be loaded, or the target has no tokenizer or no chat format that is known.
    public init(
        with strategy: Strategy, by factory: inout EngineFactory, system: String? = nil, maximumNewTokens: Int = 256,
        logProbabilities: Int? = nil
    ) throws {
        self.logProbabilities = logProbabilities
        // Before costs are measured, so that a target that cannot talk says so at once.
        codec = try factory.target(of: strategy).conversation()
        rules = try factory.rules(for: strategy, maximumNewTokens: maximumNewTokens)
        engine = try factory.engine(for: strategy)
        seed = strategy.seed
        onRemark = factory.onRemark
        history = ChatHistory(system: system)
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
    /// - Throws: `DecodingError.promptTooLong` if the context does not hold the message even without any turn before it;
    ///   whatever decoding throws. The message is then not remembered, and the conversation can go on.
    @discardableResult
    public mutating func answer(_ text: String, streaming receive: (String) throws -> Void) throws -> TextStream {
        let omittedBefore = history.omittedTurns
        let contextLimit = engine.target.contextLimit
        let prompt = try history.tokens(
            asking: text, by: codec, within: contextLimit, leaving: rules.limits.maximumNewTokens)
        tell(of: history.omittedTurns - omittedBefore)
        let request = DecodingRequest(
            prompt: prompt, rules: rules, random: SeededRandom(seed: seed, stream: answers),
            logProbabilities: logProbabilities)
        // Handed over at once: what is held twice is copied by the first that changes it, and sessions are large.
        var stream = TextStream(
            try DecodingLoop(engine, request, continuing: &sequence), tokenizer: codec.tokenizer, limits: rules.limits)
        while !isCancelled(), let piece = try stream.next() { try receive(piece) }
        let emitted = stream.loop.emitted
        history.append(text, answer: rules.limits.text(of: emitted) ?? codec.text(emitted))
        sequence = stream.loop.sequence()
        answers += 1
        return stream
    }

    private func tell(of omitted: Int) {
        guard omitted > 0 else { return }
        let turns = omitted == 1 ? "the oldest turn is" : "the oldest \(omitted.counting("turn")) are"
        onRemark(
            "\(turns) left out from here on: the context of \(engine.target.contextLimit.counting("token")) is full")
    }
}
