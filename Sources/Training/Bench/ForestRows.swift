import Speculation
import Tensors

/// Nodes of many trees over one sequence as the rows of one pass of a head.
struct ForestRows {
    /// Where a row's state comes from.
    enum Parent {
        /// A row of the first pass.
        case root(row: Int)
        /// A row grown before.
        case grown(place: Int)
    }

    private(set) var tokens: [Token] = []
    private(set) var parents: [Parent] = []
    private(set) var positions: [Int32] = []
    private(set) var visibility = Visibility()

    var count: Int { tokens.count }

    /// Adds a node below the root.
    ///
    /// - Parameters:
    ///   - node: The node.
    ///   - tree: Its tree.
    ///   - position: The root's position in the sequence; it grows from row `position - 1`.
    ///   - firstSlot: The slot of the first row that is grown.
    ///   - places: For each node that was expanded, this one included, its place among the rows grown.
    mutating func append(_ node: Int, of tree: TokenTree, position: Int, firstSlot: Int, places: [Int: Int]) {
        let path = tree.path(to: node)
        let parent = tree.parents[node]
        tokens.append(tree.tokens[node])
        parents.append(parent == 0 ? .root(row: position - 1) : .grown(place: Self.place(of: parent, in: places)))
        positions.append(Int32(position - 1 + tree.depths[node]))
        visibility.append(leading: position, listed: path.map { firstSlot + Self.place(of: $0, in: places) })
    }

    private static func place(of node: Int, in places: [Int: Int]) -> Int {
        guard let place = places[node] else { preconditionFailure("node \(node) grows before it is expanded") }
        return place
    }
}
