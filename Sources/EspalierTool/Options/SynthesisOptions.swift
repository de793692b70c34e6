import ArgumentParser
import Speculation
import Training

/// How the target writes prompts itself.
struct SynthesisOptions: ParsableArguments {
    @Option(
        name: .customLong("synthesise"),
        help: ArgumentHelp("Let the target write the prompts too, and keep this many conversations.", valueName: "n"))
    var count: PositiveCount?

    @Option(help: "Temperature of the prompts that the target writes.")
    var promptTemperature = 1.0

    @Option(help: "Top-p of the prompts that the target writes: a share of their most probable tokens; 1 keeps all.")
    var promptTopP = 1.0

    @Option(help: "Prompts that the target does not end within this many tokens are dropped.")
    var maxPromptTokens = PositiveCount(256)

    @Option(
        name: .customLong("exclude"),
        help: ArgumentHelp(
            "Files of conversations or prompts that the target's prompts must not repeat.", valueName: "file"))
    var excludedFiles: [String] = []

    func validate() throws {
        guard promptTemperature > 0, promptTemperature <= 10 else {
            throw ValidationError("--prompt-temperature must be above 0 and at most 10, not \(promptTemperature)")
        }
        guard promptTopP > 0, promptTopP <= 1 else {
            throw ValidationError("--prompt-top-p must be above 0 and at most 1, not \(promptTopP)")
        }
        if count == nil && !excludedFiles.isEmpty {
            throw ValidationError("--exclude is for prompts that --synthesise makes")
        }
    }

    /// What to make; nil where prompts are given.
    func synthesis() throws -> PromptSynthesis? {
        guard let count else { return nil }
        let excluded = try excludedFiles.flatMap { try RegenerationPrompt.read(file: $0).flatMap(\.turns) }
        return PromptSynthesis(
            count: count.value, sampling: SamplingRule(temperature: promptTemperature, topP: promptTopP),
            maximumPromptTokens: maxPromptTokens.value, excluded: Set(excluded))
    }
}
