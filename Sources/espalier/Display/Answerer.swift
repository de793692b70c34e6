import Decoding
import Foundation
import LanguageModels
import Speculation

/// Answers messages one after another and prints each answer as it comes.
struct Answerer {
    let engine: DecodingEngine
    let conversation: ChatCodec
    let maximumNewTokens: Int
    let seed: UInt64
    let tellsStatistics: Bool
    private var messages: [ChatMessage]
    private var answers: UInt64 = 0

    init(
        engine: DecodingEngine, conversation: ChatCodec, maximumNewTokens: Int, seed: UInt64, system: String?,
        tellsStatistics: Bool
    ) {
        self.engine = engine
        self.conversation = conversation
        self.maximumNewTokens = maximumNewTokens
        self.seed = seed
        self.tellsStatistics = tellsStatistics
        messages = system.map { [ChatMessage(role: .system, content: $0)] } ?? []
    }

    /// Adds a user's message, streams the answer, and remembers both.
    mutating func answer(_ text: String) throws {
        messages.append(ChatMessage(role: .user, content: text))
        let start = ContinuousClock.now
        let limits = DecodingLimits(maximumNewTokens: maximumNewTokens, stopTokens: conversation.stopTokens)
        let prompt = try conversation.tokens(messages)
        let contextLimit = engine.target.contextLimit
        guard prompt.count < contextLimit else {
            let what = messages.contains { $0.role == .assistant } ? "the conversation so far" : "the prompt"
            throw CommandFailure(
                "\(what) has \(prompt.count) tokens, and the target's context holds \(contextLimit) with the answer")
        }
        var loop = try DecodingLoop(
            engine, prompt: prompt, limits: limits, random: SeededRandom(seed: seed, stream: answers))
        answers += 1
        var stream = StreamingDecoder(conversation.tokenizer)
        var printed = 0
        var rounds = 0
        var record = RoundRecord()
        while true {
            for token in loop.emitted[printed...] { try StandardOutput.write(stream.append(token)) }
            printed = loop.emitted.count
            if loop.finish != nil { break }
            try loop.round(into: &record)
            rounds += 1
        }
        try StandardOutput.write(stream.finish() + "\n")
        messages.append(ChatMessage(role: .assistant, content: conversation.text(loop.emitted)))
        if tellsStatistics { tell(loop, rounds: rounds, seconds: (ContinuousClock.now - start) / .seconds(1)) }
    }

    private func tell(_ loop: DecodingLoop, rounds: Int, seconds: Double) {
        let count = loop.emitted.count
        let tau = rounds > 0 ? String(format: "%.2f", Double(count - 1) / Double(rounds)) : "-"
        let rate = String(format: "%.0f", Double(count) / seconds)
        StandardError.write(
            "[\(count) tokens, tau \(tau), \(rate) tokens/s, \(loop.finish?.rawValue ?? "")]\n")
    }
}
