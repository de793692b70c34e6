import Autograd
import Dispatch
import Foundation
import LanguageModels
import Ranks
public import Speculation
import Synchronization
import Tensors

/// Trains a draft: one update after another, each on a batch of sequences.
///
/// The trainer has no branches for objectives: it prepares a bench for each sequence, and the objective alone decides what
/// to ask of it. Sequences of a batch run at the same time, each on a tape of its own, and their gradients are added in
/// the batch's order, so that no number depends on how many threads there are.
public struct Trainer: Sendable {
    /// What training goes on from.
    public private(set) var state: TrainerState

    /// The options.
    public let options: TrainerOptions

    private let objective: any Objective
    private let setting: BenchSetting
    private let sequences: [TrainingSequence]
    private let start: NamedMatrices<Float>
    private var draft: any TrainableDraft
    private var optimizer: AdamW<Float>
    private var order: DataOrder
    private let schedule: LearningRateSchedule

    /// A norm this many times the usual one ends training.
    private static let explosion = 1000.0

    /// The processes among which batches are divided, of which the leader alone makes updates; nil where there is one.
    var ranks: RankGroup?

    /// Puts a trainer together.
    ///
    /// - Parameters:
    ///   - strategy: The target, the strategy's builder and temperature.
    ///   - draft: What training starts from; also GTO's frozen reference.
    ///   - objective: What it is trained for.
    ///   - sequences: At least one, each with at least three tokens.
    ///   - options: How long and how fast.
    ///   - state: What to go on from; nil begins anew.
    ///   - cache: Where what the target makes of sequences is kept; nil where it is not.
    /// - Throws: `OptimizerError` if the state does not fit the draft.
    public init(
        _ strategy: TrainedStrategy, draft: any TrainableDraft, objective: any Objective, sequences: [TrainingSequence],
        options: TrainerOptions, state: TrainerState? = nil, cache: FeatureCache? = nil
    ) throws {
        let state = state ?? TrainerState(parameters: draft.parameters)
        let constants = AdamWOptions(
            firstDecay: options.beta1, secondDecay: options.beta2, weightDecay: options.weightDecay)
        optimizer = try AdamW(for: draft.parameters, options: constants, restoring: state.optimizer)
        setting = BenchSetting(
            target: strategy.target, builder: strategy.builder, temperature: strategy.temperature,
            traits: objective.traits, start: draft, factorRounding: options.products.rounding,
            kept: cache.map {
                KeptFeatures(
                    $0, of: strategy.target, vocabulary: draft.vocabulary,
                    roundingFactors: options.products.rounding)
            })
        schedule = LearningRateSchedule(
            peak: options.learningRate, warmUp: options.warmUp, decay: options.decay)
        self.state = state
        self.options = options
        self.objective = objective
        self.sequences = sequences
        start = draft.parameters
        self.draft = draft
        order = DataOrder(count: sequences.count, seed: options.seed)
    }

    /// The draft as it would be kept now: the parameters of now, less the share of the start's that the options keep.
    public var trainedDraft: any TrainableDraft {
        var draft = draft
        draft.parameters = state.parameters.interpolated(towards: start, share: Float(options.startShare))
        return draft
    }

    /// Makes sure that the updates' products have memory to work in; asked once, before the first of them keeps it.
    ///
    /// - Throws: ``TrainingError/noBuffers(mebibytes:)`` if the system refuses it.
    func checkMemory() throws { try ProductBuffers.check(count: min(ThreadPool.threads, ownPlaces.count)) }

    /// How much of the tightest budget is spent, at most 1, however much more than a tiny budget an update takes.
    public var share: Double { min(share(step: state.step, spent: state.spent.total, seconds: state.seconds), 1) }

    /// Whether a budget is spent.
    public var isDone: Bool { share >= 1 }

    /// Notes how the draft of now does on held-out prompts.
    ///
    /// - Parameter tau: The acceptance length.
    /// - Returns: Whether it is the best so far.
    public mutating func note(tau: Double) -> Bool {
        state.evaluated = state.step
        guard state.best.map({ tau > $0.tau }) ?? true else { return false }
        state.best = TrainerState.Best(tau: tau, step: state.step)
        return true
    }

