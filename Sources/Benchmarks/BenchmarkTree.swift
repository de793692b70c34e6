/// The tree that passes verify: every node has four children, as far as the nodes suffice.
enum BenchmarkTree {
    /// The parent of each node, -1 for the root.
    static func parents(of count: Int) -> [Int] { (0..<count).map { $0 == 0 ? -1 : ($0 - 1) / 4 } }

    /// The depth of each node.
    static func depths(of count: Int) -> [Int] {
        var depths: [Int] = []
        for parent in parents(of: count) { depths.append(parent < 0 ? 0 : depths[parent] + 1) }
        return depths
    }
}
