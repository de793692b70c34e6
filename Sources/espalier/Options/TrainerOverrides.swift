import ArgumentParser
import Speculation
import Strategies

/// What replaces options of a strategy's section `trainer`.
struct TrainerOverrides: ParsableArguments {
    @Option(help: ArgumentHelp("Conversations to train on: a file or a bundled name.", valueName: "file"))
    var data: String?

    @Option(help: ArgumentHelp("Conversations whose first messages are held-out prompts.", valueName: "file"))
    var heldOut: String?

    @Option(name: .customLong("init"), help: "Start from the strategy's head, or at random: head or random.")
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
        overrides.replace(trainer: "data", by: data.map { .string($0) })
        overrides.replace(trainer: "held_out", by: heldOut.map { .string($0) })
        overrides.replace(trainer: "init", by: start.map { .string($0) })
        overrides.replace(trainer: "steps", by: steps.map { .integer($0) })
        overrides.replace(trainer: "seconds", by: seconds.map { .real($0) })
        overrides.replace(trainer: "flops", by: flops.map { .real($0) })
        overrides.replace(trainer: "batch", by: batch.map { .integer($0) })
        overrides.replace(trainer: "learning_rate", by: learningRate.map { .real($0) })
        overrides.replace(trainer: "seed", by: seed.map { .integer($0) })
        overrides.replace(trainer: "evaluate_every", by: evaluateEvery.map { .integer($0) })
        overrides.replace(trainer: "save_every", by: saveEvery.map { .integer($0) })
    }
}
