public import Speculation

/// The first token at which a strategy's greedy answer leaves plain decoding's, with what tells a float tie from a bug.
///
/// In a tie the two tokens' logits differ by float noise in both scorings, and are the two highest. In a bug they
/// differ clearly in one of them.
public struct OutputDifference: Sendable, Equatable {
    /// A token with its text and its logit in plain scoring.
    public struct RankedToken: Sendable, Equatable, Encodable {
        /// The token.
        public let token: Token
        /// Its logit.
        public let logit: Float

        /// Makes a pair of both.
        package init(token: Token, logit: Float) {
            self.token = token
            self.logit = logit
        }
    }

    /// The logits of the two tokens in one scoring; nil for a token that is not there.
    public struct PairLogits: Sendable, Equatable {
        /// The logit of the token that plain decoding emitted.
        public let plainToken: Float?
        /// The logit of the token that the strategy emitted.
        public let strategyToken: Float?

        /// Makes a pair of both logits.
        package init(plainToken: Float?, strategyToken: Float?) {
            self.plainToken = plainToken
            self.strategyToken = strategyToken
        }
    }

    /// The strategy's name.
    public let strategy: String

    /// The prompt's id.
    public let prompt: String

    /// The turn, counted from 1.
    public let turn: Int

    /// The place among the turn's new tokens, counted from 0.
    public let position: Int

    /// What plain decoding emitted there; nil where it had ended.
    public let plainToken: Token?

    /// What the strategy emitted there; nil where it had ended.
    public let strategyToken: Token?

    /// The text of ``plainToken``.
    public let plainText: String?

    /// The text of ``strategyToken``.
    public let strategyText: String?

    /// Both tokens' logits when the sequence before them is scored plainly.
    public let plainLogits: PairLogits

    /// Both tokens' logits as the strategy's round scored them; nil where no round did, as for a first token.
    public let strategyLogits: PairLogits?

    /// The two highest logits in plain scoring.
    public let highest: [RankedToken]

    /// The position at which two answers part; nil where they are equal.
    static func firstPosition(in strategy: [Token], against plain: [Token]) -> Int? {
        let common = zip(strategy, plain).prefix { $0 == $1 }.count
        return common == strategy.count && common == plain.count ? nil : common
    }
}

extension OutputDifference.PairLogits {
    /// Reads both tokens' logits from a row, `[vocabularySize]`.
    init(of plainToken: Token?, and strategyToken: Token?, in row: [Float]) {
        func logit(_ token: Token?) -> Float? { token.flatMap { row.indices.contains($0) ? row[$0] : nil } }
        self.init(plainToken: logit(plainToken), strategyToken: logit(strategyToken))
    }
}

extension OutputDifference.RankedToken {
    /// The two highest logits of a row, the smaller token first where they are equal.
    static func highestTwo(in row: [Float]) -> [Self] {
        var best: [Self] = []
        for (token, logit) in row.enumerated() {
            let place = best.firstIndex { logit > $0.logit } ?? best.count
            if place < 2 {
                best = Array((best[..<place] + [Self(token: token, logit: logit)] + best[place...]).prefix(2))
            }
        }
        return best
    }
}
