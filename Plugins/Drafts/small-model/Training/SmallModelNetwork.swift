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
}
