import Autograd
import LanguageModels
import Speculation
import Tensors
import Training

/// An EAGLE-3 head with its parameters in single precision, open to training.
///
/// The embedding table is the target's and stays frozen, as in the reference implementation.
struct EAGLE3Trainable: StatePassingHead {
    /// The head that training started from: sizes, vocabulary, frozen parts.
    let start: EAGLE3Head
    var parameters: NamedMatrices<Float>
    let shape: HeadShape

    /// How it chooses children when it decodes.
    var draw = DrawMode.topK

    /// What is odd about the stored head that training goes on from; nothing about one that is made.
    let remarks: [String]

    /// The target's rows that make logits, where they are not the head's to train.
    private let frozenOutput: DenseMatrix<Float>?

    init(_ start: EAGLE3Head, parameters: NamedMatrices<Float>, remarks: [String] = []) {
        self.remarks = remarks
        self.start = start
        self.parameters = parameters
        let configuration = start.configuration
        let output = start.network.outputHead
        frozenOutput =
            configuration.trainsOutputHead
            ? nil : DenseMatrix(output.widened(), rows: output.rows, columns: output.columns)
        shape = HeadShape(
            width: configuration.stateWidth, features: configuration.features,
            vocabulary: start.vocabulary.targetTokens,
            frequencies: configuration.rope.rotation(width: configuration.headWidth),
            cost: Self.cost(of: parameters, configuration))
    }

    private static func cost(
        of parameters: NamedMatrices<Float>, _ configuration: EAGLE3Configuration
    ) -> HeadCost {
        var (fusion, layer, logits) = (0.0, 0.0, 0.0)
        for (name, matrix) in zip(parameters.names, parameters.matrices) where matrix.rows > 1 {
            let operations = 2 * Double(matrix.rows * matrix.columns)
            switch name {
            case "fc.weight" where configuration.generation == .third: fusion += operations
            case EAGLE3Parameter.outputHead: logits += operations
            default: layer += operations
            }
        }
        return HeadCost(
            fusion: fusion, layer: layer,
            attention: 4 * Double(configuration.layerCount * configuration.headCount * configuration.headWidth),
            logits: logits)
    }

    func fuse(_ features: DenseMatrix<Float>, with weights: NamedVariables<Float>) -> Variable<Float> {
        var operations = TapeOperations<Float>(frequencies: shape.frequencies)
        return network(weights).fuse(Variable(constant: features), on: &operations)
    }

    func advance(
        _ states: Variable<Float>, tokens: [Token], with weights: NamedVariables<Float>,
        on operations: inout TapeOperations<Float>
    ) -> Variable<Float> {
        var embedded = Matrix(rows: 0, columns: start.configuration.hiddenSize)
        start.embedding.lookUp(tokens, into: &embedded)
        return network(weights).advance(
            states, embedded: Variable(constant: DenseMatrix(embedded)), on: &operations)
    }

    func logits(of states: Variable<Float>, with weights: NamedVariables<Float>) -> Variable<Float> {
        var operations = TapeOperations<Float>(frequencies: shape.frequencies)
        return network(weights).logits(of: states, on: &operations)
    }

    func policy() throws -> any DraftPolicy {
        EAGLE3Draft(head: EAGLE3Head(start, parameters: parameters), draw: draw)
    }

    /// The type of the head that training started from.
    var storage: StorageFormat { start.exactFormat }

    var layout: DraftLayout { start.layout }

    func files(in layout: DraftLayout, storing format: StorageFormat) throws -> [DraftFile] {
        try start.files(in: layout, storing: format, parameters: parameters)
    }

    private func network(_ weights: NamedVariables<Float>) -> EAGLE3Network<TapeOperations<Float>> {
        EAGLE3Network(
            start.configuration,
            known: { name in
                if name == EAGLE3Parameter.outputHead, let frozenOutput {
                    return Variable(constant: frozenOutput).roundingFactors(weights.factorRounding)
                }
                return weights[name]
            }, gain: { weights[$0] })
    }
}

extension EAGLE3Head {
    /// The same head with parameters of its own in single precision.
    init(_ start: EAGLE3Head, parameters: NamedMatrices<Float>) {
        func matrix(_ name: String) -> DenseMatrix<Float> {
            guard let matrix = parameters[name] else { preconditionFailure("no parameter '\(name)'") }
            return matrix
        }
        self = start
        network = EAGLE3Network(
            start.configuration,
            known: { name in
                name == EAGLE3Parameter.outputHead && !start.configuration.trainsOutputHead
                    ? start.network.outputHead : WeightMatrix(Matrix(matrix(name)))
            }, gain: { matrix($0).values })
    }
}
