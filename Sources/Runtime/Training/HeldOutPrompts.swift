import Decoding
import LanguageModels
package import Speculation
package import Training

/// The first messages of held-out conversations, ready for answers.
package struct HeldOutPrompts {
    package let prompts: [[Token]]
    let limits: DecodingLimits

    /// The file's lines that give no prompt, of those that were read before there were enough.
    package let unusable: [UnusableConversation]

    /// Prompts that leave no room for an answer, of those that were read before there were enough.
    package let tooLong: Int

    init(_ file: ConversationFile, codec: ChatCodec, options: TrainerOptions, contextLimit: Int) throws {
        var prompts: [[Token]] = []
        var unusable = file.unusable
        var tooLong = 0
        for conversation in file.conversations where prompts.count < options.evaluatePrompts {
            guard let text = conversation.userTurns.first else {
                unusable.append(.withoutPrompt(line: conversation.line))
                continue
            }
            do {
                let tokens = try codec.tokens([ChatMessage(role: .user, content: text)])
                if tokens.count + options.evaluateTokens < contextLimit {
                    prompts.append(tokens)
                } else {
                    tooLong += 1
                }
            } catch {
                unusable.append(
                    UnusableConversation(line: conversation.line, reason: .chatFormat, cause: "\(error)"))
            }
        }
        (self.prompts, self.unusable, self.tooLong) = (prompts, unusable, tooLong)
        guard !prompts.isEmpty else {
            let reasons = unusable.isEmpty ? "" : "; \(unusable.summary)"
            throw RuntimeError(
                "\(file.name): no conversation begins with a message that fits the context with an answer of "
                    + "\(options.evaluateTokens.counting("token"))\(reasons)")
        }
        limits = DecodingLimits(maximumNewTokens: options.evaluateTokens, stopTokens: codec.stopTokens)
    }

    /// How many prompts there are, then what was left out and why: one line as of a corpus.
    package var summary: String {
        var parts = [prompts.count.counting("prompt")]
        if tooLong > 0 { parts.append("\(tooLong) too long") }
        if !unusable.isEmpty { parts.append(unusable.summary) }
        return parts.joined(separator: "; ")
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
