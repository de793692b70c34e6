import Decoding

extension PromptAnswers: Encodable {
    private enum CodingKeys: String, CodingKey {
        case prompt, category, turns, figures
    }

    /// Writes every key, with null for a category that is not known.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(prompt, forKey: .prompt)
        try container.encode(category, forKey: .category)
        try container.encode(PartFigures(tally), forKey: .figures)
        try container.encode(answers, forKey: .turns)
    }
}

extension PromptAnswers.Answer: Encodable {
    private enum CodingKeys: String, CodingKey {
        case tokens, text, finish, figures
    }

    /// Writes the answer and why it ended.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(tokens, forKey: .tokens)
        try container.encode(text, forKey: .text)
        try container.encode(tally.finishes.keys.first?.key, forKey: .finish)
        try container.encode(PartFigures(tally), forKey: .figures)
    }
}