    /// Makes one update.
    ///
    /// - Returns: What it did.
    /// - Throws: ``TrainingError`` if the loss or the gradient is not finite or explodes; the state is then the last good
    ///   one, as before the call.
    public mutating func update() throws -> UpdateRecord {
        let start = ContinuousClock.now
        var whole = try wholeBatch()
        var gradients = whole.takeGradients() ?? state.parameters.zeros()
        gradients.scale(by: 1 / Float(options.batch))
        let terms = Self.mean(of: whole.terms)
        let norm = gradients.clip(toNorm: options.gradientClip)
        try check(terms, norm)

        let spent = whole.spent
        let seconds = (ContinuousClock.now - start) / .seconds(1)
        let rate = schedule.rate(
            from: share,
            to: share(
                step: state.step + 1, spent: state.spent.total + spent.total, seconds: state.seconds + seconds))
        // What is not shared is changed in place.
        draft.parameters = NamedMatrices()
        state.optimizer = AdamWState(for: NamedMatrices())
        optimizer.update(&state.parameters, gradients: gradients, rate: rate)
        state.optimizer = optimizer.state
        state.usualNorm = state.usualNorm == 0 ? norm.value : 0.98 * state.usualNorm + 0.02 * norm.value
        state.spent += spent
        let total = (ContinuousClock.now - start) / .seconds(1)
        state.seconds += total
        return UpdateRecord(
            step: state.step, terms: terms, gradientNorm: norm.value, rate: rate,
            tokens: whole.tokens, spent: spent, seconds: total)
    }

    /// The gradients of some of an update's sequences, several at a time, in their order.
    ///
    /// - Parameters:
    ///   - places: Which of the batch's.
    ///   - step: How many updates there have been.
    ///   - parameters: The draft's.
    /// - Returns: One for each.
    /// - Throws: What the objective throws.
    mutating func gradients(
        at places: Range<Int>, step: Int, parameters: NamedMatrices<Float>
    ) throws -> [SequenceGradient] {
        draft.parameters = parameters
        let batch = places.map { sequences[self.order.sequence(at: step * options.batch + $0)] }
        let results = Mutex<[Int: Result<SequenceGradient, any Error>]>([:])
        let threads = ThreadPool.threads
        let workers = min(threads, batch.count)
        // Long sequences first: whatever is left for the end should be short.
        let order = batch.indices.sorted { batch[$0].tokens.count > batch[$1].tokens.count }
        let taken = Atomic(0)
        // The sequences share the cores; a kernel inside one must not ask for them too.
        let pool = workers > 1 ? ThreadPool(threads: 1) : nil
        let (objective, setting, draft, seed, first) = (objective, setting, draft, options.seed, places.lowerBound)
        DispatchQueue.concurrentPerform(iterations: workers) { _ in
            while true {
                let turn = taken.wrappingAdd(1, ordering: .relaxed).oldValue
                guard turn < order.count else { return }
                let place = order[turn]
                let random = SeededRandom(seed: seed, stream: UInt64(step) << 16 | UInt64(first + place))
                let gradient = {
                    try SequenceGradient(
                        batch[place], objective: objective, setting: setting, draft: draft, random: random)
                }
                let result = Result { try pool?.run(gradient) ?? gradient() }
                results.withLock { $0[place] = result }
            }
        }
        let found = results.withLock { $0 }
        return try batch.indices.compactMap { try found[$0]?.get() }
    }

    /// The mean of each term; a sequence without a term counts as zero.
    private static func mean(of parts: [[(name: String, value: Double)]]) -> [(name: String, value: Double)] {
        var names: [String] = []
        var sums: [String: Double] = [:]
        for (name, value) in parts.joined() {
            if sums[name] == nil { names.append(name) }
            sums[name, default: 0] += value
        }
        return names.map { ($0, (sums[$0] ?? 0) / Double(parts.count)) }
    }

    private func check(_ terms: [(name: String, value: Double)], _ norm: GradientNorm) throws {
        if let term = terms.first(where: { !$0.value.isFinite }) {
            throw TrainingError.diverged(step: state.step + 1, what: "the loss term '\(term.name)' is \(term.value)")
        }
        guard norm.isFinite else {
            throw TrainingError.diverged(step: state.step + 1, what: "the gradient's norm is \(norm.value)")
        }
        if state.usualNorm > 0, norm.value > Self.explosion * state.usualNorm {
            throw TrainingError.diverged(
                step: state.step + 1,
                what: "the gradient's norm is \(norm.value), \(Int(Self.explosion)) times what it usually is")
        }
    }

    private func share(step: Int, spent: Double, seconds: Double) -> Double {
        var share = 0.0
        if options.steps > 0 { share = max(share, Double(step) / Double(options.steps)) }
        if options.flops > 0 { share = max(share, spent / options.flops) }
        if options.seconds > 0 { share = max(share, seconds / options.seconds) }
        return share
    }
}
