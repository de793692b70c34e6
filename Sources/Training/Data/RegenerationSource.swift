public import Speculation

/// Where the prompts come from that the target answers.
public enum RegenerationSource: Sendable {
    /// Given prompts.
    case prompts([RegenerationPrompt])

    /// The target itself, which writes what a user might say.
    case synthesis(PromptSynthesis)
}

/// How a target writes prompts.
///
/// After the chat format's opening of a user's turn it continues as it was trained to (Magpie, Xu et al. 2024,
/// arXiv 2406.08464).
public struct PromptSynthesis: Sendable, Equatable {
    /// How many conversations to make.
    public let count: Int

    /// How prompts are drawn; greedy drawing would write one prompt again and again.
    public let sampling: SamplingRule

    /// Prompts that do not end within this many tokens are dropped.
    public let maximumPromptTokens: Int

    /// Prompts that shall not occur, such as those of a training set when a held-out one is made.
    public let excluded: Set<String>

    /// States how to write prompts.
    ///
    /// - Parameters:
    ///   - count: How many conversations to make, at least 1.
    ///   - sampling: How prompts are drawn.
    ///   - maximumPromptTokens: The most tokens of a prompt.
    ///   - excluded: Prompts that shall not occur.
    public init(count: Int, sampling: SamplingRule, maximumPromptTokens: Int, excluded: Set<String> = []) {
        self.count = count
        self.sampling = sampling
        self.maximumPromptTokens = maximumPromptTokens
        self.excluded = excluded
    }
}
