/// A family of decoder-only transformers, recognised by the `model_type` of its configuration.
///
/// A new family is one file that extends this type and one entry in ``all``.
struct DecoderFamily: Sendable {
    /// The sizes that every configuration has, checked.
    struct Sizes: Sendable {
        let hiddenSize: Int
        let intermediateSize: Int
        let layerCount: Int
        let headWidth: Int
    }

    /// The configuration's `model_type`.
    let modelType: String

    /// The width of a head, from hidden size and head count, where the configuration does not state it.
    let headWidth: @Sendable (_ hiddenSize: Int, _ headCount: Int) -> Int

    /// Whether the embedding table is the output head where the configuration does not say.
    let tiesEmbeddings: Bool

    /// Sizes that a configuration need not state: the text part of a model of several parts lists what differs from these.
    let defaultSizes: [String: Int]

    /// What the family's layers are made of, some of it configured.
    let plan: @Sendable (ConfigurationReader, Sizes) throws -> DecoderPlan

    /// Describes a family.
    ///
    /// - Parameters:
    ///   - modelType: The configuration's `model_type`.
    ///   - headWidth: The width of a head unless stated; the heads share the hidden size unless given.
    ///   - tiesEmbeddings: Whether the embedding table is the output head unless stated.
    ///   - defaultSizes: Sizes that need not be stated.
    ///   - plan: What the layers are made of.
    init(
        modelType: String, headWidth: @escaping @Sendable (Int, Int) -> Int = { $0 / $1 }, tiesEmbeddings: Bool = false,
        defaultSizes: [String: Int] = [:],
        plan: @escaping @Sendable (ConfigurationReader, Sizes) throws -> DecoderPlan
    ) {
        self.modelType = modelType
        self.headWidth = headWidth
        self.tiesEmbeddings = tiesEmbeddings
        self.defaultSizes = defaultSizes
        self.plan = plan
    }

    /// The families that load.
    static let all: [DecoderFamily] = [.llama, .mistral, .qwen2, .qwen3, .qwen3MoE, .phi3, .gemma2, .gemma3]
}
