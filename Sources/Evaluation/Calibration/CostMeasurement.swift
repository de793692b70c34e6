public import Costs
public import Decoding
public import Speculation

/// Measures what the parts of a round take, with sequences of its own, through the same contracts as decoding.
///
/// Every point is measured once in each sweep over all points, so that a machine that slows down for a moment slows all
/// of them, and the median over the sweeps is kept. Sweeps go on until the time is up; the first always ends.
public struct CostMeasurement {
    /// What to measure: target and draft.
    public var engine: DecodingEngine

    /// The most drafted nodes of a tree.
    public var largestTree: Int

    /// How many children a node gets while the draft is measured.
    public var width: Int

    /// After this long no further sweep begins.
    public var seconds: Double

    /// How tokens are drawn.
    public var sampling: SamplingRule

    /// Hears before every sweep how much of the time is up.
    public var onProgress: (RunProgress) -> Void = { _ in }

    /// The most sweeps.
    static let mostSweeps = 25

    /// How many sweeps one sequence serves.
    private static let sweepsOfSequence = 2

    /// The lengths of committed runs that the draft reads at once.
    static let readSizes = [1, 2, 4, 8]

    /// The numbers of nodes that the draft grows at once.
    static let draftSizes = [1, 2, 4, 8]

    /// Sets up a measurement.
    ///
    /// - Parameters:
    ///   - engine: Target and draft; builder and verifier play no part.
    ///   - largestTree: The most drafted nodes of a tree, at least 1.
    ///   - width: How many children a node gets.
    ///   - seconds: After this long no further sweep begins.
    ///   - sampling: How tokens are drawn.
    public init(
        engine: DecodingEngine, largestTree: Int, width: Int = 4, seconds: Double = 3,
        sampling: SamplingRule = SamplingRule()
    ) {
        self.engine = engine
        self.largestTree = largestTree
        self.width = width
        self.seconds = seconds
        self.sampling = sampling
    }

    /// Measures.
    ///
    /// - Returns: The costs.
    /// - Throws: What target and draft throw.
    public func run() throws -> RoundCosts {
        let contexts = contexts
        var verify = SampledCurve(sizes: verifySizes, contexts: contexts)
        var drafts = [SampledDraft](
            repeating: SampledDraft(
                read: SampledCurve(sizes: Self.readSizes, contexts: contexts),
                grow: SampledCurve(sizes: Self.draftSizes, contexts: contexts)),
            count: sourceCount)
        let start = ContinuousClock.now
        for (place, context) in contexts.enumerated() {
            let share = seconds * Double(place + 1) / Double(contexts.count)
            var bench = try MeasurementBench(engine, context: context, width: width)
            for sweep in 0...Self.mostSweeps {
                report(place, of: contexts.count, after: (ContinuousClock.now - start) / .seconds(1))
                // Sweeps commit tokens, and the context must stay near what the curve says.
                if sweep > 0 && sweep.isMultiple(of: Self.sweepsOfSequence) {
                    bench = try MeasurementBench(engine, context: context, width: width)
                }
                // The first sweep touches weights and buffers.
                try bench.sweep(sweep > 0, place, &verify, &drafts)
                if sweep > 0 && (ContinuousClock.now - start) / .seconds(1) > share { break }
            }
        }
        return RoundCosts(
            verify: verify.curve(),
            drafts: drafts.map { DraftCosts(read: $0.read.curve(), draft: $0.grow.curve()) },
            otherSeconds: try otherSeconds(context: contexts[0]))
    }

    /// Tells how much of the time is up; of a context whose first sweep takes longer than its share, no more than that.
    private func report(_ place: Int, of contexts: Int, after elapsed: Double) {
        let share = min(max(elapsed / seconds, Double(place) / Double(contexts)), Double(place + 1) / Double(contexts))
        onProgress(RunProgress(done: Int(share * 1_000), total: 1_000, label: "costs of passes"))
    }

    private var sourceCount: Int { engine.draft?.sourceCount ?? 1 }

    /// A short context and a longer one, if the target's holds the trees and the sweeps behind it.
    private var contexts: [Int] {
        let perDraft = 1 + Self.readSizes.reduce(0, +)
        let perSweep =
            verifySizes.reduce(0) { $0 + MeasurementBench.passes(of: $1) } + sourceCount * perDraft
        let room = engine.target.contextLimit - Self.sweepsOfSequence * perSweep - largestTree - 1
        let fitting = [64, 512].filter { $0 <= room }
        return fitting.isEmpty ? [max(room, 1)] : fitting
    }

    /// Numbers of nodes: every small one, then wider and wider steps to the largest tree and its root.
    private var verifySizes: [Int] {
        let steps = [1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 16, 20, 24, 32, 48, 64, 96, 128, 192, 256, 384, 512, 768, 1024]
        let largest = min(1 + largestTree, 1025)
        return steps.filter { $0 < largest } + [largest]
    }

    /// What a plain round takes beside the target's pass, by some rounds of plain decoding.
    private func otherSeconds(context: Int) throws -> Double {
        let plain = DecodingEngine(
            target: engine.target, draft: nil, builder: nil, verifier: engine.verifier)
        let rounds = min(24, engine.target.contextLimit - context - 1)
        guard rounds > 1 else { return 0 }
        let rules = DecodingRules(
            sampling: sampling, limits: DecodingLimits(maximumNewTokens: rounds, stopTokens: []))
        var loop = try DecodingLoop(
            plain,
            DecodingRequest(
                prompt: MeasurementBench.prompt(context, for: engine.target), rules: rules,
                random: SeededRandom(seed: 0)))
        var samples: [Double] = []
        while loop.finish == nil {
            let seconds = try loop.round().seconds
            samples.append(seconds.total - seconds.target)
        }
        return samples.median ?? 0
    }
}
