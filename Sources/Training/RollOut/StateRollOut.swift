import Autograd
import Speculation
import Tensors

/// The way of a head that passes states from step to step along one sequence.
///
/// Position p is row p - 1 of the first pass, which has taken in token p. A node's row sees the rows before its position
/// and its own ancestors, and takes its parent's output as its state, as in decoding.
struct StateRollOut: DraftRollOut {
    private let pass: SequencePass
    private let sequence: TrainingSequence
    private let stepCount: Int
    private var steps: UnrolledSteps

    /// The keys and values of the first pass, then of the nodes.
    private var operations: TapeOperations<Float>

    /// The outputs of all passes, `[rows, width]` each, before the final norm.
    private var states: RollOutStates

    /// How many rows of logits have been computed beside those of the steps.
    private var logitRows = 0

    init(_ pass: SequencePass, of sequence: TrainingSequence, steps: Int) {
        self.pass = pass
        self.sequence = sequence
        stepCount = steps
        self.steps = UnrolledSteps(pass, of: sequence, count: steps)
        operations = pass.operations
        states = RollOutStates(pass.states, firstPosition: 1)
    }

    mutating func step(_ number: Int) -> RollOutStep {
        let step = steps.step(number)
        return RollOutStep(positions: step.rows.map { $0 + 1 }, logits: step.logits)
    }

    mutating func run(_ nodes: RollOutNodes) {
        var visibility = Visibility()
        for (position, path) in zip(nodes.positions, nodes.paths) {
            visibility.append(leading: position, listed: path.map { pass.rows + $0 })
        }
        operations.begin(
            positions: zip(nodes.positions, nodes.paths).map { Int32($0 - 1 + $1.count) }, seeing: visibility)
        let entering = states.gathered(nodes.parents)
        states.append(pass.head.advance(entering, tokens: nodes.tokens, with: pass.weights, on: &operations))
    }

    mutating func logits(after places: [RollOutPlace]) -> Variable<Float> {
        logitRows += places.count
        return pass.head.logits(of: states.gathered(places), with: pass.weights)
    }

    func detached() -> any DraftRollOut { StateRollOut(pass.detached(), of: sequence, steps: stepCount) }

    var operationCount: Double {
        let cost = pass.head.shape.cost
        let layer = cost.layer + cost.attention * Double(pass.rows) / 2
        return Double(pass.rows) * (cost.fusion + layer) + Double(steps.followedRows + states.nodeCount) * layer
            + Double(steps.logitRows + logitRows) * cost.logits
    }
}
