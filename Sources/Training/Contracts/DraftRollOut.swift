public import Autograd

/// A draft on its way along one training sequence: what it proposes after every prefix, along the sequence and off it.
///
/// A *position* p means the prefix `tokens[0...p]`: what is drafted from there follows token p. It is a value: what is run
/// below positions of a copy is the copy's alone.
public protocol DraftRollOut {
    /// Drafts from many positions at once, each along the sequence's own tokens: one step of the training-time test
    /// (EAGLE-3, arXiv 2503.01840), made when it is first asked for.
    ///
    /// - Parameter number: 0 for the token after a position; step *i* follows i of the sequence's own tokens, which the
    ///   draft reads as it would in decoding, on its own outputs.
    /// - Returns: The step's outcome at all positions that count there.
    /// - Precondition: The step is one of those announced.
    mutating func step(_ number: Int) -> RollOutStep

    /// Runs nodes of trees or paths below positions, all in one pass; they are numbered on, from 0, in their order.
    ///
    /// - Parameter nodes: Each after its parent, which has been run before, not in this pass.
    mutating func run(_ nodes: RollOutNodes)

    /// The logits of what follows positions and nodes.
    ///
    /// - Parameter places: Positions, and nodes that have been run.
    /// - Returns: `[places.count, draft vocabulary]`.
    mutating func logits(after places: [RollOutPlace]) -> Variable<Float>

    /// The same numbers as constants, nothing run below any position.
    func detached() -> any DraftRollOut

    /// The floating-point operations of all passes so far, forward alone; a multiplication and an addition are two.
    var operationCount: Double { get }
}

/// What one unrolled step gives.
public struct RollOutStep {
    /// The positions that count at this step, ascending: those whose predicted token belongs to an answer.
    public let positions: [Int]

    /// The logits there, `[positions.count, draft vocabulary]`.
    public let logits: Variable<Float>

    /// Gathers a step.
    ///
    /// - Parameters:
    ///   - positions: The positions that count, ascending.
    ///   - logits: The logits there, `[positions.count, draft vocabulary]`.
    public init(positions: [Int], logits: Variable<Float>) {
        self.positions = positions
        self.logits = logits
    }
}

/// Where drafting goes on from.
public enum RollOutPlace: Sendable, Hashable {
    /// The end of a prefix.
    case position(Int)

    /// A node that has been run, by its number.
    case node(Int)
}
