import BuiltinPlugins
import Decoding
import LanguageModels
import Runtime
import Speculation
import Strategies
import Testing

/// Answers of the bundled model, piece by piece.
struct ChatTests {
    private static func strategy(_ name: String, _ overrides: StrategyOverrides = StrategyOverrides()) throws
        -> Strategy
    {
        try StrategyLocator(registry: BuiltinPlugins.registry(), overrides: overrides).strategy(name)
    }

    private static func chat(_ name: String, count: Int, system: String? = nil) throws -> Chat {
        var factory = EngineFactory()
        return try Chat(with: strategy(name), by: &factory, system: system, maximumNewTokens: count)
    }

    @Test
    func `The pieces make up the text of the answer, which is remembered`() throws {
        var chat = try Self.chat("eagle3-short-chain", count: 24)
        var pieces: [String] = []
        let answer = try chat.answer("What is a tree?") { pieces.append($0) }
        #expect(pieces.count > 1 && !pieces.contains(""))
        #expect(pieces.joined() == chat.codec.text(answer.loop.emitted))
        #expect(chat.messages.map(\.role) == [.user, .assistant])
        #expect(chat.messages.map(\.content) == ["What is a tree?", pieces.joined()])
        #expect(answer.loop.finish != nil && answer.rounds > 0)
    }

    @Test
    func `Every answer is what plain decoding says after the whole conversation`() throws {
        var factory = EngineFactory()
        let plain = try Self.strategy("autoregressive")
        let engine = try factory.engine(for: plain)
        var chat = try Self.chat("eagle3-short-chain", count: 16, system: "Be brief.")
        for message in ["What is a tree?", "And a forest?"] {
            let before = chat.messages + [ChatMessage(role: .user, content: message)]
            let answer = try chat.answer(message) { _ in }
            let limits = DecodingLimits(maximumNewTokens: 16, stopTokens: chat.codec.stopTokens)
            var loop = try DecodingLoop(
                engine,
                DecodingRequest(
                    prompt: chat.codec.tokens(before), rules: DecodingRules(limits: limits),
                    random: SeededRandom(seed: 0)))
            while loop.finish == nil { _ = try loop.round() }
            #expect(answer.loop.emitted == loop.emitted, "\(message)")
        }
    }

    @Test
    func `An answer that its reader ends is not remembered, nor is its question`() throws {
        struct Enough: Error {}
        var chat = try Self.chat("autoregressive", count: 8)
        #expect(throws: Enough.self) { try chat.answer("What is a tree?") { _ in throw Enough() } }
        #expect(chat.messages.isEmpty)
    }

    @Test
    func `A message that fills the context is refused in one sentence`() throws {
        var chat = try Self.chat("autoregressive", count: 8)
        let error = #expect(throws: DecodingError.self) {
            try chat.answer(String(repeating: "tree ", count: 1100)) { _ in }
        }
        #expect(error?.description.contains("and the target's context holds 1024 with the answer") == true, "\(error)")
    }
}
