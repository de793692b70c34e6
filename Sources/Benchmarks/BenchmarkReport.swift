public import Evaluation
public import LanguageModels

/// The figures of a benchmark.
public struct BenchmarkReport: Sendable {
    /// What reports call the model.
    public let model: String

    /// The model's sizes.
    public let configuration: ModelConfiguration

    /// How its weights are encoded.
    public let weights: ModelWeights

    /// Whether its weights are random.
    public let isRandom: Bool

    /// For how long each piece was measured; every figure is the median of at least ``Repetitions/fewest`` runs.
    public let secondsOfPiece: Double

    /// The machine's bounds.
    public let bounds: MachineBounds

    /// The machine.
    public var machine = Machine.current()

    /// Versions that the figures depend on, by name.
    public var versions: [String: String] = [:]

    /// The kernels one by one.
    public internal(set) var kernels: [KernelFigure] = []

    /// The target's passes.
    public internal(set) var passes: [PassFigure] = []

    /// Prompts, `n` tokens each, read from an empty context with the logits of the last token alone.
    public internal(set) var prompts: [PassFigure] = []

    /// The draft's passes.
    public internal(set) var drafts: [DraftFigure] = []

    /// Speed-ups that follow from the passes and an acceptance measured elsewhere.
    public internal(set) var projections: [ProjectionFigure] = []

    /// Strategies from end to end.
    public var strategies: [StrategyFigure] = []

    /// Whether the user stopped it.
    public var isIncomplete = false

    init(of subject: BenchmarkSubject, secondsOfPiece: Double, bounds: MachineBounds) {
        model = subject.name
        configuration = subject.model.configuration
        weights = subject.weights
        isRandom = subject.isRandom
        self.secondsOfPiece = secondsOfPiece
        self.bounds = bounds
    }
}
