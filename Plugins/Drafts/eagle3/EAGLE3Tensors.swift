import LanguageModels

/// What the tensors of a head's files are called and how they are shaped: several things a configuration need not say.
struct EAGLE3Tensors: Sendable {
    private let checkpoint: Checkpoint

    init(_ checkpoint: Checkpoint) { self.checkpoint = checkpoint }

    /// The name under which the files keep a tensor: with or without `model.`, and `layers.0.` for `midlayer.`.
    func storedName(_ name: String) -> String {
        let renamed = name.hasPrefix("midlayer.") ? "layers.0." + name.dropFirst("midlayer.".count) : name
        let spellings = ["", "model.", "draft_model."].flatMap { [$0 + name, $0 + renamed] }
        return (spellings + [Self.gguf[name]].compactMap(\.self)).first { checkpoint.entry($0) != nil } ?? name
    }

    /// What llama.cpp calls tensors that other models do not have.
    private static let gguf = ["input_norm.weight": "enc.output_norm.weight"]

    /// The extents of a tensor; nil if there is none of that name.
    func shape(_ name: String) -> [Int]? { checkpoint.entry(storedName(name))?.shape }

    /// Whether there is a tensor of this name.
    func has(_ name: String) -> Bool { shape(name) != nil }

    /// Which of the published networks the tensors are of.
    ///
    /// - Throws: `ModelError` that names what they are of where it is none.
    func generation() throws(ModelError) -> EAGLE3Configuration.Generation {
        if has("midlayer.hidden_norm.weight") { return .third }
        if has("fc.fc.weight") { return .griffin }
        if has("0.0.linear.weight") || has("medusa_head.0.0.linear.weight") {
            throw checkpoint.error("holds Medusa heads ('0.0.linear.weight'), which draft policy 'medusa' reads")
        }
        if !has("fc.weight"), has("embed_tokens.weight"), checkpoint.names.contains(where: { $0.contains("layers.") }) {
            throw checkpoint.error("holds a model and not a head, which joins embedding and features in 'fc.weight'")
        }
        // Whatever else is missing is named when it is taken.
        guard has("fc.weight"), !has("midlayer.input_layernorm.weight"), !has("norm.weight") else { return .third }
        return .first
    }

    /// How many tokens the head proposes, where its configuration does not say.
    var draftVocabularySize: Int? { shape("d2t")?.first ?? shape("lm_head.weight")?.first }

    /// How wide the target is, where the head's configuration does not say.
    func targetWidth(fusing layerCount: Int, to width: Int) -> Int? {
        guard layerCount > 0, let shape = shape("fc.weight"), shape.count == 2, shape[0] == width,
            shape[1].isMultiple(of: layerCount)
        else { return nil }
        return shape[1] / layerCount
    }
}
