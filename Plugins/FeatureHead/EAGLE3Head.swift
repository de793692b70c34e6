import Foundation
import LanguageModels
import Tensors

/// An EAGLE-3 head: one decoder layer over [embedding ; feature], its own output head, and a vocabulary map.
///
/// Tensor names and shapes are SafeAILab's and SpecForge's: `fc`, `midlayer.*` (or `layers.0.*`), `norm`, `lm_head`,
/// `d2t`, `t2d`, and `embed_tokens` where the head does not share the target's table.
struct EAGLE3Head: Sendable {
    let configuration: EAGLE3Configuration
    let embedding: WeightMatrix
    /// Fuses the target's features, `[hidden, layers · targetHidden]`.
    let fusion: Linear
    let embeddingNorm: RMSNorm
    let featureNorm: RMSNorm
    let attention: SelfAttention
    let feedForwardNorm: RMSNorm
    let feedForward: GatedFeedForward
    let finalNorm: RMSNorm
    let outputHead: WeightMatrix
    let vocabulary: DraftVocabulary
    let rotary: RotaryTable
    let checkpoint: Checkpoint

    init(folder: URL, target: Transformer) throws {
        let configuration = try EAGLE3Configuration(folder: folder, target: target.configuration)
        let checkpoint = try Checkpoint(folder: folder)
        var reader = TensorReader(checkpoint, rename: Self.storedName(in: checkpoint))
        let width = configuration.hiddenSize
        let epsilon = configuration.normEpsilon
        let layout = DecoderLayout(
            hasInputBias: false, hasOutputBias: false, hasFeedForwardBias: false, normalisesQueriesAndKeys: false)

        try Self.refuseOlderHeads(reader)
        fusion = try Linear(
            "fc", inputs: configuration.featureLayers.count * target.configuration.hiddenSize, outputs: width,
            from: &reader)
        embeddingNorm = try RMSNorm("midlayer.input_layernorm", width: width, epsilon: epsilon, from: &reader)
        featureNorm = try RMSNorm("midlayer.hidden_norm", width: width, epsilon: epsilon, from: &reader)
        attention = try SelfAttention(
            "midlayer.self_attn", shape: configuration.attentionShape, layout: layout, epsilon: epsilon, from: &reader)
        feedForwardNorm = try RMSNorm(
            "midlayer.post_attention_layernorm", width: width, epsilon: epsilon, from: &reader)
        feedForward = try GatedFeedForward(
            "midlayer.mlp", width: width, intermediateWidth: configuration.intermediateSize, from: &reader)
        finalNorm = try RMSNorm("norm", width: width, epsilon: epsilon, from: &reader)
        outputHead = try reader.matrix("lm_head.weight", rows: configuration.draftVocabularySize, columns: width)
        vocabulary = try DraftVocabulary(
            draftSize: configuration.draftVocabularySize, targetSize: configuration.vocabularySize, from: &reader)
        embedding = try Self.embedding(configuration, target, from: &reader)
        // Frozen parts of the target may have been saved along; they are not the head's.
        try reader.finish(ignoring: { $0.hasSuffix("rotary_emb.inv_freq") })
        rotary = RotaryTable(
            frequencies: configuration.rope.frequencies(width: configuration.headWidth),
            positions: min(target.configuration.contextLimit, 4096))
        self.configuration = configuration
        self.checkpoint = checkpoint
    }

    /// The name under which the file keeps a tensor: with or without `model.`, and `layers.0.` for `midlayer.`.
    private static func storedName(in checkpoint: Checkpoint) -> (String) -> String {
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
            return try reader.matrix(
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
