/// A family of decoder-only transformers, recognised by the `model_type` of its configuration.
///
/// A new family is one file that extends this type and one entry in ``all``.
struct DecoderFamily: Sendable {
    /// The configuration's `model_type`.
    let modelType: String

    /// The width of a head, from hidden size and head count, where the configuration does not state it.
    let headWidth: @Sendable (_ hiddenSize: Int, _ headCount: Int) -> Int

    /// What distinguishes the family's layers, some of it configured.
    let layout: @Sendable (ConfigurationReader) throws -> DecoderLayout

    /// The families that load.
    static let all: [DecoderFamily] = [.llama, .qwen2, .qwen3]
}
