import ArgumentParser
import Speculation
import Training

/// How the target writes prompts itself.
struct SynthesisOptions: ParsableArguments {
    @Option(
        name: .customLong("synthesise"),
        help: ArgumentHelp("Let the target write the prompts too, and keep this many conversations.", valueName: "n"),
        transform: RangedNumber.whole(from: 1))
    var count: Int?

    @Option(
        help: "Temperature of the prompts that the target writes, above 0 and at most 10; 1 unless given.",
        transform: RangedNumber.positive(upTo: 10))
    var promptTemperature = 1.0

    @Option(
        help:
            "Top-p of the prompts that the target writes: a share of their most probable tokens; 1, which keeps all, unless given.",
        transform: RangedNumber.positive(upTo: 1))
    var promptTopP = 1.0

    @Option(
        help: "Prompts that the target does not end within this many tokens are dropped; 256 unless given.",
        transform: RangedNumber.whole(from: 1))
    var maxPromptTokens = 256

    @Option(
        name: .customLong("exclude"),
        help: ArgumentHelp(
            "Files of conversations or prompts that the target's prompts must not repeat.", valueName: "file"))
    var excludedFiles: [String] = []

    func validate() throws {
        if count == nil && !excludedFiles.isEmpty {
            throw ValidationError("--exclude is for prompts that --synthesise makes")
        }
    }

    /// What to make; nil where prompts are given.
    func synthesis() throws -> PromptSynthesis? {
        guard let count else { return nil }
        let excluded = try excludedFiles.flatMap { try RegenerationPrompt.read(file: $0).flatMap(\.turns) }
        return PromptSynthesis(
            count: count, sampling: SamplingRule(temperature: promptTemperature, topP: promptTopP),
            maximumPromptTokens: maxPromptTokens, excluded: Set(excluded))
    }
}
