import Autograd
import LanguageModels
import Speculation
import Tensors
import Training

/// A small model's forward pass on a tape.
struct SmallModelNetwork {
    let configuration: ModelConfiguration

    /// What it may propose, and how it reads what it lacks.
    let vocabulary: SharedVocabulary

    private let stack: DecoderStack<TapeOperations<Float>>
    private let embedding: Variable<Float>
    private let outputHead: Variable<Float>

    /// Puts the network together from its parameters.
    ///
    /// - Precondition: They are those of the configuration.
    init(
        _ configuration: ModelConfiguration, sharing vocabulary: SharedVocabulary, _ weights: NamedVariables<Float>
    ) {
        self.configuration = configuration
        self.vocabulary = vocabulary
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
        TapeOperations(frequencies: configuration.rope.rotation(width: configuration.headWidth))
    }

    /// The states that tokens give, `[tokens, hiddenSize]`.
    func states(of tokens: [Token], on operations: inout TapeOperations<Float>) -> Variable<Float> {
        stack.advance(embedding.gatheringRows(tokens.map(vocabulary.readable)), on: &operations)
    }

    /// The logits of what follows states, `[rows, tokens shared with the target]`.
    func logits(of states: Variable<Float>) -> Variable<Float> {
        var operations = operations()
        let logits = operations.project(stack.normalized(states, on: &operations), by: outputHead)
        return logits.columns > vocabulary.count ? logits.slicing(columns: 0..<vocabulary.count) : logits
    }
}
