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
    var steps: Int?

    @Option(help: "Most seconds, evaluation not counted; 0 for no limit.")
    var seconds: Double?

    @Option(help: "Most floating-point operations; 0 for no limit.")
    var flops: Double?

    @Option(help: "Sequences of an update.")
    var batch: Int?

    @Option(help: "Learning rate after the warm-up.")
    var learningRate: Double?

    @Option(help: "Where the randomness starts.")
    var seed: Int?

    @Option(help: "Updates between held-out evaluations; 0 for the end alone.")
    var evaluateEvery: Int?

    @Option(help: "Updates between checkpoints.")
    var saveEvery: Int?

    /// Puts what is given in place of the file's values.
    func apply(to overrides: inout StrategyOverrides) {
        let values: [(option: String, content: OptionValue.Content?)] = [
            ("data", data.map { .string($0) }), ("held_out", heldOut.map { .string($0) }),
            ("init", start.map { .string($0) }), ("steps", steps.map { .integer($0) }),
            ("seconds", seconds.map { .real($0) }), ("flops", flops.map { .real($0) }),
            ("batch", batch.map { .integer($0) }), ("learning_rate", learningRate.map { .real($0) }),
            ("seed", seed.map { .integer($0) }), ("evaluate_every", evaluateEvery.map { .integer($0) }),
            ("save_every", saveEvery.map { .integer($0) }),
        ]
        for (option, content) in values { overrides.replace(trainer: option, by: content) }
    }
}
