import Autograd
import LanguageModels
import Speculation
import Tensors
import Training

/// A small model's forward pass on a tape.
struct SmallModelNetwork {
    let configuration: ModelConfiguration

    private let stack: DecoderStack<TapeOperations<Float>>
    private let embedding: Variable<Float>
    private let outputHead: Variable<Float>

    /// Puts the network together from its parameters.
    ///
    /// - Precondition: They are those of the configuration.
    init(_ configuration: ModelConfiguration, _ weights: NamedVariables<Float>) {
        self.configuration = configuration
        var source = TapeWeights(weights: weights)
        do {
            stack = try DecoderStack(configuration, from: &source)
        } catch {
            preconditionFailure("a tape has every parameter: \(error)")
        }
        embedding = weights["model.embed_tokens.weight"]
        outputHead = configuration.tiesEmbeddings ? embedding : weights["lm_head.weight"]
    }

    /// Operations on an empty memory.
    func operations() -> TapeOperations<Float> {
        TapeOperations(frequencies: configuration.rope.frequencies(width: configuration.headWidth))
    }

    /// The states that tokens give, `[tokens, hiddenSize]`.
    func states(of tokens: [Token], on operations: inout TapeOperations<Float>) -> Variable<Float> {
        stack.advance(embedding.gatheringRows(tokens), on: &operations)
    }

    /// The logits of what follows states, `[rows, vocabularySize]`.
    func logits(of states: Variable<Float>) -> Variable<Float> {
        var operations = operations()
        return operations.project(stack.normalized(states, on: &operations), by: outputHead)
    }

    /// The floating-point operations of one row: products with weights, and attention to earlier rows.
    ///
    /// - Parameter context: How many rows it attends to.
    /// - Returns: A multiplication and an addition count as two.
    func cost(context: Double) -> Double {
        let queries = Double(configuration.layerCount * configuration.headCount * configuration.headWidth)
        return configuration.projections.reduce(4 * context * queries) { sum, shape in
            sum + 2 * Double(shape.rows * shape.columns * shape.passed)
        }
    }

    /// The floating-point operations of one row of logits.
    var logitsCost: Double { 2 * Double(configuration.hiddenSize * configuration.vocabularySize) }
}
