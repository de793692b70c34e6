public import Speculation

/// What the command line puts in place of every strategy file's own values, before anything is checked.
public struct StrategyOverrides: Sendable {
    /// The target model; nil leaves the file's.
    public var model: String?

    /// What replaces options of how the target is opened, `dtype`, `inputs`, `kv_dtype` and `context`.
    public var opening: [String: OptionValue]

    /// The draft head, for policies that have an option of this name; nil leaves the file's.
    public var head: String?

    /// The small model that drafts, for policies that have an option `model`; nil leaves the file's.
    public var draftModel: String?

    /// What replaces options of the section `sampling`.
    public var sampling: [String: OptionValue]

    /// What replaces options of the section `trainer`.
    private(set) var trainer: [String: OptionValue] = [:]

    /// Gathers what is given; nothing given changes nothing.
    ///
    /// - Parameters:
    ///   - model: The target model.
    ///   - opening: Options of how the target is opened, by name: `dtype`, `inputs`, `kv_dtype`, `context`.
    ///   - head: The draft head.
    ///   - draftModel: The small model that drafts.
    ///   - sampling: Options of the section `sampling` by name.
    public init(
        model: String? = nil, opening: [String: OptionValue.Content] = [:], head: String? = nil,
        draftModel: String? = nil, sampling: [String: OptionValue.Content] = [:]
    ) {
        self.model = model
        self.opening = opening.mapValues { OptionValue($0) }
        self.head = head
        self.draftModel = draftModel
        self.sampling = sampling.mapValues { OptionValue($0) }
    }

    /// What replaces options of the target section.
    var target: [String: OptionValue] {
        Self.given(("model", model.map { .string($0) })).merging(opening) { $1 }
    }

    /// What replaces options of the draft section.
    var draft: [String: OptionValue] {
        Self.given(("head", head.map { .string($0) }), ("model", draftModel.map { .string($0) }))
    }

    /// Puts a draft in place of the files' own.
    public mutating func replace(_ draft: DraftOverride) {
        head = draft.head ?? head
        draftModel = draft.model ?? draftModel
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
