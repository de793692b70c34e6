import Autograd
import Speculation

/// A head's first pass over a sequence, on the target's features: what all further drafting stands on.
///
/// Row p pairs the feature of token p with token p + 1 and predicts token p + 2, so a sequence of n tokens has n - 1
/// rows; a tree whose root is token p grows from row p - 1.
struct SequencePass {
    let head: any StatePassingHead

    /// The head's parameters as its passes see them.
    let weights: NamedVariables<Float>

    /// The keys and values of the first pass.
    let operations: TapeOperations<Float>

    /// `[rows, width]`, before the final norm.
    let states: Variable<Float>

    /// Runs the pass.
    ///
    /// - Parameters:
    ///   - head: The head.
    ///   - weights: Its parameters, open to gradients or constant.
    ///   - tokens: At least two.
    ///   - features: The target's, one row for each token.
    init(_ head: any StatePassingHead, _ weights: NamedVariables<Float>, tokens: [Token], features: DenseMatrix<Float>)
    {
        let rows = tokens.count - 1
        var operations = TapeOperations<Float>(frequencies: head.shape.frequencies)
        operations.beginUnrolled(step: 0, rows: rows)
        let fused = head.fuse(features.cutting(rows: 0..<rows, columns: 0..<features.columns), with: weights)
        self.head = head
        self.weights = weights
        states = head.advance(fused, tokens: Array(tokens.dropFirst()), with: weights, on: &operations)
        self.operations = operations
    }

    private init(
        head: any StatePassingHead, weights: NamedVariables<Float>, operations: TapeOperations<Float>,
        states: Variable<Float>
    ) {
        self.head = head
        self.weights = weights
        self.operations = operations
        self.states = states
    }

    /// How many rows there are.
    var rows: Int { states.rows }

    /// The same numbers as constants.
    func detached() -> SequencePass {
        SequencePass(
            head: head, weights: weights.detached(), operations: operations.detached(),
            states: states.detached())
    }
}
