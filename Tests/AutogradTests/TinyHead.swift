import Autograd
import Tensors

/// EAGLE-3's layer, written once for every kind of operations.
struct TinyHead<Operations: LayerOperations> {
    var weights: [String: Operations.Weights] = [:]
    var gains: [String: Operations.Gain] = [:]
    let sizes: TinyHeadSizes

    func matrix(_ name: String) -> Operations.Weights {
        guard let weights = weights[name] else { preconditionFailure("no '\(name)'") }
        return weights
    }

    func project(_ input: Operations.Activation, _ name: String, _ operations: inout Operations)
        -> Operations.Activation
    {
        operations.project(input, by: matrix(name))
    }

    func normalize(_ input: Operations.Activation, _ name: String, _ operations: inout Operations)
        -> Operations.Activation
    {
        guard let gain = gains[name] else { preconditionFailure("no '\(name)'") }
        return operations.normalize(input, by: gain, epsilon: 1e-5)
    }

    /// The features of the next step, and the logits.
    func run(
        _ embedded: Operations.Activation, _ feature: Operations.Activation, on operations: inout Operations
    ) -> (states: Operations.Activation, logits: Operations.Activation) {
        let joined = operations.join(
            normalize(embedded, "input_layernorm", &operations), normalize(feature, "hidden_norm", &operations))
        let (queries, keys, values) = operations.projectToAttend(
            joined, by: (matrix("q_proj"), matrix("k_proj"), matrix("v_proj")))
        let attended = operations.attend(
            queries: queries, keys: keys, values: values, in: AttentionLayer(heads: sizes.heads))
        let stream = operations.sum(operations.asked(of: feature), project(attended, "o_proj", &operations))
        let normed = normalize(stream, "post_attention_layernorm", &operations)
        let gated = operations.gate(
            project(normed, "gate_proj", &operations), with: project(normed, "up_proj", &operations))
        let states = operations.sum(stream, project(gated, "down_proj", &operations))
        return (states, project(normalize(states, "norm", &operations), "lm_head", &operations))
    }
}

/// The sizes of a head and its random parameters.
struct TinyHeadSizes {
    let width: Int
    let featureWidth: Int
    let intermediate: Int
    let vocabulary: Int
    let heads: AttentionHeads

    static let gains = ["input_layernorm", "hidden_norm", "post_attention_layernorm", "norm"]

    func parameters(seed: UInt64, spread: Double = 0.5) -> NamedMatrices<Double> {
        var random = RandomNumbers(seed: seed)
        var parameters = NamedMatrices<Double>()
        func add(_ name: String, _ rows: Int, _ columns: Int) {
            parameters.append(name, random.matrix(rows, columns, in: -spread...spread))
        }
        add("fc", width, featureWidth)
        for name in ["q_proj", "k_proj", "v_proj"] {
            add(name, (name == "q_proj" ? heads.count : heads.groups) * heads.width, 2 * width)
        }
        add("o_proj", width, heads.count * heads.width)
        add("gate_proj", intermediate, width)
        add("up_proj", intermediate, width)
        add("down_proj", width, intermediate)
        add("lm_head", vocabulary, width)
        for name in Self.gains { parameters.append(name, random.matrix(1, width, in: 0.5...1.5)) }
        return parameters
    }

    var frequencies: RotaryFrequencies {
        RotaryFrequencies(
            (0..<heads.width / 2).map { Float(Double.exponential(-9.2 * Double(2 * $0) / Double(heads.width))) })
    }

    func head<Scalar>(_ tape: Tape<Scalar>) -> TinyHead<TapeOperations<Scalar>> {
        var head = TinyHead<TapeOperations<Scalar>>(sizes: self)
        for name in tape.parameters.names {
            if Self.gains.contains(name) {
                head.gains[name] = tape.parameter(name)
            } else {
                head.weights[name] = tape.parameter(name)
            }
        }
        return head
    }

    func head(stored parameters: NamedMatrices<Float>) -> TinyHead<StoredOperations> {
        var head = TinyHead<StoredOperations>(sizes: self)
        for (name, matrix) in zip(parameters.names, parameters.matrices) {
            if Self.gains.contains(name) {
                head.gains[name] = matrix.values
            } else {
                head.weights[name] = WeightMatrix(Matrix(matrix.values, columns: matrix.columns))
            }
        }
        return head
    }
}

/// The training-time test of a tiny head: inputs, targets, and its loss over unrolled steps.
struct TinyTraining {
    let sizes: TinyHeadSizes
    let rows: Int
    let steps: Int
    let features: DenseMatrix<Double>
    let table: DenseMatrix<Double>
    let tokens: [Int]
    let targets: [DenseMatrix<Double>]

    init(_ sizes: TinyHeadSizes, rows: Int, steps: Int, seed: UInt64) {
        var random = RandomNumbers(seed: seed)
        self.sizes = sizes
        self.rows = rows
        self.steps = steps
        features = random.matrix(rows, sizes.featureWidth)
        table = random.matrix(sizes.vocabulary, sizes.width)
        tokens = (0..<rows + steps).map { _ in random.index(below: sizes.vocabulary) }
        targets = (0..<steps).map { _ in random.probabilities(rows, sizes.vocabulary) }
    }

    /// Σ 0.8ⁱ · mean of step i's cross-entropy.
    func loss<Scalar>(_ tape: Tape<Scalar>, convert: (DenseMatrix<Double>) -> DenseMatrix<Scalar>) -> Variable<Scalar> {
        let head = sizes.head(tape)
        var operations = TapeOperations<Scalar>(frequencies: sizes.frequencies)
        let embedding = Variable(constant: convert(table))
        var states = head.project(Variable(constant: convert(features)), "fc", &operations)
        var loss = Variable(constant: DenseMatrix<Scalar>(scalar: 0))
        var weight = 1.0
        for step in 0..<steps {
            operations.beginUnrolled(step: step, rows: rows)
            let embedded = embedding.gatheringRows(Array(tokens[step..<step + rows]))
            let output = head.run(embedded, states, on: &operations)
            states = output.states
            loss = loss + output.logits.softCrossEntropy(against: convert(targets[step])).mean().scaled(by: weight)
            weight *= 0.8
        }
        return loss
    }
}
