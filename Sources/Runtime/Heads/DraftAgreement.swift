import LanguageModels
package import Speculation
package import Tensors

/// How far apart two heads' log-probabilities are on the same text, over every token that they can propose.
package struct DraftAgreement {
    /// How many distributions were compared.
    package private(set) var steps = 0

    /// The largest difference of two log-probabilities of the same token, in nats.
    package private(set) var largestDifference: Float = 0

    /// The first head's largest log-probability less its smallest, in nats.
    package private(set) var spread: Float = 0

    /// Whether all log-probabilities are the same to the bit.
    package private(set) var isIdentical = true

    /// Compares two heads.
    ///
    /// The target reads the text but for its end, which stands in for a draft's own path: the first distribution comes
    /// from the target's features, each other one from the head's own state of the step before.
    ///
    /// - Parameters:
    ///   - first: The head that is right.
    ///   - second: The head in question.
    ///   - text: What both read, longer than the steps.
    ///   - steps: How many tokens of the text stand in for the path.
    ///   - target: The target of both.
    /// - Throws: If target or heads cannot read the text, or the heads read different layers of the target.
    package init(
        of first: any DraftPolicy, and second: any DraftPolicy, reading text: [Token], steps: Int,
        for target: any Target
    ) throws {
        guard first.features == second.features else {
            throw RuntimeError("the written head reads other layers of the target than the one it was made from")
        }
        let read = Array(text.dropLast(steps + 1))
        let path = Array(text.suffix(steps + 1))
        var reading = try target.begin(providing: first.features)
        let commitment = Commitment(
            tokens: read, next: path[0], features: try reading.append(read).features, round: nil)
        var sessions = [try first.begin(DraftBeginning()), try second.begin(DraftBeginning())]
        for place in sessions.indices {
            try sessions[place].commit(commitment)
            sessions[place].beginRound()
        }
        var tree = TokenTree(root: path[0])
        for next in path.dropFirst() + [path[0]] {
            let node = tree.count - 1
            var rows: [[Token: Float]] = []
            for place in sessions.indices {
                let children = try sessions[place].expand(Frontier([node], width: target.vocabularySize), of: tree)
                let pairs = zip(children.tokens, children.logProbabilities.map { $0 ?? .nan })
                rows.append(Dictionary(pairs) { first, _ in first })
            }
            compare(rows[0], rows[1])
            var child = Candidates()
            child.append(next, after: node, logProbability: nil)
            tree.attach(child)
        }
    }

    private mutating func compare(_ first: [Token: Float], _ second: [Token: Float]) {
        steps += 1
        spread = max(spread, (first.values.max() ?? 0) - (first.values.min() ?? 0))
        if first.count != second.count { (isIdentical, largestDifference) = (false, .infinity) }
        for (token, value) in first where second[token]?.bitPattern != value.bitPattern {
            isIdentical = false
            largestDifference = max(largestDifference, abs((second[token] ?? -.infinity) - value))
        }
    }

    /// The largest difference that storing the weights in another format can explain, in nats.
    ///
    /// Each weight moves by at most 2⁻ᵖ of itself, p being the bits of the format's significand. A row passes some ten
    /// products and norms on its way to the logits; their errors are independent, so they add up like the sides of
    /// right angles to a few times 2⁻ᵖ of the logits' spread, and later steps inherit those of earlier ones. Sixteen
    /// times leaves a margin; a tensor in the wrong place moves logits by as much as their spread. Single precision holds
    /// the numbers of the others exactly, and yet rounds: the kernels add up products of each type in an order of its own.
    package func plausibleDifference(storing format: StorageFormat) -> Float {
        16 * spread / Float(1 << (format.significandBits ?? 0))
    }
}
