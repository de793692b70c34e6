/// What became of the draft's greedy path, the one path that training on a single chain optimises.
///
/// The figures are those of GTO (arXiv 2509.22134): where the greedy path is often pruned, or accepts far less alone
/// than the tree does, a draft trained for one path is not trained for the tree it is used in. All are over the rounds
/// that drafted something.
public struct GreedyPathDiagnostics: Sendable, Equatable, Encodable {
    /// The share of rounds in which the greedy path was not scored to its end.
    public let pruned: Double

    /// The share of rounds whose accepted path is not empty and lies on the greedy path.
    public let accepted: Double

    /// Tokens that the greedy path alone would have yielded in a round, the bonus token included.
    public let tau: Double

    /// Tokens that the whole tree yielded in a round, the bonus token included.
    public let treeTau: Double

    /// Makes diagnostics of their figures.
    public init(pruned: Double, accepted: Double, tau: Double, treeTau: Double) {
        self.pruned = pruned
        self.accepted = accepted
        self.tau = tau
        self.treeTau = treeTau
    }

    private enum CodingKeys: String, CodingKey {
        case pruned, accepted, tau
        case treeTau = "tree_tau"
    }
}
