import ArgumentParser
import LanguageModels
import Runtime
import Strategies
import Tensors

/// Which models to use in place of those that strategy files name.
struct ModelOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Target model instead of the strategies' own: a bundled name, a GGUF file, or a folder.", valueName: "path")
    )
    var model: String?

    @Option(
        help: ArgumentHelp(
            "How the target's weights are stored once opened, instead of the strategies' own: "
                + "\(WeightStorageWord.list).",
            valueName: "format"),
        transform: WeightStorageWord.parse)
    var dtype: WeightStorage?

    @Option(help: "How far inputs of products with them are rounded, instead of the strategies' own.")
    var inputs: InputPrecisionChoice?

    @Option(
        help: ArgumentHelp("Draft head instead of the strategies' own, where the draft has one.", valueName: "folder"))
    var head: String?

    @Option(
        help: ArgumentHelp(
            "Small model to draft with instead of the strategies' own, where the draft is one: a bundled name, a GGUF "
                + "file, or a folder.", valueName: "path"))
    var draftModel: String?

    @Option(help: ArgumentHelp("Chat format, for a model whose files do not tell a known one.", valueName: "format"))
    var chatTemplate: ChatTemplateChoice?

    @Flag(
        inversion: .prefixedNo,
        help: "Let a model think before it answers; without, prompts say so (Qwen3's enable_thinking).")
    var thinking = true

    /// Opens what strategies name.
    var engineFactory: EngineFactory {
        EngineFactory(
            chatTemplate: chatTemplate?.template, allowsThinking: thinking, onRemark: StandardError.remark)
    }

    /// What is given in place of the strategies' own.
    var overrides: StrategyOverrides {
        StrategyOverrides(model: model, storage: dtype, inputs: inputs?.precision, head: head, draftModel: draftModel)
    }

    /// The precision of the target's products where there is no strategy.
    var precision: ProductPrecision { ProductPrecision(dtype ?? .stored, inputs: inputs?.precision ?? .full) }
}
