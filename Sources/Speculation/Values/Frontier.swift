/// The nodes that a builder wants grown next, and how many children it wants below each.
public struct Frontier: Sendable, Equatable {
    /// Node numbers of the tree being grown.
    public private(set) var nodes: [Int]

    /// How many children to propose below each node, `[nodes.count]`, each at least 1.
    public private(set) var widths: [Int]

    /// Which of several merged drafts is to grow them, counted from 0; nil for all of them together.
    public var source: Int?

    /// Grows nothing yet.
    public init() {
        nodes = []
        widths = []
    }

    /// Grows the same number of children below every node.
    ///
    /// - Parameters:
    ///   - nodes: Node numbers of the tree being grown.
    ///   - width: The number of children below each.
    public init(_ nodes: [Int], width: Int) {
        self.nodes = nodes
        widths = [Int](repeating: width, count: nodes.count)
    }

    /// Grows a number of children of its own below each node.
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

    /// Grows children below one more node.
    ///
    /// - Parameters:
    ///   - node: A node of the tree being grown.
    ///   - width: How many, at least 1.
    public mutating func append(_ node: Int, width: Int) {
        nodes.append(node)
        widths.append(width)
    }

    /// Grows nothing any more and keeps the memory, for a builder that lends the same list in every pass.
    public mutating func removeAll() {
        nodes.removeAll(keepingCapacity: true)
        widths.removeAll(keepingCapacity: true)
        source = nil
    }
}
