/// How an unrolled step compares the target's distribution p with the draft's q at a row.
public enum TokenDivergence: Sendable, Hashable {
    /// `-Σ p log q`, with p renormalized over the draft's vocabulary (EAGLE-3); rows whose most probable token the
    /// draft cannot propose are left out.
    case crossEntropy

    /// `-log q` of p's most probable token, what p comes down to at temperature 0; rows as for ``crossEntropy``.
    case greedyCrossEntropy

    /// `1 - Σ min(p, q)`, the chance that a draw from q is rejected (LK); p is the target's over all of its vocabulary.
    case rejection

    /// `-log Σ min(p, q)`, the negative logarithm of the chance that a draw from q is accepted.
    case logAcceptance

    /// `-Σ p log q` over the target's so many most probable tokens alone, of those that the draft can propose; p is the
    /// target's over all of its vocabulary, so that a row counts by how much of it they hold (HASS, arXiv 2408.15766).
    case topCrossEntropy(count: Int)
}
