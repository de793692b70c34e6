extension TokenTree {
    /// Follows the target's own choice from the root downwards, for as long as the tree holds it.
    ///
    /// At each node the target chooses one token. If a child holds it, that child is accepted and the descent goes on
    /// there; if none does, the token is the bonus. Whatever the tree looks like, the tokens emitted are the target's
    /// choices and nothing else, one choice for each, so a rule that descends like this emits what plain decoding
    /// with the same choices would.
    ///
    /// - Parameter choice: The target's token after a node; called once for each accepted node and the root.
    /// - Returns: The accepted path and the first choice that no child holds.
    /// - Complexity: O(``count`` · accepted nodes), and the choices.
    public func descent(following choice: (_ node: Int) -> Token) -> Verdict {
        var node = 0
        while true {
            let token = choice(node)
            guard let child = child(of: node, holding: token) else { return Verdict(lastAccepted: node, bonus: token) }
            node = child
        }
    }

    /// Follows the target's most probable tokens: what every rule that promises anything does at temperature 0.
    ///
    /// - Parameter scores: The target's logits after each node.
    /// - Returns: The accepted path and the first choice that no child holds.
    public func greedyDescent(by scores: TreeScores) -> Verdict { descent { SamplingRule.argmax(scores.row($0)) } }

    /// The end of the longest path whose every node passes, for rules that keep what is good enough: among equally long ones
    /// that of the largest sum of log-probabilities, then of the lowest number.
    ///
    /// - Parameter logProbability: The target's log-probability of a node's token if the node passes, nil if not; asked only for
    ///   nodes whose ancestors have passed.
    /// - Returns: The path's last node; the root where none of its children passes.
    /// - Complexity: O(``count``), and the questions.
    public func longestPath(passing logProbability: (_ node: Int) -> Double?) -> Int {
        var sums = [Double?](repeating: nil, count: count)
        sums[0] = 0
        var best = 0
        for node in 1..<max(count, 1) {
            guard let before = sums[parents[node]], let own = logProbability(node) else { continue }
            let sum = before + own
            sums[node] = sum
            let likelier = depths[node] == depths[best] && sum > (sums[best] ?? 0)
            if depths[node] > depths[best] || likelier { best = node }
        }
        return best
    }
}
