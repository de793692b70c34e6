import Foundation
import LanguageModels
import Speculation
import Tensors

/// An EAGLE-3 head: one decoder layer over [embedding ; feature], its own output head, and a vocabulary map.
///
/// Tensor names and shapes are SafeAILab's and SpecForge's: `fc`, `midlayer.*` (or `layers.0.*`), `norm`, `lm_head`,
/// `d2t`, `t2d`, and `embed_tokens` where the head does not share the target's table.
struct EAGLE3Head: Sendable {
    var configuration: EAGLE3Configuration
    let embedding: WeightMatrix
    var network: EAGLE3Network<StoredOperations>
    var vocabulary: DraftVocabulary
    let rotary: RotaryTable
    let checkpoint: Checkpoint
    let target: Transformer

    init(folder: URL, target: Transformer, precision: ProductPrecision = ProductPrecision()) throws {
        let configuration = try EAGLE3Configuration(folder: folder, target: target.configuration)
        try self.init(configuration, Checkpoint(folder: folder), target: target, precision: precision)
    }

    /// Takes a head out of a checkpoint; its draft vocabulary too unless one is given.
    init(
        _ configuration: EAGLE3Configuration, _ checkpoint: Checkpoint, target: Transformer,
        vocabulary: DraftVocabulary? = nil, precision: ProductPrecision = ProductPrecision()
    ) throws {
        var reader = TensorReader(checkpoint, precision: precision, rename: Self.storedName(in: checkpoint))
        try Self.refuseOlderHeads(reader)
        network = try Self.network(configuration, targetWidth: target.configuration.hiddenSize, from: &reader)
        self.vocabulary =
            try vocabulary
            ?? DraftVocabulary(
                draftSize: configuration.draftVocabularySize, targetSize: configuration.vocabularySize, from: &reader)
        embedding = try Self.embedding(configuration, target, from: &reader)
        // Frozen parts of the target may have been saved along; they are not the head's.
        try reader.finish(ignoring: { $0.hasSuffix("rotary_emb.inv_freq") })
        rotary = RotaryTable(
            frequencies: configuration.rope.frequencies(width: configuration.headWidth),
            positions: min(target.configuration.contextLimit, 4096))
        self.configuration = configuration
        self.checkpoint = checkpoint
        self.target = target
    }

    private static func network(
        _ configuration: EAGLE3Configuration, targetWidth: Int, from reader: inout TensorReader
    ) throws -> EAGLE3Network<StoredOperations> {
        var matrices: [String: WeightMatrix] = [:]
        for (name, rows, columns) in EAGLE3Parameter.matrices(configuration, targetWidth: targetWidth) {
            matrices[name] = try reader.matrix(name, rows: rows, columns: columns)
        }
        return try EAGLE3Network(configuration) { name in
            guard let matrix = matrices[name] else { preconditionFailure("'\(name)' is no matrix of a head") }
            return matrix
        } gain: { name in
            try reader.vector(name, count: configuration.hiddenSize)
        }
    }

    /// The name under which the file keeps a tensor: with or without `model.`, and `layers.0.` for `midlayer.`.
    static func storedName(in checkpoint: Checkpoint) -> (String) -> String {
        { name in
            let renamed = name.hasPrefix("midlayer.") ? "layers.0." + name.dropFirst("midlayer.".count) : name
            return ["", "model.", "draft_model."].flatMap { [$0 + name, $0 + renamed] }
                .first { checkpoint.entry($0) != nil } ?? name
        }
    }

    private static func refuseOlderHeads(_ reader: TensorReader) throws {
        guard !reader.has("midlayer.hidden_norm.weight"), reader.has("fc.weight") else { return }
        throw reader.error("has no hidden_norm: this looks like an EAGLE-1 or EAGLE-2 head, and 'eagle3' needs EAGLE-3")
    }

    private static func embedding(
        _ configuration: EAGLE3Configuration, _ target: Transformer, from reader: inout TensorReader
    ) throws -> WeightMatrix {
        if reader.has("embed_tokens.weight") {
            return try reader.storedMatrix(
                "embed_tokens.weight", rows: configuration.vocabularySize, columns: configuration.hiddenSize)
        }
        guard target.configuration.hiddenSize == configuration.hiddenSize else {
            throw reader.error(
                "tensor 'embed_tokens.weight' is missing, and the target's table of width "
                    + "\(target.configuration.hiddenSize) does not fit a head of width \(configuration.hiddenSize)")
        }
        return target.embedding
    }
}
