import LanguageModels
import Speculation
import Tensors

/// The time of one pass of the draft.
public struct DraftFigure: Sendable, Encodable {
    /// What a pass does.
    public enum Kind: String, Sendable, Encodable {
        /// Takes in the tokens committed last, and proposes children of the root.
        case root
        /// Proposes children of drafted nodes.
        case nodes
    }

    /// What the pass does.
    public let kind: Kind

    /// The number of committed tokens that are taken in, or of nodes that are expanded.
    public let width: Int

    /// The number of tokens before the root.
    public let context: Int

    /// The median time of a pass.
    public let seconds: Double
}

/// Measures passes of a draft that reads the target's features, through the contract that decoding uses.
struct DraftBenchmark {
    let policy: any DraftPolicy
    let configuration: ModelConfiguration
    let widths: [Int]
    let committed: Int
    let repetitions: Repetitions

    private static let childrenOfNode = 10

    /// The figures at one context.
    ///
    /// Each round commits a few tokens; when the context has grown by an eighth, the session begins anew.
    func figures(context: Int) throws -> [DraftFigure] {
        var session = try policy.begin(DraftBeginning())
        try session.commit(commitment(of: max(1, context)))
        let round = commitment(of: committed)
        var tree = try rootTree(&session)
        let start = session
        var grown = 0
        let begin = {
            guard grown > max(16, context / 8) else { return }
            grown = 0
            session = start
            // The copy is made when it is first written to.
            try session.commit(round)
            tree = try rootTree(&session)
        }
        let times = try repetitions.medians(of: 1 + widths.count, preparing: begin) { piece in
            if piece == 0 {
                try session.commit(round)
                tree = try rootTree(&session)
                grown += committed
            } else {
                let first = 1 + widths[..<(piece - 1)].reduce(0, +)
                let nodes = Array(first..<first + widths[piece - 1])
                _ = try session.expand(Frontier(nodes, width: Self.childrenOfNode), of: tree)
            }
        }
        return [DraftFigure(kind: .root, width: committed, context: context, seconds: times[0])]
            + zip(widths, times.dropFirst()).map {
                DraftFigure(kind: .nodes, width: $0, context: context, seconds: $1)
            }
    }

    /// A tree whose root has as many children as all measured passes expand together.
    private func rootTree(_ session: inout any DraftSession) throws -> TokenTree {
        session.beginRound()
        var tree = TokenTree(root: 1)
        tree.attach(try session.expand(Frontier([0], width: widths.reduce(0, +)), of: tree))
        return tree
    }

    private func commitment(of count: Int) -> Commitment {
        let request = policy.features ?? FeatureRequest()
        let states = RandomMatrix.make(rows: count, columns: request.stateCount * configuration.hiddenSize)
        return Commitment(
            tokens: [Token](repeating: 1, count: count), next: 1, features: LayerFeatures(states: states), round: nil)
    }
}
