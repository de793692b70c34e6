import Decoding
import LanguageModels
import Speculation
import Training

/// The first messages of held-out conversations, ready for answers.
struct HeldOutPrompts {
    let prompts: [[Token]]
    let limits: DecodingLimits

    init(_ file: ConversationFile, codec: ChatCodec, options: TrainerOptions, contextLimit: Int) throws {
        let prompts = try file.conversations.lazy.compactMap { $0.userTurns.first }
            .map { try codec.tokens([ChatMessage(role: .user, content: $0)]) }
            .filter { $0.count + options.evaluateTokens < contextLimit }
        self.prompts = Array(prompts.prefix(options.evaluatePrompts))
        guard !self.prompts.isEmpty else {
            throw RuntimeError(
                "\(file.name): no conversation begins with a message that fits the context with an answer of "
                    + "\(options.evaluateTokens) tokens")
        }
        limits = DecodingLimits(maximumNewTokens: options.evaluateTokens, stopTokens: codec.stopTokens)
    }

    /// A number that depends on the prompts' tokens alone.
    var contentHash: UInt64 {
        var hash = ContentHash()
        for prompt in prompts {
            hash.combine(word: UInt64(prompt.count))
            for token in prompt { hash.combine(word: UInt64(token)) }
        }
        return hash.value
    }
}
