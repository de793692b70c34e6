public import Decoding
public import Speculation

/// One strategy to compare: its name, its promise and the engine that runs it.
public struct ComparisonEntry: Sendable {
    /// Names the strategy; unique within a comparison.
    public let name: String

    /// What it is a variant of: entries with the same are compared with the first of them; nil for an entry by itself.
    public let variantOf: String?

    /// What its verifier promises; a lossy strategy is labelled so wherever it is shown.
    public let guarantee: Guarantee

    /// What decodes.
    ///
    /// All entries of a comparison share one target model.
    public let engine: DecodingEngine

    /// How its tokens are drawn and where its answers end.
    public var rules: DecodingRules

    /// Seeds the draws of this strategy; not used at temperature 0.
    public let seed: UInt64

    /// The strategy as resolved, passed through to the report.
    public let resolved: any Encodable & Sendable

    /// Describes a strategy.
    ///
    /// - Parameters:
    ///   - name: Unique within a comparison.
    ///   - variantOf: What it is a variant of; nil for an entry by itself.
    ///   - guarantee: What its verifier promises.
    ///   - engine: What decodes.
    ///   - rules: How its tokens are drawn and where its answers end.
    ///   - seed: Seeds its draws.
    ///   - resolved: The strategy as resolved, for the report.
    public init(
        name: String, variantOf: String? = nil, guarantee: Guarantee, engine: DecodingEngine, rules: DecodingRules,
        seed: UInt64, resolved: any Encodable & Sendable
    ) {
        self.name = name
        self.variantOf = variantOf
        self.guarantee = guarantee
        self.engine = engine
        self.rules = rules
        self.seed = seed
        self.resolved = resolved
    }

    /// Whether this is plain decoding, which others of the same rules are measured against.
    public var isPlain: Bool {
        (engine.draft == nil || engine.builder == nil) && guarantee != .lossy
    }

    /// The name as every output shows it.
    var label: String { guarantee.label(for: name) }
}
