import Autograd
import LanguageModels
import Speculation
import Strategies
import Training

extension RunIdentity {
    /// Options that change neither what is trained nor what is measured.
    private static let free: Set<String> = [
        "name", "trainer.save_every", "trainer.evaluate_every", "trainer.feature_cache_size",
    ]

    /// Options that say of what they stand for what is written down in their place.
    private static let resolved: Set<String> = ["trainer.products", "trainer.feature_cache"]

    /// Options of when training ends.
    private static let limits: Set<String> = ["trainer.steps", "trainer.flops", "trainer.seconds"]

    /// What a strategy's training is.
    ///
    /// Models and data are known by their content: they may be moved, or named by another path.
    init(
        of strategy: Strategy, target: Transformer, start: any TrainableDraft, data: Corpus, heldOut: HeldOutPrompts
    ) {
        let options = strategy.training?.trainer
        self.init(
            trained: [
                "target": "\(target.byteCount) bytes of weights, hash \(Self.text(target.contentHash))",
                "start": "\(start.parameters.count) parameters, hash \(Self.text(start.contentHash))",
                "data": "\(data.sequences.count) sequences of \(data.summary.tokens) tokens, hash "
                    + Self.text(data.contentHash),
                "features": options?.featureCache == nil ? "exact" : "rounded to F16",
                "products": options?.products.rounding == .bfloat16 ? "bf16" : "f32",
            ],
            measured: ["held-out prompts": "\(heldOut.prompts.count), hash \(Self.text(heldOut.contentHash))"],
            limits: [
                "steps": Double(options?.steps ?? 0), "flops": options?.flops ?? 0, "seconds": options?.seconds ?? 0,
            ])
        let unread = Self.free.union(Self.limits).union(Self.resolved).union(strategy.placeSettings)
        for (name, value) in strategy.settings where !unread.contains(name) {
            if Self.isMeasured(name) { measured[name] = value } else { trained[name] = value }
        }
    }

    /// Whether an option plays a part in held-out measurements alone: objectives see a strategy's temperature.
    private static func isMeasured(_ name: String) -> Bool {
        ["trainer.evaluate_prompts", "trainer.evaluate_tokens"].contains(name) || name.hasPrefix("verify.")
            || (name.hasPrefix("sampling.") && name != "sampling.temperature")
    }

    private static func text(_ hash: UInt64) -> String { String(hash, radix: 16) }
}

extension TrainableDraft {
    /// A number by which to know the draft again wherever it lies: of its parameters and of what it proposes.
    fileprivate var contentHash: UInt64 {
        var hash = ContentHash()
        for token in vocabulary { hash.combine(word: UInt64(bitPattern: Int64(token))) }
        for (name, matrix) in zip(parameters.names, parameters.matrices) {
            hash.combine(name.utf8)
            for value in matrix.values { hash.combine(word: UInt64(value.bitPattern)) }
        }
        return hash.value
    }
}
