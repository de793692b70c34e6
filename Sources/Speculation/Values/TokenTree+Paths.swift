extension TokenTree {
    /// The nodes from the root's child down to a node, in that order; empty for the root.
    ///
    /// - Complexity: O(depth of the node).
    public func path(to node: Int) -> [Int] {
        var path: [Int] = []
        appendPath(to: node, to: &path)
        return path
    }

    /// Appends the nodes from the root's child down to a node; a list that is used again and again keeps its memory.
    ///
    /// - Parameters:
    ///   - node: Where the path ends; the root's is empty.
    ///   - nodes: What to append to.
    /// - Complexity: O(depth of the node).
    public func appendPath(to node: Int, to nodes: inout [Int]) {
        let start = nodes.count
        var current = node
        while current > 0 {
            nodes.append(current)
            current = parents[current]
        }
        // Not `nodes[start...].reverse()`, which works on a copy.
        var (low, high) = (start, nodes.count - 1)
        while low < high {
            nodes.swapAt(low, high)
            (low, high) = (low + 1, high - 1)
        }
    }

    /// The child of a node that holds the given token, if there is one; the first where siblings repeat a token.
    ///
    /// - Complexity: O(``count``).
    public func child(of node: Int, holding token: Token) -> Int? {
        var child = node + 1
        while child < count {
            if parents[child] == node && tokens[child] == token { return child }
            child += 1
        }
        return nil
    }

    /// The place of a node among those of its siblings that the same one of several merged drafts proposed.
    ///
    /// - Complexity: O(``count``).
    public func rankWithinSource(of node: Int) -> Int {
        (0..<node).count { parents[$0] == parents[node] && sources[$0] == sources[node] }
    }

    /// The children of every node in the order proposed, `[count]` lists.
    ///
    /// - Complexity: O(``count``); meant for display and tests, not for the decoding loop.
    public func childLists() -> [[Int]] {
        var lists = [[Int]](repeating: [], count: count)
        for node in 1..<max(count, 1) { lists[parents[node]].append(node) }
        return lists
    }

    /// The greedy path: from the root, always the draft's first choice, as far as the tree goes.
    ///
    /// This is the one path that training on a single greedy chain optimises (GTO, arXiv 2509.22134).
    /// - Complexity: O(``count``), since a child's number is larger than its parent's.
    public func greedyPath() -> [Int] { path(to: greedyPathEnd()) }

    /// The last node of the ``greedyPath()``; the root where it has no first choice below it.
    ///
    /// - Complexity: O(``count``).
    public func greedyPathEnd() -> Int {
        var current = 0
        for node in 1..<max(count, 1) where parents[node] == current && ranks[node] == 0 { current = node }
        return current
    }

    /// Whether a node lies on the path to another, or is it; the root lies on every path.
    ///
    /// - Complexity: O(depth of `other`).
    public func isOnPath(_ node: Int, to other: Int) -> Bool {
        var current = other
        while current > node { current = parents[current] }
        return current == node
    }

    /// The same tree without the nodes deeper than a limit.
    ///
    /// - Parameter depth: The largest depth to keep; 0 leaves the root alone.
    /// - Returns: This tree where nothing is too deep.
    public func limited(toDepth depth: Int) -> TokenTree {
        if deepest <= depth { return self }
        return keeping((1..<count).filter { depths[$0] <= depth })
    }
}
