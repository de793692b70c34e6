/// What a builder has declared of its trees, to hold it to: whoever serves a builder has made room for so much and no more.
///
/// Made once for a sequence; the checks compare integers and allocate nothing.
public struct DeclaredLimits: Sendable, Hashable {
    /// The word that strategy files use for the builder; its type's name where it has none.
    public let builder: String

    /// The longest drafted path.
    public let maximumDepth: Int

    /// The largest number of drafted nodes that the target scores in one pass, without the root.
    public let maximumNodes: Int

    /// Asks a builder.
    public init(of builder: some TreeBuilder) {
        let traits = builder.traits
        self.builder = (builder as? any Plugin).map { type(of: $0).name } ?? "\(type(of: builder))"
        maximumDepth = traits.maximumDepth
        maximumNodes = traits.maximumNodes
    }

    /// Refuses to grow what the builder may not have grown, before a draft is asked.
    ///
    /// - Parameters:
    ///   - frontier: What the builder wants grown next.
    ///   - tree: The tree grown so far.
    ///   - passes: How many frontiers have been grown in this round.
    ///   - sources: How many drafts may be asked about each node.
    /// - Throws: ``TreeBuilderError`` if a node is none of the tree's or has children already, which would never end, or if
    ///   its children would lie too deep.
    public func check(
        _ frontier: Frontier, of tree: TokenTree, after passes: Int = 0, sources: Int = 1
    ) throws(TreeBuilderError) {
        if let source = frontier.source {
            guard 0..<sources ~= source else {
                throw .unknownSource(builder: builder, source: source, count: sources)
            }
            guard passes < sources * tree.count else {
                throw .repeatedNode(builder: builder, node: frontier.nodes.first ?? 0)
            }
        }
        for node in frontier.nodes {
            guard node >= 0 && node < tree.count else {
                throw .unknownNode(builder: builder, node: node, count: tree.count)
            }
            guard frontier.source != nil || !tree.hasChildren(node) else {
                throw .repeatedNode(builder: builder, node: node)
            }
            let depth = tree.depths[node] + 1
            guard depth <= maximumDepth else {
                throw .depth(builder: builder, declared: maximumDepth, built: depth)
            }
        }
    }

    /// Refuses a tree that is too large, before the target scores it.
    ///
    /// - Parameter tree: The tree as pruned.
    /// - Throws: ``TreeBuilderError`` if it has more nodes or a longer path than declared.
    public func check(_ tree: TokenTree) throws(TreeBuilderError) {
        guard tree.draftedCount <= maximumNodes else {
            throw .nodes(builder: builder, declared: maximumNodes, built: tree.draftedCount)
        }
        guard tree.deepest <= maximumDepth else {
            throw .depth(builder: builder, declared: maximumDepth, built: tree.deepest)
        }
    }
}

/// A tree builder does other than it declares, which is a mistake in its code.
public enum TreeBuilderError: Error, Hashable, Sendable, CustomStringConvertible {
    /// It wants paths longer than ``TreeTraits/maximumDepth``.
    case depth(builder: String, declared: Int, built: Int)

    /// It hands over more nodes than ``TreeTraits/maximumNodes``.
    case nodes(builder: String, declared: Int, built: Int)

    /// It wants children of a node that its tree does not have.
    case unknownNode(builder: String, node: Int, count: Int)

    /// It asks a draft that there is not.
    case unknownSource(builder: String, source: Int, count: Int)

    /// It wants children of a node that has been grown before.
    case repeatedNode(builder: String, node: Int)

    /// One sentence without a full stop.
    public var description: String {
        switch self {
        case .depth(let builder, let declared, let built):
            "tree builder '\(builder)' declares paths of at most \(declared) drafted tokens (maximumDepth) and built one of "
                + "\(built)"
        case .nodes(let builder, let declared, let built):
            "tree builder '\(builder)' declares trees of at most \(declared) drafted nodes (maximumNodes) and built one of "
                + "\(built)"
        case .unknownNode(let builder, let node, let count):
            "tree builder '\(builder)' wants node \(node) grown in a tree of \(count.counting("node")), "
                + "counted from 0"
        case .unknownSource(let builder, let source, let count):
            "tree builder '\(builder)' asks draft \(source) of \(count), counted from 0"
        case .repeatedNode(let builder, let node):
            "tree builder '\(builder)' wants node \(node) grown a second time"
        }
    }
}
