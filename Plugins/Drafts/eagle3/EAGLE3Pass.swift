import LanguageModels
import Speculation
import Tensors

/// The forward pass of a head on one sequence, with its key-value store.
struct EAGLE3Pass {
    /// Where a row's feature comes from; only the target's own are fused.
    enum Features {
        /// The target's features of consecutive committed tokens, `[rows, layers · target width]`.
        case target(Matrix)
        /// Outputs of the head, `[rows, hidden]`.
        case own(Matrix)
    }

    let head: EAGLE3Head

    /// The outputs, which are the next step's features, `[rows asked for, hidden]`.
    private(set) var states: Matrix

    /// `[rows asked for, draftVocabularySize]`.
    private(set) var logits: Matrix

    private var operations: StoredOperations
    private var embedded: Matrix

    init(_ head: EAGLE3Head, slots: Int) {
        self.head = head
        operations = StoredOperations(
            caches: [
                KeyValueCache(
                    layers: head.configuration.layerCount, heads: head.configuration.heads, format: head.keyValues,
                    slots: slots)
            ],
            rotary: head.rotary)
        states = Matrix(rows: 0, columns: head.configuration.stateWidth)
        embedded = Matrix(rows: 0, columns: head.configuration.hiddenSize)
        logits = Matrix(rows: 0, columns: head.configuration.draftVocabularySize)
    }

    /// Runs rows that pair a token with a feature.
    ///
    /// - Parameters:
    ///   - tokens: `[rows]`, each one ahead of its feature.
    ///   - source: One feature for each row.
    ///   - batch: Positions, visibility and slots of the rows.
    ///   - asked: Of how many rows, the last ones, outputs and logits are asked for; of all unless given.
    /// - Throws: `ModelError` if the logits are not finite.
    mutating func run(
        _ tokens: [Token], features source: Features, in batch: LayerBatch, asking asked: Int? = nil
    ) throws {
        states.release()
        logits.release()
        // Layers above the first need the keys and values of all rows.
        let isSingle = head.network.upper.isEmpty
        operations.begin(batch, asking: isSingle ? asked : nil)
        defer { operations.end() }
        head.embedding.lookUp(tokens, into: &embedded)
        states = head.network.advance(entering(source), embedded: embedded, on: &operations)
        if let asked, !isSingle, asked < states.rows {
            var last = Matrix(rows: 0, columns: states.columns)
            last.assign(last: asked, of: states)
            states = last
        }
        logits = head.network.logits(of: states, on: &operations)
        guard logits.isFinite() else { throw head.checkpoint.explainNonFinite() }
    }

    /// The states that rows begin with: the target's features fused to the head's width, the head's own as they are.
    private mutating func entering(_ source: Features) -> Matrix {
        switch source {
        case .own(let outputs): outputs
        case .target(let features): head.network.fuse(features, on: &operations)
        }
    }
}
