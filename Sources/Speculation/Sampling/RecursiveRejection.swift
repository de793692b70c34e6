/// The rule of speculative sampling for children drawn at random, from the root downwards.
///
/// At each node b begins as the target's warped distribution and d as the one that the children were drawn from. In the order
/// drawn, child x is accepted with probability min(1, b(x) / d(x)), and the rule goes on below it; where it is refused, b
/// becomes what d leaves of it, (b - d)+ over its sum. The bonus is drawn from the b that no child was accepted from. For one
/// child this is Leviathan et al. (arXiv 2211.17192) and Chen et al. (2302.01318), for several independent ones SpecInfer's
/// multi-step speculative sampling (2305.09781). Where children are drawn without replacement, d also loses the refused
/// token and is divided by what it has left (recursive rejection, Jeon et al. 2402.14160; Sequoia, 2402.12374).
///
/// How children were drawn, their ``Proposal`` says. Those without one count as certain, each a point mass: the rule then
/// emits what drawing from the target and descending does.
public struct RecursiveRejection: Sendable {
    /// Makes the rule.
    public init() {}

    /// Judges a tree.
    ///
    /// - Parameters:
    ///   - tree: Below each node its children in the order drawn, all of them or the first.
    ///   - chance: Asked once for each child that is looked at, and for the bonus.
    ///   - distribution: The target's warped distribution after a node, `[vocabularySize]`; asked for once for each accepted
    ///     node and the root.
    /// - Returns: The accepted path and the bonus.
    public func verdict(
        on tree: TokenTree, using chance: inout some Chance, distribution: (_ node: Int) -> [Double]
    ) -> Verdict {
        var node = 0
        while true {
            var rest = DraftedRest(of: distribution(node), after: tree.proposals[node])
            guard let child = Self.accepted(below: node, of: tree, from: &rest, using: &chance) else {
                return Verdict(lastAccepted: node, bonus: chance.index(weightedBy: rest.target))
            }
            node = child
        }
    }

    private static func accepted(
        below node: Int, of tree: TokenTree, from rest: inout DraftedRest, using chance: inout some Chance
    ) -> Int? {
        for child in node + 1..<max(tree.count, node + 1) where tree.parents[child] == node {
            let token = tree.tokens[child]
            // A token that cannot be drawn any more tells nothing.
            guard let acceptance = rest.acceptance(of: token) else { continue }
            if chance.happens(with: acceptance) { return child }
            rest.refuse(token)
        }
        return nil
    }
}
