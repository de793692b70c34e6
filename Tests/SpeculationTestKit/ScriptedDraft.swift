import Foundation
public import Speculation

/// A draft that proposes from a ``ScriptedLaw``: the target's own law makes it an oracle, any other a guesser.
///
/// It plays every draw mode, so that builders and verifiers can be tried with all of them.
public struct ScriptedDraft: DraftPolicy {
    /// What it believes.
    public let law: ScriptedLaw

    /// How it chooses children.
    public let draw: DrawMode

    /// The most children it ever proposes below one node; a draft may run out before the builder does.
    public let widest: Int

    /// The longest path it proposes.
    public let deepest: Int

    /// What it wants of the target, though it needs nothing but tokens.
    public let features: FeatureRequest?

    /// Makes a draft.
    ///
    /// - Parameters:
    ///   - law: What it believes.
    ///   - draw: How it chooses children.
    ///   - widest: The most children it ever proposes below one node.
    ///   - deepest: The longest path it proposes.
    ///   - features: What it wants of the target.
    public init(
        _ law: ScriptedLaw, draw: DrawMode = .topK, widest: Int = .max, deepest: Int = .max,
        features: FeatureRequest? = nil
    ) {
        self.law = law
        self.draw = draw
        self.widest = widest
        self.deepest = deepest
        self.features = features
    }

    /// Retrieved fragments carry no probabilities; all other children do.
    public var traits: DraftTraits {
        DraftTraits(draw: draw, givesProbabilities: draw != .retrieved, maximumDepth: deepest == .max ? nil : deepest)
    }

    /// Starts a sequence.
    public func begin(_ beginning: DraftBeginning) throws -> any DraftSession {
        ScriptedDraftSession(self, beginning.random)
    }

    /// The children of nodes of a tree, chosen as it declares.
    ///
    /// - Parameters:
    ///   - frontier: Which nodes, and how many children at most below each.
    ///   - tree: The tree grown so far.
    ///   - history: All tokens down to the tree's root.
    ///   - chance: What it draws by.
    /// - Returns: The children.
    func candidates(
        for frontier: Frontier, of tree: TokenTree, after history: [Token], using chance: inout some Chance
    ) -> Candidates {
        var candidates = Candidates()
        for (node, width) in zip(frontier.nodes, frontier.widths) where tree.depths[node] < deepest {
            let probabilities = law.probabilities(history + tree.path(to: node).map { tree.tokens[$0] })
            let children: [Token]
            switch draw {
            case .topK, .retrieved: children = Self.best(min(width, widest), of: probabilities)
            case .independent, .withoutReplacement:
                let proposal = Proposal(weights: probabilities.map { Float($0) }, draw: draw)
                children = proposal.places(min(width, widest), using: &chance)
                candidates.proposals[node] = proposal
            }
            for token in children {
                let logProbability = draw == .retrieved ? nil : Float(log(probabilities[token]))
                candidates.append(token, after: node, logProbability: logProbability)
            }
        }
        return candidates
    }

    private static func best(_ count: Int, of probabilities: [Double]) -> [Token] {
        let order = probabilities.indices.sorted {
            probabilities[$0] == probabilities[$1] ? $0 < $1 : probabilities[$0] > probabilities[$1]
        }
        return Array(order.prefix(count))
    }
}
