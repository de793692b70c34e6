public import Speculation

/// What the command line puts in place of every strategy file's own values, before anything is checked.
public struct StrategyOverrides: Sendable {
    /// The target model; nil leaves the file's.
    public var model: String?

    /// The format of the target's weights; nil leaves the file's.
    public var format: WeightFormat?

    /// The draft head, for policies that have an option of this name; nil leaves the file's.
    public var head: String?

    /// The sampling temperature; nil leaves the file's.
    public var temperature: Double?

    /// The seed; nil leaves the file's.
    public var seed: Int?

    /// What replaces options of the section `trainer`.
    private(set) var trainer: [String: OptionValue] = [:]

    /// Gathers what is given; nothing given changes nothing.
    ///
    /// - Parameters:
    ///   - model: The target model.
    ///   - format: The format of the target's weights.
    ///   - head: The draft head.
    ///   - temperature: The sampling temperature.
    ///   - seed: The seed.
    public init(
        model: String? = nil, format: WeightFormat? = nil, head: String? = nil, temperature: Double? = nil,
        seed: Int? = nil
    ) {
        self.model = model
        self.format = format
        self.head = head
        self.temperature = temperature
        self.seed = seed
    }

    /// What replaces options of the target section.
    var target: [String: OptionValue] {
        Self.given(("model", model.map { .string($0) }), ("dtype", format.map { .string($0.rawValue) }))
    }

    /// What replaces options of the draft section.
    var draft: [String: OptionValue] {
        Self.given(("head", head.map { .string($0) }))
    }

    /// What replaces options of the sampling section.
    var sampling: [String: OptionValue] {
        Self.given(("temperature", temperature.map { .real($0) }), ("seed", seed.map { .integer($0) }))
    }

    /// Puts a text in place of one of the trainer's options.
    ///
    /// - Parameters:
    ///   - option: The option's name.
    ///   - content: Its value; nil leaves the file's.
    public mutating func replace(trainer option: String, by content: OptionValue.Content?) {
        trainer.merge(Self.given((option, content))) { $1 }
    }

    private static func given(_ values: (String, OptionValue.Content?)...) -> [String: OptionValue] {
        var replacements: [String: OptionValue] = [:]
        for (name, content) in values {
            guard let content else { continue }
            replacements[name] = OptionValue(content)
        }
        return replacements
    }
}
