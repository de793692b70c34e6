import LanguageModels
import Speculation
import Tensors

/// The forward pass of an EAGLE-3 head with its buffers and its key-value store.
struct EAGLE3Pass {
    /// Where a row's feature comes from; only the target's own are fused.
    enum Features {
        /// The target's features of consecutive committed tokens.
        case target([LayerFeatures])
        /// Outputs of the head, `[rows, hidden]`.
        case own(Matrix)
    }

    let head: EAGLE3Head

    /// The outputs before the final norm, which are the next step's features, `[rows, hidden]`.
    private(set) var states: Matrix

    /// `[rows or 1, draftVocabularySize]`.
    private(set) var logits: Matrix

    private var store: KeyValueStore
    private var rotary: RotaryTable
    private var features: Matrix
    private var embedded: Matrix
    private var normed: Matrix
    private var joined: Matrix
    private var change: Matrix
    private var attentionScratch: SelfAttention.Scratch
    private var feedForwardScratch: GatedFeedForward.Scratch

    init(_ head: EAGLE3Head) {
        self.head = head
        let width = head.configuration.hiddenSize
        let shape = head.configuration.attentionShape
        store = KeyValueStore(groups: shape.groups, width: shape.headWidth)
        rotary = head.rotary
        states = Matrix(rows: 0, columns: width)
        embedded = states
        normed = states
        change = states
        logits = Matrix(rows: 0, columns: head.configuration.draftVocabularySize)
        features = Matrix(rows: 0, columns: head.fusion.weight.columns)
        joined = Matrix(rows: 0, columns: 2 * width)
        attentionScratch = SelfAttention.Scratch(shape)
        feedForwardScratch = GatedFeedForward.Scratch(intermediateWidth: head.configuration.intermediateSize)
    }

    /// Runs rows that pair a token with a feature.
    ///
    /// - Parameters:
    ///   - tokens: `[rows]`, each one ahead of its feature.
    ///   - source: One feature for each row.
    ///   - batch: Positions, visibility and slots of the rows.
    ///   - rows: Which rows get logits.
    /// - Throws: `ModelError` if the logits are not finite.
    mutating func run(
        _ tokens: [Token], features source: Features, in batch: LayerBatch, logits rows: TransformerSession.LogitRows
    ) throws {
        head.embedding.lookUp(tokens, into: &embedded)
        takeFeatures(source, by: batch.route)
        join()
        head.attention.apply(
            joined, in: batch, store: &store, rotary: &rotary, scratch: &attentionScratch, into: &change)
        // The residual is the feature before its norm; the embedding enters no residual.
        states.add(change)
        head.feedForwardNorm.apply(states, into: &normed)
        head.feedForward.apply(normed, scratch: &feedForwardScratch, into: &change, by: batch.route)
        states.add(change)
        if rows == .last {
            normed.resize(rows: 1)
            normed.copyRow(0, from: states, row: states.rows - 1)
            normed.normalise(weight: head.finalNorm.weight, epsilon: head.finalNorm.epsilon)
        } else {
            head.finalNorm.apply(states, into: &normed)
        }
        head.outputHead.multiply(normed, into: &logits, by: batch.route)
        guard logits.isFinite() else { throw head.checkpoint.explainNonFinite() }
    }

    /// Puts the features into `states`: the target's own fused to the head's width, the head's as they are.
    private mutating func takeFeatures(_ source: Features, by route: ProductRoute) {
        switch source {
        case .own(let outputs):
            states = outputs
        case .target(let pieces):
            features.resize(rows: pieces.reduce(0) { $0 + $1.layerStates.rows })
            var row = 0
            for piece in pieces {
                for pieceRow in 0..<piece.layerStates.rows {
                    features.copyRow(row, from: piece.layerStates, row: pieceRow)
                    row += 1
                }
            }
            head.fusion.apply(features, into: &states, by: route)
        }
    }

    /// Normalises embedding and feature each by its own norm and lays them side by side, the embedding first.
    private mutating func join() {
        joined.resize(rows: states.rows)
        head.embeddingNorm.apply(embedded, into: &normed)
        for row in 0..<states.rows { joined.copyRow(row, from: normed, row: row) }
        head.featureNorm.apply(states, into: &normed)
        for row in 0..<states.rows { joined.copyRow(row, at: states.columns, from: normed, row: row) }
    }
}
