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
}
