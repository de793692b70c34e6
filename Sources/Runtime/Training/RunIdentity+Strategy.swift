import Speculation
import Strategies
import Training

extension RunIdentity {
    /// Options that change neither what is trained nor what is measured; data are known by their content.
    private static let free: Set<String> = [
        "name", "trainer.data", "trainer.held_out", "trainer.save_every", "trainer.evaluate_every",
    ]

    /// Options of when training ends.
    private static let limits: Set<String> = ["trainer.steps", "trainer.flops", "trainer.seconds"]

    /// What a strategy's training on some data is.
    init(of strategy: Strategy, _ options: TrainerOptions, data: Corpus, heldOut: HeldOutPrompts) {
        self.init(
            trained: [
                "data": "\(data.sequences.count) sequences of \(data.summary.tokens) tokens, hash "
                    + String(data.contentHash, radix: 16)
            ],
            measured: ["held-out prompts": "\(heldOut.prompts.count), hash \(String(heldOut.contentHash, radix: 16))"],
            limits: ["steps": Double(options.steps), "flops": options.flops, "seconds": options.seconds])
        for (name, value) in strategy.settings where !Self.free.contains(name) && !Self.limits.contains(name) {
            if Self.isMeasured(name) { measured[name] = value } else { trained[name] = value }
        }
    }

    /// Whether an option plays a part in held-out measurements alone: objectives see a strategy's temperature.
    private static func isMeasured(_ name: String) -> Bool {
        ["trainer.evaluate_prompts", "trainer.evaluate_tokens"].contains(name) || name.hasPrefix("verify.")
            || (name.hasPrefix("sampling.") && name != "sampling.temperature")
    }
}
