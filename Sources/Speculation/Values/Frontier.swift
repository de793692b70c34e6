/// The nodes that a builder wants grown next, and how many children it wants below each.
public struct Frontier: Sendable, Equatable {
    /// Node numbers of the tree being grown.
    public var nodes: [Int]

    /// How many children to propose below each node, `[nodes.count]`, each at least 1.
    public var widths: [Int]

    /// Asks for the same number of children below every node.
    ///
    /// - Parameters:
    ///   - nodes: Node numbers of the tree being grown.
    ///   - width: The number of children below each.
    public init(_ nodes: [Int], width: Int) {
        self.nodes = nodes
        widths = [Int](repeating: width, count: nodes.count)
    }

    /// Asks for a number of children of its own below each node.
    ///
    /// - Parameters:
    ///   - nodes: Node numbers of the tree being grown.
    ///   - widths: The number of children below each, `[nodes.count]`.
    /// - Precondition: Both lists are of the same length.
    public init(_ nodes: [Int], widths: [Int]) {
        precondition(nodes.count == widths.count, "\(nodes.count) nodes with \(widths.count) widths")
        self.nodes = nodes
        self.widths = widths
    }
}
