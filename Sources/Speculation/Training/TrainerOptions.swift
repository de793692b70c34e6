/// How long, how fast and on what a draft is trained: the section `trainer` of a strategy file.
public struct TrainerOptions: Sendable, Hashable {
    /// The conversations to train on: a file, or a bundled name.
    public var data: String
    /// The conversations whose first messages are the held-out prompts: a file, or a bundled name.
    public var heldOut: String
    /// What the parameters are at first.
    public var start: TrainingStart
    /// How many tokens the head shall propose, those that answers use most; 0 keeps its own.
    public var draftVocabulary: Int
    /// How much of the start's weights the kept head has: start + (1 - share) · (trained - start).
    ///
    /// Held-out evaluations and stored heads have it; the updates go on from what was trained alone. WiSE-FT,
    /// arXiv 2109.01903.
    public var startShare: Double
    /// How the draft's matrix products are computed.
    public var products: TrainingProducts
    /// The folder where what the target makes of sequences is kept for later epochs; nil for none.
    public var featureCache: String?
    /// How large that folder may become, in GiB.
    public var featureCacheSize: Double
    /// Where the randomness starts: order of the data, random start, the objective's draws.
    public var seed: UInt64
    /// The most updates; 0 for no limit.
    public var steps: Int
    /// The most floating-point operations of target and drafts; 0 for no limit.
    public var flops: Double
    /// The most seconds of training, held-out evaluation not counted; 0 for no limit.
    public var seconds: Double
    /// Sequences of an update.
    public var batch: Int
    /// The learning rate after the warm-up.
    public var learningRate: Double
    /// The share of training that warms up.
    public var warmUp: Double
    /// How the rate falls.
    public var decay: LearningRateDecay
    /// Adam's decay of the mean gradient.
    public var beta1: Double
    /// Adam's decay of the mean squared gradient.
    public var beta2: Double
    /// The decoupled weight decay.
    public var weightDecay: Double
    /// The largest norm of a gradient; larger ones are scaled down.
    public var gradientClip: Double
    /// The most tokens of a sequence; 0 for the target's context.
    public var maximumLength: Int
    /// What to do with longer ones.
    public var tooLong: LengthRule
    /// Updates between held-out evaluations; 0 evaluates at the end alone.
    public var evaluateEvery: Int
    /// Held-out prompts of an evaluation.
    public var evaluatePrompts: Int
    /// The most new tokens of each.
    public var evaluateTokens: Int
    /// Updates between checkpoints.
    public var saveEvery: Int
}

extension TrainerOptions {
    /// Reads the options; optimizer defaults are EAGLE-3's.
    public init(from options: inout OptionReader) {
        let everything = 1_000_000_000
        data = options.path("data", default: "demo", help: "Conversations: a jsonl or text file, or a bundled name.")
        heldOut = options.path(
            "held_out", default: "demo/held-out", help: "Conversations whose first messages are held-out prompts.")
        start = TrainingStart(
            options.path(
                "init", default: "head", words: TrainingStart.words,
                help:
                    "Start from the strategy's head, random numbers, parts of the target, or another head (name or folder)."
            ))
        draftVocabulary = options.integer(
            "draft_vocabulary", default: 0, in: 0...everything,
            help:
                "Let the head propose this many tokens, the answers' most frequent ones; 0: a head's own, and of a new head "
                + "32000, or all of a smaller vocabulary.")
        startShare = options.number(
            "start_share", default: 0, in: 0...1, help: "How much of the start's weights the kept head has (WiSE-FT).")
        products = options.choice(
            "products", default: .auto, help: "Round the factors of the draft's products; auto: where that is faster.")
        let noCache = "none"
        let cache = options.path(
            "feature_cache", default: noCache, words: [noCache],
            help: "Keep what the target makes of the data in a folder, rounded to F16, for later epochs and runs.")
        featureCache = cache == noCache ? nil : cache
        featureCacheSize = options.number(
            "feature_cache_size", default: 16, in: 0.001...1e6, help: "How large that folder may become, in GiB.")
        seed = UInt64(options.integer("seed", default: 0, in: 0...Int.max, help: "Where the randomness starts."))
        steps = options.integer("steps", default: 1000, in: 0...everything, help: "Most updates; 0 for no limit.")
        flops = options.number(
            "flops", default: 0, in: 0...1e30, help: "Most operations of target and drafts; 0 for no limit.")
        seconds = options.number(
            "seconds", default: 0, in: 0...1e9, help: "Most seconds, evaluation not counted; 0 for no limit.")
        batch = options.integer("batch", default: 4, in: 1...4096, help: "Sequences of an update.")
        learningRate = options.number("learning_rate", default: 5e-5, in: 0...1, help: "Rate after the warm-up.")
        warmUp = options.number("warm_up", default: 0.015, in: 0...1, help: "Share of training that warms up.")
        decay = options.choice("decay", default: .linear, help: "How the rate falls after the warm-up.")
        beta1 = options.number("beta1", default: 0.9, in: 0...0.999999, help: "Decay of the mean gradient.")
        beta2 = options.number("beta2", default: 0.95, in: 0...0.999999, help: "Decay of the mean squared gradient.")
        weightDecay = options.number("weight_decay", default: 0, in: 0...1, help: "Decoupled weight decay.")
        gradientClip = options.number(
            "gradient_clip", default: 0.5, in: 1e-9...1e9, help: "Largest norm of a gradient; larger are scaled down.")
        maximumLength = options.integer(
            "max_length", default: 0, in: 0...everything, help: "Most tokens of a sequence; 0 for the context.")
        tooLong = options.choice("too_long", default: .drop, help: "What to do with longer sequences.")
        evaluateEvery = options.integer(
            "evaluate_every", default: 100, in: 0...everything, help: "Updates between held-out evaluations; 0: end.")
        evaluatePrompts = options.integer(
            "evaluate_prompts", default: 30, in: 1...everything, help: "Held-out prompts of an evaluation.")
        evaluateTokens = options.integer(
            "evaluate_tokens", default: 96, in: 2...everything, help: "Most new tokens of each.")
        saveEvery = options.integer(
            "save_every", default: 100, in: 1...everything, help: "Updates between checkpoints.")
        if startShare > 0 && start == .random {
            options.fault("start_share", "a random start has nothing to keep; give another init, or start_share 0")
        }
        if steps == 0 && flops == 0 && seconds == 0 {
            options.fault("steps", "training must end: give steps, flops or seconds, not all of them 0")
        }
    }
}
