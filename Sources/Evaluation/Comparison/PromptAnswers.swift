public import Speculation

/// What one strategy answered to one prompt, turn by turn, with the counts of each answer.
public struct PromptAnswers: Sendable {
    /// One answer.
    public struct Answer: Sendable {
        /// Its tokens.
        public let tokens: [Token]

        /// Its text, without control tokens, up to a stop string that ended it.
        public let text: String

        /// Its counts.
        public let tally: GenerationTally
    }

    /// The prompt's id.
    public let prompt: String

    /// The kind of task; nil where the file names none.
    public let category: String?

    /// The answers, one for each turn that was decoded.
    public let answers: [Answer]

    /// States what was answered.
    public init(prompt: String, category: String?, answers: [Answer]) {
        self.prompt = prompt
        self.category = category
        self.answers = answers
    }

    /// The counts of all turns together.
    public var tally: GenerationTally {
        answers.reduce(into: GenerationTally()) { $0 += $1.tally }
    }
}
