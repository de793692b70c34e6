import Speculation

/// Goes from leaf to leaf of a tree while refused ones are taken away.
struct LeafTraversal {
    /// The first leaf of what is left of the tree.
    private(set) var current = 0

    private let tree: TokenTree

    /// The children of each node that have not been refused.
    private var children: [ArraySlice<Int>]

    /// How much of the path to each node the target wants; those below the current path are yet to be computed.
    private var shares: [Double]

    /// The distributions after the nodes of the current path.
    private var rests: [DraftedRest?]

    /// Begins at the first leaf of a tree; asks for the target's warped distribution after each node on the way.
    init(of tree: TokenTree, _ distribution: (_ node: Int) -> [Double]) {
        self.tree = tree
        children = tree.childLists().map { $0[...] }
        shares = [Double](repeating: 1, count: tree.count)
        rests = [DraftedRest?](repeating: nil, count: tree.count)
        descend(distribution)
    }

    /// The chance with which the current leaf is to be accepted.
    var share: Double { shares[current] }

    /// The distribution of the token after the current leaf, once it is accepted.
    func bonus(_ distribution: (_ node: Int) -> [Double]) -> [Double] { rest(after: current, distribution).target }

    /// Takes the current leaf away; its parent is left with what the leaf did not take.
    mutating func refuse(_ distribution: (_ node: Int) -> [Double]) {
        let (leaf, parent) = (current, tree.parents[current])
        children[parent].removeFirst()
        var rest = rest(after: parent, distribution)
        // A token that could not be drawn any more tells nothing.
        if rest.acceptance(of: tree.tokens[leaf]) != nil {
            let excess = rest.refuse(tree.tokens[leaf], share: shares[parent])
            // Where the target wants nothing else, all of the path was the leaf's; the root remains in any case.
            shares[parent] = parent == 0 ? 1 : excess > 0 ? excess / (excess + 1 - shares[parent]) : 0
        }
        rests[parent] = rest
        rests[leaf] = nil
        current = parent
        descend(distribution)
    }

    /// Goes on to the first leaf below the current node.
    private mutating func descend(_ distribution: (_ node: Int) -> [Double]) {
        while let child = children[current].first {
            let rest = rest(after: current, distribution)
            rests[current] = rest
            shares[child] = min(1, rest.acceptance(of: tree.tokens[child], share: shares[current]) ?? 0)
            current = child
        }
    }

    private func rest(after node: Int, _ distribution: (_ node: Int) -> [Double]) -> DraftedRest {
        rests[node] ?? DraftedRest(of: distribution(node), after: tree.proposals[node])
    }
}
