import Decoding
import Foundation
import LanguageModels
import Speculation

/// The tokens of an answer with the target's log-probability and rank of each, and the most probable ones in its place.
///
/// They are the target's own, before bias, penalties and temperature.
struct AnswerListing {
    private let tokens: [TokenLogProbabilities]
    private let tokenizer: Tokenizer

    init(_ tokens: [TokenLogProbabilities], by tokenizer: Tokenizer) {
        self.tokens = tokens
        self.tokenizer = tokenizer
    }

    /// A table, a line for each token.
    var text: String {
        var lines = ["      id   log p    rank  text"]
        for token in tokens {
            var line = "\(String(token.emitted.token).leftPadded(to: 8))\(written(token.emitted).leftPadded(to: 8))"
            line += "\(String(token.rank).leftPadded(to: 8))  \(tokenizer.text(of: token.emitted.token).quoted)"
            if !token.best.isEmpty {
                line += "   best: "
                line += token.best.map { "\(tokenizer.text(of: $0.token).quoted) \(written($0))" }.joined(
                    separator: ", ")
            }
            lines.append(line)
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private func written(_ candidate: TokenLogProbabilities.Candidate) -> String {
        String(format: "%.3f", candidate.logProbability)
    }
}
