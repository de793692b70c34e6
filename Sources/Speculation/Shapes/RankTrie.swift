/// The listed paths as a trie in flat arrays, so that finding a tree's nodes in it allocates nothing per node.
struct RankTrie: Sendable {
    /// How many children to ask for at each place: the largest listed rank and one more, 0 for none; place 0 is the
    /// root's.
    let widths: [Int]

    /// Where the children of each place begin in ``children``.
    private let starts: [Int]

    /// The place of each child by rank, -1 for ranks that are not listed.
    private let children: [Int]

    /// Whether a rank is listed and one before it is not.
    var skipsRanks: Bool { children.contains(-1) }

    /// Builds the trie of paths that are in order, distinct and closed under parents.
    init(_ paths: [RankPath]) {
        var numbers: [[Int]: Int] = [[]: 0]
        var widths = [Int](repeating: 0, count: paths.count + 1)
        for (index, path) in paths.enumerated() {
            guard let parent = numbers[Array(path.ranks.dropLast())] else {
                preconditionFailure("path \(path) is listed without its parent")
            }
            let twin = numbers.updateValue(index + 1, forKey: path.ranks)
            precondition(twin == nil, "path \(path) is listed twice")
            widths[parent] = max(widths[parent], (path.ranks.last ?? 0) + 1)
        }
        var starts: [Int] = []
        var total = 0
        for width in widths {
            starts.append(total)
            total += width
        }
        var children = [Int](repeating: -1, count: total)
        for (index, path) in paths.enumerated() {
            guard let parent = numbers[Array(path.ranks.dropLast())], let rank = path.ranks.last else { continue }
            children[starts[parent] + rank] = index + 1
        }
        self.widths = widths
        self.starts = starts
        self.children = children
    }

    /// The place of every node of a tree, -1 for nodes that are not listed.
    ///
    /// - Complexity: O(`tree.count`).
    func findPlaces(in tree: TokenTree, into places: inout [Int]) {
        places.removeAll(keepingCapacity: true)
        places.append(0)
        for node in 1..<max(tree.count, 1) {
            let parent = places[tree.parents[node]]
            let rank = tree.ranks[node]
            places.append(parent >= 0 && rank < widths[parent] ? children[starts[parent] + rank] : -1)
        }
    }
}
