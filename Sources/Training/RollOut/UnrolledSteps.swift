import Autograd
import Speculation

/// The steps of the training-time test, each made when it is first asked for (EAGLE-3, arXiv 2503.01840).
///
/// Step i at row p predicts token p + 2 + i from the head's own outputs and the sequence's tokens: drafting a chain
/// from every row at once. Only step 0 needs all rows, since later ones matter to no other row.
struct UnrolledSteps {
    /// A step's outcome.
    struct Step {
        /// `[followed rows, width]`; step 0's are all rows'.
        let states: Variable<Float>

        /// The rows that count at this step, ascending.
        let rows: [Int]

        /// Their logits, `[rows.count, draft vocabulary]`.
        let logits: Variable<Float>
    }

    private let pass: SequencePass
    private let sequence: TrainingSequence
    private let count: Int

    /// The rows that later steps go on with.
    private let followed: [Int]
    private var operations: TapeOperations<Float>
    private var steps: [Step] = []

    init(_ pass: SequencePass, of sequence: TrainingSequence, count: Int) {
        self.pass = pass
        self.sequence = sequence
        self.count = count
        operations = pass.operations
        followed = (0..<pass.rows).filter { row in
            (1..<max(count, 1)).contains { sequence.counts(row: row, step: $0) }
        }
    }

    /// The number of passes so far beyond the first, times their rows.
    private(set) var followedRows = 0

    /// The number of rows whose logits were computed.
    private(set) var logitRows = 0

    /// A step's outcome.
    ///
    /// - Precondition: The step is one of the unrolled ones.
    mutating func step(_ wanted: Int) -> Step {
        precondition(wanted < count, "step \(wanted) of \(count)")
        while steps.count <= wanted { steps.append(next()) }
        return steps[wanted]
    }

    private mutating func next() -> Step {
        let step = steps.count
        let states: Variable<Float>
        if step == 0 {
            states = pass.states
        } else {
            let entering = step == 1 ? pass.states.gatheringRows(followed) : steps[step - 1].states
            operations.beginUnrolled(step: step, rows: pass.rows, followed: followed)
            let tokens = followed.map { row in
                row + 1 + step < sequence.tokens.count ? sequence.tokens[row + 1 + step] : 0
            }
            states = pass.head.advance(entering, tokens: tokens, with: pass.weights, on: &operations)
            followedRows += followed.count
        }
        let standing = step == 0 ? Array(0..<pass.rows) : followed
        let places = standing.indices.filter { sequence.counts(row: standing[$0], step: step) }
        logitRows += places.count
        return Step(
            states: states, rows: places.map { standing[$0] },
            logits: pass.head.logits(of: states.gatheringRows(places), with: pass.weights))
    }
}

extension TrainingSequence {
    /// Whether a row predicts a token of an answer at a step of the training-time test.
    func counts(row: Int, step: Int) -> Bool {
        let predicted = row + 2 + step
        return predicted < tokens.count && isAnswer[predicted]
    }
}
