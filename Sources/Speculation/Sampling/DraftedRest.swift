/// The target's and the draft's distributions after one node, as refused children change them: what rules that weigh one
/// against the other are made of.
public struct DraftedRest: Sendable {
    /// What is left of the target's distribution, `[vocabularySize]`, summing to 1.
    public private(set) var target: [Double]

    /// What the next child was drawn from, `[vocabularySize]`; nil where children are certain.
    private var draft: [Double]?

    /// Whether a refused token is not drawn again.
    private let losesRefused: Bool

    /// Begins before any child is looked at.
    ///
    /// - Parameters:
    ///   - target: The target's warped distribution.
    ///   - proposal: What the children were drawn from; nil where they are a function of the context.
    public init(of target: [Double], after proposal: Proposal?) {
        self.target = target
        draft = proposal?.distribution(vocabularySize: target.count)
        losesRefused = proposal?.draw == .withoutReplacement
    }

    /// How much more the target wants a drawn token than the draft: b(x) / d(x), which may exceed 1.
    ///
    /// - Parameters:
    ///   - token: A child's.
    ///   - share: How much of the target's distribution counts, for rules that judge whole paths.
    /// - Returns: Nil for a token that could not be drawn any more.
    public func acceptance(of token: Token, share: Double = 1) -> Double? {
        guard let draft else { return share * target[token] }
        return draft[token] > 0 ? share * target[token] / draft[token] : nil
    }

    /// The sum S of (share · b - d)+: what the target wants beyond the draft.
    ///
    /// - Parameters:
    ///   - token: The next child's, which d is a point mass at where children are certain.
    ///   - share: How much of the target's distribution counts.
    /// - Returns: S, at least 0.
    public func excess(over token: Token, share: Double) -> Double {
        guard let draft else { return share * (1 - target[token]) }
        var sum = 0.0
        for (wanted, drawn) in zip(target, draft) { sum += max(share * wanted - drawn, 0) }
        return sum
    }

    /// Hears that a child was refused: b becomes (share · b - d)+ over its sum, and stays where nothing is left of it.
    ///
    /// - Parameters:
    ///   - token: The child's.
    ///   - share: How much of the target's distribution counted.
    /// - Returns: That sum.
    @discardableResult
    public mutating func refuse(_ token: Token, share: Double = 1) -> Double {
        let sum = excess(over: token, share: share)
        if sum > 0 {
            if let draft {
                for index in target.indices { target[index] = max(share * target[index] - draft[index], 0) / sum }
            } else {
                target[token] = 0
                for index in target.indices { target[index] *= share / sum }
            }
        }
        if losesRefused { forget(token) }
        return sum
    }

    private mutating func forget(_ token: Token) {
        guard var left = draft else { return }
        draft = nil
        left[token] = 0
        let sum = left.reduce(0, +)
        if sum > 0 { for index in left.indices { left[index] /= sum } }
        draft = left
    }
}
