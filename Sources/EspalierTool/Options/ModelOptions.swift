import ArgumentParser
import LanguageModels
import Runtime
import Speculation
import Strategies

/// Which models to use in place of those that strategy files name.
struct ModelOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Target model instead of the strategies' own: a bundled name, a GGUF file, or a folder.", valueName: "path")
    )
    var model: String?

    @OptionGroup(title: "Models") var opening: OpeningOptions

    @Option(
        help: ArgumentHelp(
            "Draft head instead of the strategies' own, where the draft has one; 'compare' takes several.",
            valueName: "folder"))
    var head: [String] = []

    @Option(
        help: ArgumentHelp(
            "Small model to draft with instead of the strategies' own, where the draft is one: a bundled name, a GGUF "
                + "file, or a folder; 'compare' takes several.", valueName: "path"))
    var draftModel: [String] = []

    @OptionGroup(title: "Prompts") var chat: ChatOptions

    /// Opens what strategies name.
    ///
    /// - Throws: What reading the options of prompts throws.
    var engineFactory: EngineFactory {
        get throws {
            var factory = EngineFactory(chat: try chat.settings, onRemark: StandardError.remark)
            let progress = OpeningProgress()
            factory.onProgress = { progress.show($0, of: $1) }
            return factory
        }
    }

    /// What is given in place of the strategies' own, drafts apart.
    var targetOverrides: StrategyOverrides {
        StrategyOverrides(model: model, opening: opening.values)
    }

    /// What is given of the target, as words of a command.
    var targetWords: [String] {
        var words: [String] = []
        if let model { words += ["--model", model] }
        words += opening.words
        return words + chat.words
    }

    /// What is given in place of the strategies' own, for a command that runs each of them once.
    ///
    /// - Throws: `ValidationError` if several drafts are named.
    var overrides: StrategyOverrides {
        get throws {
            var overrides = targetOverrides
            overrides.head = try Self.only(head, of: "--head")
            overrides.draftModel = try Self.only(draftModel, of: "--draft-model")
            return overrides
        }
    }

    /// The drafts to try in place of the strategies' own.
    ///
    /// - Throws: `ValidationError` if one is named twice.
    var drafts: [DraftOverride] {
        get throws {
            for (option, values) in [("--head", head), ("--draft-model", draftModel)] {
                let twice = values.indices.first { values[..<$0].contains(values[$0]) }
                if let twice { throw ValidationError("\(option) names '\(values[twice])' twice") }
            }
            return DraftOverride.all(heads: head, models: draftModel)
        }
    }

    /// The strategy for the model and the draft that are named.
    ///
    /// - Parameter registry: The draft policies that know their heads.
    /// - Returns: The strategy; nil where neither is named.
    /// - Throws: `ValidationError` if several drafts are named.
    func suitableStrategy(in registry: PluginRegistry) throws -> SuitableStrategy? {
        let given = try overrides
        if given.head != nil || given.draftModel != nil {
            return SuitableStrategy(with: DraftOverride(head: given.head, model: given.draftModel), in: registry)
        }
        return model.map { SuitableStrategy(besides: $0, in: registry) }
    }

    /// Refuses what a command has no use for, as it drafts nothing.
    func refuseDrafts() throws {
        if !head.isEmpty { throw ValidationError("--head plays no part here: nothing is drafted") }
        if !draftModel.isEmpty { throw ValidationError("--draft-model plays no part here: nothing is drafted") }
    }

    private static func only(_ values: [String], of option: String) throws -> String? {
        guard values.count < 2 else {
            throw ValidationError("\(option) names one here, not \(values.count): 'compare' takes several")
        }
        return values.first
    }
}
