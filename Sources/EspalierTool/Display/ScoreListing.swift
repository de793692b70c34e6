import Foundation
import LanguageModels
import Tensors

/// Every token of a text with the target's log-probability and rank of it.
struct ScoreListing: Encodable {
    /// One token; the first has neither log-probability nor rank.
    struct Entry: Encodable {
        let id: Int
        let text: String?
        let logprob: Float?
        let rank: Int?

        private enum CodingKeys: String, CodingKey {
            case id, text, logprob, rank
        }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(id, forKey: .id)
            try container.encode(text, forKey: .text)
            try container.encode(logprob, forKey: .logprob)
            try container.encode(rank, forKey: .rank)
        }
    }

    let tokens: [Entry]

    init(_ tokens: [Int], logits: Matrix, tokenizer: Tokenizer?) {
        self.tokens = tokens.enumerated().map { place, token in
            let row = place > 0 ? LogProbabilities(logits[place - 1]) : nil
            return Entry(
                id: token, text: tokenizer?.text(of: token), logprob: row?.value(of: token), rank: row?.rank(of: token))
        }
    }

    /// A table, then the sum and the perplexity.
    var text: String {
        let logprobs = tokens.map { token in token.logprob.map { String(format: "%.3f", $0) } ?? "-" }
        // Damaged weights give numbers of forty digits.
        let width = max(7, logprobs.map(\.count).max() ?? 0)
        var lines = ["      id \("log p".leftPadded(to: width))    rank  text"]
        for (token, logprob) in zip(tokens, logprobs) {
            let rank = token.rank.map(String.init) ?? "-"
            lines.append(
                "\(String(token.id).leftPadded(to: 8)) \(logprob.leftPadded(to: width))\(rank.leftPadded(to: 8))  "
                    + (token.text?.quoted ?? "-"))
        }
        let scored = tokens.compactMap(\.logprob).map(Double.init)
        if !scored.isEmpty {
            let sum = scored.reduce(0, +)
            lines.append(
                String(
                    format: "%d tokens scored, log p %.3f, perplexity %.3f", scored.count, sum,
                    exp(-sum / Double(scored.count))))
        }
        return lines.joined(separator: "\n") + "\n"
    }
}
