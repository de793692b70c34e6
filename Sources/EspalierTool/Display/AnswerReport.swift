import Decoding
import LanguageModels
import Runtime
import Speculation

/// The answers of `generate` as its JSON says them.
struct AnswerReport: Encodable {
    /// One answer.
    private struct Answer: Encodable {
        let prompt: String
        /// All that the target read before the answer, in its chat format, turns before included.
        let promptTokens: [Token]
        let text: String
        let tokens: [Token]
        let finish: String?
        let rounds: Int
        let seconds: Double

        /// Nil where none were asked for.
        let logprobs: [LogProbability]?

        private enum CodingKeys: String, CodingKey {
            case prompt, text, tokens, finish, rounds, seconds, logprobs
            case promptTokens = "prompt_tokens"
        }
    }

    /// The target's log-probability of a token, and of the most probable ones in its place.
    private struct LogProbability: Encodable {
        let token: Token
        let text: String
        let logprob: Double
        let rank: Int?
        let best: [LogProbability]?
    }

    let strategy: String
    private let guarantee: Guarantee
    private let notesLogProbabilities: Bool
    private var answers: [Answer] = []

    private enum CodingKeys: String, CodingKey {
        case strategy, guarantee, answers
    }

    /// A report without answers.
    init(strategy: String, guarantee: Guarantee, notingLogProbabilities: Bool) {
        self.strategy = strategy
        self.guarantee = guarantee
        notesLogProbabilities = notingLogProbabilities
    }

    /// Adds an answer.
    ///
    /// - Parameters:
    ///   - stream: What decoded it; an answer that was stopped has no reason why it ended.
    ///   - prompt: What was asked.
    ///   - text: The answer's text.
    ///   - seconds: How long it took.
    ///   - tokenizer: Tells the tokens' texts.
    mutating func note(
        _ stream: TextStream, to prompt: String, as text: String, in seconds: Double, by tokenizer: Tokenizer
    ) {
        func entry(_ candidate: TokenLogProbabilities.Candidate, rank: Int? = nil, best: [LogProbability]? = nil)
            -> LogProbability
        {
            LogProbability(
                token: candidate.token, text: tokenizer.text(of: candidate.token),
                logprob: Double(candidate.logProbability), rank: rank, best: best)
        }
        answers.append(
            Answer(
                prompt: prompt, promptTokens: stream.loop.prompt, text: text, tokens: stream.loop.emitted,
                finish: stream.loop.finish?.key,
                rounds: stream.rounds, seconds: seconds,
                logprobs: notesLogProbabilities
                    ? stream.loop.logProbabilities.map { token in
                        entry(token.emitted, rank: token.rank, best: token.best.map { entry($0) })
                    } : nil))
    }
}
