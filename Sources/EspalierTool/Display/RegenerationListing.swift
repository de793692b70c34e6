import Training

/// What a regeneration made, for programs.
struct RegenerationListing {
    /// The file with the conversations, or the journal from which the same command goes on.
    let output: String
    let summary: RegenerationSummary

    /// Lines of the prompts' file that gave no prompt.
    let unusable: [UnusableConversation]
}

extension RegenerationListing: Encodable {
    private enum CodingKeys: String, CodingKey {
        case output, conversations, answers, dropped, unusable, seconds, incomplete
        case cutAnswers = "cut_answers"
        case newTokens = "new_tokens"
    }

    /// Writes every key; tokens and seconds are this run's, counts those of earlier runs too.
    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(output, forKey: .output)
        try container.encode(summary.kept, forKey: .conversations)
        try container.encode(summary.answers, forKey: .answers)
        try container.encode(summary.cutAnswers, forKey: .cutAnswers)
        try container.encode(
            Dictionary(uniqueKeysWithValues: summary.dropped.map { ($0.rawValue, $1) }), forKey: .dropped)
        try container.encode(unusable.map(UnusableLine.init), forKey: .unusable)
        try container.encode(summary.newTokens, forKey: .newTokens)
        try container.encode(summary.seconds, forKey: .seconds)
        try container.encode(summary.isIncomplete, forKey: .incomplete)
    }
}

/// A line of a file that was left out, and why.
struct UnusableLine: Encodable {
    private let line: Int?
    private let cause: String

    init(_ unusable: UnusableConversation) {
        line = unusable.line
        cause = unusable.cause
    }

    private enum CodingKeys: String, CodingKey {
        case line, cause
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(line, forKey: .line)
        try container.encode(cause, forKey: .cause)
    }
}
