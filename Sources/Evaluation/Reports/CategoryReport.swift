/// What a strategy did on the prompts of one category, and how much faster than plain decoding.
struct CategoryReport: Encodable {
    private let category: String
    private let prompts: Int
    private let speedup: Double?
    private let figures: PartFigures

    private enum CodingKeys: String, CodingKey {
        case category, prompts, speedup, figures
    }

    /// The categories of a strategy's prompts, in the order in which they first occur; prompts without one are in none.
    ///
    /// - Parameters:
    ///   - answers: The strategy's answers.
    ///   - baseline: Plain decoding's, to the same prompts.
    /// - Returns: A report for each.
    static func categories(of answers: [PromptAnswers], over baseline: [PromptAnswers]) -> [CategoryReport] {
        var names: [String] = []
        for case let name? in answers.map(\.category) where !names.contains(name) { names.append(name) }
        return names.map { name in
            let own = tally(of: answers.filter { $0.category == name })
            let plain = tally(of: baseline.filter { $0.category == name }).tokensPerSecond ?? 0
            return CategoryReport(
                category: name, prompts: answers.count { $0.category == name },
                speedup: plain > 0 ? own.tokensPerSecond.map { $0 / plain } : nil, figures: PartFigures(own))
        }
    }

    /// Writes every key, with null for a speed-up that does not exist.
    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(category, forKey: .category)
        try container.encode(prompts, forKey: .prompts)
        try container.encode(speedup, forKey: .speedup)
        try container.encode(figures, forKey: .figures)
    }

    private static func tally(of answers: [PromptAnswers]) -> GenerationTally {
        answers.reduce(into: GenerationTally()) { $0 += $1.tally }
    }
}
