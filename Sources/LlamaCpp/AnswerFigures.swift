package import Evaluation
package import Speculation

/// What one way of decoding made of all prompts.
package struct AnswerFigures: Sendable {
    /// What reports call it.
    package let name: String

    /// Whether it is llama.cpp's.
    package let isTheirs: Bool

    /// The tokens of each answer, `[prompts]` lists.
    package internal(set) var answers: [[Token]] = []

    /// The seconds of all tokens of each answer but the first, which reading the prompt brings, `[prompts]`.
    package internal(set) var seconds: [Double] = []

    /// Begins without an answer, or with some that took no time.
    package init(name: String, isTheirs: Bool = false, answers: [[Token]] = []) {
        self.name = name
        self.isTheirs = isTheirs
        self.answers = answers
        seconds = answers.map { _ in 0 }
    }

    /// Tokens per second over all prompts, or some of them.
    ///
    /// - Parameter chosen: Indices of prompts, repeats included; all of them unless given.
    /// - Returns: Nil where nothing was decoded.
    package func tokensPerSecond(of chosen: [Int]? = nil) -> Double? {
        let places = chosen ?? Array(answers.indices)
        let tokens = places.reduce(0) { $0 + max(answers[$1].count - 1, 0) }
        let time = places.reduce(0) { $0 + seconds[$1] }
        return time > 0 ? Double(tokens) / time : nil
    }

    /// How many times as fast as another way it is, over the same prompts.
    ///
    /// - Parameters:
    ///   - other: The other way.
    ///   - bootstrap: Resamples prompts.
    /// - Returns: The ratio of tokens per second and its interval, where there are any.
    package func speedUp(
        over other: AnswerFigures, by bootstrap: PairedBootstrap = PairedBootstrap()
    ) -> (ratio: Double?, interval: ConfidenceInterval?) {
        func ratio(_ chosen: [Int]) -> Double? {
            guard let own = tokensPerSecond(of: chosen), let others = other.tokensPerSecond(of: chosen) else {
                return nil
            }
            return own / others
        }
        return (ratio(Array(answers.indices)), bootstrap.interval(count: answers.count, of: ratio))
    }

    /// Counts the prompts in which it wrote the tokens that another way wrote; an end token that one of them leaves out is no
    /// difference.
    ///
    /// - Parameters:
    ///   - other: The other way.
    ///   - ends: The tokens that end an answer.
    /// - Returns: How many there are.
    package func identical(to other: AnswerFigures, ending ends: Set<Token>) -> Int {
        zip(answers, other.answers).count { $0.withoutEnd(ends) == $1.withoutEnd(ends) }
    }
}

extension [Token] {
    fileprivate func withoutEnd(_ ends: Set<Token>) -> ArraySlice<Token> {
        last.map(ends.contains) == true ? dropLast() : self[...]
    }
}
