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

    /// The outputs of the passes over nodes, and where each node's row is.
    private var outputs: [Variable<Float>] = []
    private var rows: [(pass: Int, row: Int)] = []

    /// How many rows of nodes and how many rows of logits have been computed.
    private var nodeRows = 0
    private var logitRows = 0

    init(_ pass: SequencePass, of sequence: TrainingSequence, steps: Int) {
        self.pass = pass
        self.sequence = sequence
        stepCount = steps
        self.steps = UnrolledSteps(pass, of: sequence, count: steps)
        operations = pass.operations
    }

    let firstPosition = 1

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
        let states = pass.head.advance(
            states(of: nodes.parents), tokens: nodes.tokens, with: pass.weights, on: &operations)
        for row in 0..<nodes.count { rows.append((outputs.count, row)) }
        outputs.append(states)
        nodeRows += nodes.count
    }

    mutating func logits(after places: [RollOutPlace]) -> Variable<Float> {
        logitRows += places.count
        return pass.head.logits(of: states(of: places), with: pass.weights)
    }

    /// The outputs of places, gathered from each pass at once.
    private func states(of places: [RollOutPlace]) -> Variable<Float> {
        var gathered: [(pass: Int, rows: [Int])] = []
        var origins: [(part: Int, row: Int)] = []
        for place in places {
            let (pass, row) = origin(of: place)
            let part = gathered.firstIndex { $0.pass == pass } ?? gathered.count
            if part == gathered.count { gathered.append((pass, [])) }
            origins.append((part, gathered[part].rows.count))
            gathered[part].rows.append(row)
        }
        let parts = gathered.map { ($0.pass < 0 ? pass.states : outputs[$0.pass]).gatheringRows($0.rows) }
        guard parts.count != 1 else { return parts[0] }
        guard !parts.isEmpty else { return pass.states.gatheringRows([]) }
        var starts = [0]
        for part in parts { starts.append(starts[starts.count - 1] + part.rows) }
        return Variable.stacked(parts).gatheringRows(origins.map { starts[$0.part] + $0.row })
    }

    /// Which pass a place's output is of, -1 being the first, and its row there.
    private func origin(of place: RollOutPlace) -> (pass: Int, row: Int) {
        switch place {
        case .position(let position): (-1, position - 1)
        case .node(let number): rows[number]
        }
    }

    func detached() -> any DraftRollOut { StateRollOut(pass.detached(), of: sequence, steps: stepCount) }

    var operationCount: Double {
        let cost = pass.head.shape.cost
        let layer = cost.layer + cost.attention * Double(pass.rows) / 2
        return Double(pass.rows) * (cost.fusion + layer) + Double(steps.followedRows + nodeRows) * layer
            + Double(steps.logitRows + logitRows) * cost.logits
    }
}
