import Autograd
import LanguageModels
import Speculation
import Tensors
import Training

/// The way of a small model along one sequence.
///
/// A model reads tokens and nothing of its own making, so drafting along the sequence from any position is the one pass over
/// it: step i after position p is what follows token p + i. Trees and paths leave it at their positions.
struct SmallModelRollOut: DraftRollOut {
    private let weights: NamedVariables<Float>
    private let network: SmallModelNetwork
    private let sequence: TrainingSequence

    /// The keys and values of the sequence, then of the nodes.
    private var operations: TapeOperations<Float>

    /// The outputs of all passes, `[rows, hiddenSize]` each, before the final norm.
    private var states: RollOutStates
    private let first: Variable<Float>

    private var steps: [RollOutStep] = []

    /// How many rows of logits have been computed.
    private var logitRows = 0

    init(_ start: SmallModelTrainable, _ weights: NamedVariables<Float>, over sequence: TrainingSequence) {
        let network = SmallModelNetwork(start.start.configuration, sharing: start.shared, weights)
        var operations = network.operations()
        let count = sequence.tokens.count
        operations.begin(positions: (0..<count).map { Int32($0) }, seeing: .unrolled(step: 0, rows: count))
        let first = network.states(of: sequence.tokens, on: &operations)
        self.init(network, weights, over: sequence, operations, first)
    }

    private init(
        _ network: SmallModelNetwork, _ weights: NamedVariables<Float>, over sequence: TrainingSequence,
        _ operations: TapeOperations<Float>, _ first: Variable<Float>
    ) {
        self.network = network
        self.weights = weights
        self.sequence = sequence
        self.operations = operations
        self.first = first
        states = RollOutStates(first, firstPosition: 0)
    }

    mutating func step(_ number: Int) -> RollOutStep {
        while steps.count <= number {
            let step = steps.count
            let positions = (0..<sequence.tokens.count).filter { position in
                let predicted = position + 1 + step
                return predicted < sequence.tokens.count && sequence.isAnswer[predicted]
            }
            logitRows += positions.count
            steps.append(
                RollOutStep(
                    positions: positions, logits: network.logits(of: first.gatheringRows(positions.map { $0 + step }))))
        }
        return steps[number]
    }

    mutating func run(_ nodes: RollOutNodes) {
        var visibility = Visibility()
        for (position, path) in zip(nodes.positions, nodes.paths) {
            visibility.append(leading: position + 1, listed: path.map { first.rows + $0 })
        }
        operations.begin(
            positions: zip(nodes.positions, nodes.paths).map { Int32($0 + $1.count) }, seeing: visibility)
        states.append(network.states(of: nodes.tokens, on: &operations))
    }

    mutating func logits(after places: [RollOutPlace]) -> Variable<Float> {
        logitRows += places.count
        return network.logits(of: states.gathered(places))
    }

    func detached() -> any DraftRollOut {
        let constants = weights.detached()
        return SmallModelRollOut(
            SmallModelNetwork(network.configuration, sharing: network.vocabulary, constants), constants, over: sequence,
            operations.detached(),
            first.detached())
    }

    var operationCount: Double {
        Double(first.rows + states.nodeCount) * network.configuration.rowOperations(context: Double(first.rows) / 2)
            + Double(logitRows) * network.configuration.logitsOperations
    }
}
