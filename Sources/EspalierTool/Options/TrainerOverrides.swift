import ArgumentParser
import Speculation
import Strategies

/// What replaces options of a strategy's section `trainer`.
struct TrainerOverrides: ParsableArguments {
    @Option(help: ArgumentHelp("Conversations to train on: a file or a bundled name.", valueName: "file"))
    var data: String?

    @Option(help: ArgumentHelp("Conversations whose first messages are held-out prompts.", valueName: "file"))
    var heldOut: String?

    @Option(
        name: .customLong("init"),
        help: "Start from: head, the strategy's own; random; target, its last layer; or another head.")
    var start: String?

    @Option(help: "Most updates; 0 for no limit.")
    var steps: WrittenValue?

    @Option(help: "Most seconds, evaluation not counted; 0 for no limit.")
    var seconds: WrittenValue?

    @Option(help: "Most floating-point operations; 0 for no limit.")
    var flops: WrittenValue?

    @Option(help: "Sequences of an update.")
    var batch: WrittenValue?

    @Option(help: "Learning rate after the warm-up.")
    var learningRate: WrittenValue?

    @Option(help: "Where the randomness starts.")
    var seed: WrittenValue?

    @Option(help: "Updates between held-out evaluations; 0 for the end alone.")
    var evaluateEvery: WrittenValue?

    @Option(help: "Updates between checkpoints.")
    var saveEvery: WrittenValue?

    func validate() throws {
        try OptionReader.checkUsage(values) { _ = TrainerOptions(from: &$0) }
    }

    /// Puts what is given in place of the file's values.
    func apply(to overrides: inout StrategyOverrides) {
        for (option, content) in values { overrides.replace(trainer: option, by: content) }
    }

    /// What is given, by the names of strategy files.
    private var values: [String: OptionValue.Content] {
        let texts = [("data", data), ("held_out", heldOut), ("init", start)]
        let numbers = [
            ("steps", steps), ("seconds", seconds), ("flops", flops), ("batch", batch),
            ("learning_rate", learningRate), ("seed", seed), ("evaluate_every", evaluateEvery),
            ("save_every", saveEvery),
        ]
        var values: [String: OptionValue.Content] = [:]
        for (name, text) in texts { values[name] = text.map { .string($0) } }
        for (name, number) in numbers { values[name] = number?.content }
        return values
    }
}
