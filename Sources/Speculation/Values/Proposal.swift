/// The distribution that a node's children were drawn from, for verifiers that weigh the target's against it.
///
/// Only drafts that draw children at random give proposals: a deterministic choice of children is a point mass, and
/// weighing it by the draft's probability would bias the output. What is drawn from must be what is divided by, to the last
/// bit, so both are done here: the distribution is the weights over their sum, in double precision.
public struct Proposal: Sendable, Equatable {
    /// The tokens that the draft can propose, each once, `[weights.count]`; nil for the first of the vocabulary in their order.
    public let tokens: [Token]?

    /// What each of them is drawn with: not negative, finite, of a positive sum that need not be 1.
    public let weights: [Float]

    /// Whether children are drawn independently of each other or without replacement.
    public let draw: DrawMode

    /// States a distribution.
    ///
    /// - Parameters:
    ///   - tokens: The tokens that the draft can propose, each once; nil for the first of the vocabulary in their order.
    ///   - weights: What each of them is drawn with.
    ///   - draw: ``DrawMode/independent`` or ``DrawMode/withoutReplacement``.
    public init(tokens: [Token]? = nil, weights: [Float], draw: DrawMode) {
        precondition(draw.isDrawn, "\(draw.rawValue) children are not drawn")
        precondition(tokens.map { $0.count == weights.count } ?? true, "\(weights.count) weights")
        self.tokens = tokens
        self.weights = weights
        self.draw = draw
    }

    /// The probability of every token of a vocabulary, summing to 1.
    ///
    /// - Parameter vocabularySize: At least the number of weights, and more than any token.
    /// - Returns: `[vocabularySize]`.
    public func distribution(vocabularySize: Int) -> [Double] {
        var distribution = [Double](repeating: 0, count: vocabularySize)
        let sum = weights.reduce(0) { $0 + Double($1) }
        for (place, weight) in weights.enumerated() { distribution[token(at: place)] = Double(weight) / sum }
        return distribution
    }

    /// The token at a place of the weights.
    public func token(at place: Int) -> Token { tokens?[place] ?? place }

    /// Draws children, in the order in which verifiers must see them.
    ///
    /// - Parameters:
    ///   - count: How many are asked for.
    ///   - chance: Consulted once for each.
    /// - Returns: Their places among the weights; without replacement fewer than asked for where no others have a weight.
    public func places(_ count: Int, using chance: inout some Chance) -> [Int] {
        var left = weights.map { Double($0) }
        var places: [Int] = []
        places.reserveCapacity(count)
        while places.count < count {
            let place = chance.index(weightedBy: left)
            guard left[place] > 0 else { break }
            places.append(place)
            if draw == .withoutReplacement { left[place] = 0 }
        }
        return places
    }
}
