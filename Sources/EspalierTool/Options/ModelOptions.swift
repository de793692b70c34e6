import ArgumentParser
import LanguageModels
import Runtime
import Strategies

/// Which models to use in place of those that strategy files name.
struct ModelOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Target model instead of the strategies' own: a bundled name or a folder.", valueName: "folder"))
    var model: String?

    @Option(
        help: ArgumentHelp(
            "How the target's weights are multiplied, instead of the strategies' own.",
            valueName: "format"))
    var dtype: WeightFormatChoice?

    @Option(
        help: ArgumentHelp("Draft head instead of the strategies' own, where the draft has one.", valueName: "folder"))
    var head: String?

    @Option(help: ArgumentHelp("Chat format, for a model whose files do not tell a known one.", valueName: "format"))
    var chatTemplate: ChatTemplateChoice?

    /// Opens what strategies name.
    var engineFactory: EngineFactory {
        EngineFactory(chatTemplate: chatTemplate?.template, onRemark: StandardError.remark)
    }
}
