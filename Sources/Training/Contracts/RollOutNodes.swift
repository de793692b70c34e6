public import Speculation

/// Nodes below positions of a sequence that a draft runs in one pass, as flat arrays.
public struct RollOutNodes: Sendable {
    /// The token of each node, `[count]`.
    public private(set) var tokens: [Token] = []

    /// What each node follows, `[count]`.
    public private(set) var parents: [RollOutPlace] = []

    /// The position that each node's path begins after, `[count]`.
    public private(set) var positions: [Int] = []

    /// The numbers of the nodes from the first below the position to each node itself, `[count]`.
    public private(set) var paths: [[Int]] = []

    /// Makes an empty list.
    public init() {}

    /// The number of nodes.
    public var count: Int { tokens.count }

    /// Adds a node.
    ///
    /// - Parameters:
    ///   - token: Its token.
    ///   - position: The position that its path begins after.
    ///   - path: The numbers of the nodes from the first below the position to this one itself.
    public mutating func append(_ token: Token, below position: Int, path: [Int]) {
        precondition(!path.isEmpty, "a path ends with the node itself")
        tokens.append(token)
        parents.append(path.count == 1 ? .position(position) : .node(path[path.count - 2]))
        positions.append(position)
        paths.append(path)
    }
}
