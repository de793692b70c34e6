import Autograd
import LanguageModels
public import Speculation
import Tensors
public import Training

extension EAGLE3Recipe: TrainableRecipe {
    /// Its folder.
    public static var placeOption: String { "head" }

    /// What a new head is made by.
    public static var shapeOptions: Set<String> { ["feature_layers", "layers"] }

    /// Those of published heads, where the head is a new one.
    public func usualVocabularySize(in context: DraftLoading) throws -> Int? {
        head == Self.newHead ? EAGLE3NewHead.usualVocabularySize(for: try target(in: context)) : nil
    }

    /// Opens the head that training starts from.
    ///
    /// - Parameters:
    ///   - context: The target, and where heads are found.
    ///   - start: What its parameters are at first; a random start takes its sizes from the recipe's head. A new head is
    ///     random unless it starts from the target.
    ///   - seed: Where the randomness starts.
    ///   - vocabulary: The tokens that it shall propose, ascending; nil for those of the head.
    /// - Returns: The head, its parameters in single precision.
    /// - Throws: `ModelError` if a file is missing or damaged, or the head was made for another target.
    public func trainable(
        in context: DraftLoading, from start: TrainingStart, seed: UInt64, proposing vocabulary: [Token]?
    ) throws -> any TrainableDraft {
        var trained = try started(in: context, from: start, seed: seed, proposing: vocabulary)
        trained.draw = draw
        return trained
    }

    private func started(
        in context: DraftLoading, from start: TrainingStart, seed: UInt64, proposing vocabulary: [Token]?
    ) throws -> EAGLE3Trainable {
        switch start {
        case .head where head != Self.newHead:
            return try open(in: context).trainable(proposing: vocabulary)
        case .stored(let reference) where head == Self.newHead:
            throw ModelError(
                "init: \(reference)",
                "a new head starts at random or from parts of the target: give init: random or init: target, or name the "
                    + "stored head in the section 'draft'")
        case .stored(let reference):
            return try EAGLE3Recipe(head: reference).open(in: context).trainable(proposing: vocabulary)
        case .random, .head:
            let (head, random) = try randomised(in: context, seed: seed, vocabulary: vocabulary)
            return EAGLE3Trainable(head, parameters: random)
        case .target:
            let (head, random) = try randomised(in: context, seed: seed, vocabulary: vocabulary)
            return EAGLE3Trainable(head, parameters: try random.startedFromTarget(of: head))
        }
    }

    /// The recipe's head with random parameters, and for other tokens if they are named.
    private func randomised(
        in context: DraftLoading, seed: UInt64, vocabulary: [Token]?
    ) throws -> (EAGLE3Head, NamedMatrices<Float>) {
        if head == Self.newHead {
            let target = try target(in: context)
            let size = EAGLE3NewHead.usualVocabularySize(for: target)
            let format = target.embedding.format.significandBits == nil ? .bfloat16 : target.embedding.format
            let new = EAGLE3NewHead(featureLayers: featureLayers, layerCount: layers, draftVocabularySize: size)
            try new.check(against: target)
            let made = try new.made(for: target, of: RandomTensors(format: format), proposing: vocabulary)
            return (made, try made.parameters().randomised(for: made, seed: seed))
        }
        let head = try open(in: context)
        let sized = try vocabulary.map { try head.with(vocabulary: $0) } ?? head
        return (sized, try head.parameters().randomised(for: sized, seed: seed))
    }
}

extension EAGLE3Head {
    /// The head as it is stored, open to training.
    ///
    /// - Parameter tokens: The tokens that it shall propose, ascending; nil for its own. Those that it knows keep their
    ///   output rows, and new ones begin with the mean of the rows that it has.
    /// - Returns: The head with its parameters.
    /// - Throws: `ModelError` if a tensor is missing or misshapen, or the tokens do not ascend.
    fileprivate func trainable(proposing tokens: [Token]?) throws -> EAGLE3Trainable {
        let stored = try parameters()
        guard let tokens else { return EAGLE3Trainable(self, parameters: stored, remarks: remarks) }
        let sized = try with(vocabulary: tokens)
        var parameters = NamedMatrices<Float>()
        for (name, matrix) in zip(stored.names, stored.matrices) {
            let isOutput = name == EAGLE3Parameter.outputHead
            parameters.append(name, isOutput ? matrix.rows(of: tokens, from: vocabulary.targetTokens) : matrix)
        }
        return EAGLE3Trainable(sized, parameters: parameters, remarks: remarks)
    }

    /// The same head for other tokens of the target; the output head's rows no longer mean anything.
    fileprivate func with(vocabulary tokens: [Token]) throws -> EAGLE3Head {
        guard configuration.trainsOutputHead || tokens == vocabulary.targetTokens else {
            throw checkpoint.error(
                "\(configuration.generation.name) proposes every token of its target: it takes no vocabulary")
        }
        var copy = self
        copy.vocabulary = try DraftVocabulary(tokens, targetSize: configuration.vocabularySize)
        copy.configuration.draftVocabularySize = tokens.count
        return copy
    }
}

extension DenseMatrix<Float> {
    /// Output rows for some tokens: those of this matrix where it has them, the mean of its rows elsewhere.
    fileprivate func rows(of tokens: [Token], from known: [Token]) -> DenseMatrix {
        var places: [Token: Int] = [:]
        for (place, token) in known.enumerated() { places[token] = place }
        var mean = [Float](repeating: 0, count: columns)
        for column in 0..<columns {
            mean[column] = (0..<rows).reduce(0) { $0 + self[$1, column] } / Float(max(rows, 1))
        }
        let numbers = tokens.flatMap { token in
            places[token].map { Array(values[$0 * columns..<($0 + 1) * columns]) } ?? mean
        }
        return DenseMatrix(numbers, rows: tokens.count, columns: columns)
    }
}

extension NamedMatrices<Float> {
    /// Projections normal with deviation 0.02, norms one, biases zero: what transformers' Llama starts from.
    fileprivate func randomised(for head: EAGLE3Head, seed: UInt64) -> NamedMatrices {
        var random = SeededRandom(seed: seed, stream: 0x1417)
        var parameters = NamedMatrices()
        // The head's vocabulary may be another one than that of these rows.
        for part in EAGLE3Parameter.all(head.configuration) {
            let numbers = (0..<part.rows * part.columns).map { _ -> Float in
                return switch part.role {
                case .matrix: Float(0.02 * random.normal())
                case .norm: 1
                case .bias: 0
                }
            }
            parameters.append(part.name, DenseMatrix(numbers, rows: part.rows, columns: part.columns))
        }
        return parameters
    }
}
