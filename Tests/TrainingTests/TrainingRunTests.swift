import Decoding
import DynamicPlugin
import Evaluation
import Foundation
import GreedyPlugin
import JSON
import LanguageModels
import ModelTestKit
import Speculation
import Testing
import Training

@Suite("A run of training")
struct TrainingRunTests {
    private static let identity = RunIdentity(trained: ["name": "x"])
    private let demo: DemoTraining

    init() throws { demo = try DemoTraining() }

    /// Runs or goes on; the evaluation of some number is broken off, as Ctrl-C does.
    ///
    /// - Parameters:
    ///   - folder: The run's.
    ///   - broken: Which evaluation is broken off; nil for none.
    ///   - stopsAtOnce: Whether the run is stopped before its next update.
    ///   - log: Where updates and evaluations are noted.
    /// - Returns: How the run ended, and the steps that were evaluated, with what came of it.
    /// - Throws: What training, decoding and writing throw.
    private func run(
        in folder: RunFolder, breakingOff broken: Int? = nil, stopsAtOnce: Bool = false, log: URL? = nil
    ) throws -> (ending: TrainingRun.Ending, evaluations: [(step: Int, tau: Double)], best: TrainerState.Best?) {
        let resumption = try folder.resumption(fitting: demo.head.parameters, identity: Self.identity)
        var options = TrainerTests.options()
        (options.evaluateEvery, options.saveEvery) = (2, 1)
        let trainer = try TrainerTests.trainer(demo, "cross-entropy", options: options, state: resumption.state)
        var count = 0
        var evaluations: [(step: Int, tau: Double)] = []
        var run = TrainingRun(trainer, in: folder, identity: Self.identity) { [demo] draft in
            count += 1
            if count == broken { return nil }
            let engine = DecodingEngine(
                target: TransformerTarget(demo.target), draft: draft,
                builder: DynamicTree(depth: 3, topK: 2, totalTokens: 5), verifier: GreedyVerifier())
            return try HeldOutTally(
                of: [[5, 6, 7, 8]], with: engine,
                rules: DecodingRules(limits: DecodingLimits(maximumNewTokens: 8, stopTokens: [])), seed: 0,
                isCancelled: { false })
        }
        run.isCancelled = { stopsAtOnce }
        run.log = try log.map { try TrainingLog($0.path, continuing: resumption.state) }
        run.onEvaluation = { evaluations.append(($0.step, $0.tau)) }
        let ending = try run.run()
        return (ending, evaluations, run.trainer.state.best)
    }

    @Test("stopped in the midst of an evaluation makes up for it, whichever it is", arguments: [1, 2, 3])
    func brokenOff(evaluation: Int) throws {
        let (whole, stopped) = (try TemporaryFolder(), try TemporaryFolder())
        let undisturbed = try run(in: RunFolder(whole.path))
        #expect(undisturbed.ending == .finished && undisturbed.evaluations.map(\.step) == [0, 2, 4])

        let first = try run(in: RunFolder(stopped.path), breakingOff: evaluation)
        #expect(first.ending == .stopped)
        let second = try run(in: RunFolder(stopped.path))
        let evaluations = first.evaluations + second.evaluations
        #expect(second.ending == .finished && second.best == undisturbed.best)
        #expect(evaluations.map(\.step) == [0, 2, 4])
        #expect(evaluations.map(\.tau) == undisturbed.evaluations.map(\.tau))
        // And once more, what is finished evaluates nothing.
        #expect(try run(in: RunFolder(stopped.path)).evaluations.isEmpty)
    }

    @Test("every update and evaluation is logged once, wherever a run was stopped")
    func log() throws {
        /// What each line is about, for a run that is stopped as often as told before it ends.
        func lines(_ stops: [(evaluation: Int?, atOnce: Bool)]) throws -> [String] {
            let temporary = try TemporaryFolder()
            let log = temporary.file("log")
            for stop in stops + [(nil, false)] {
                _ = try run(
                    in: RunFolder(temporary.file("run").path), breakingOff: stop.evaluation, stopsAtOnce: stop.atOnce,
                    log: log)
            }
            return try String(contentsOf: log, encoding: .utf8).split(separator: "\n").map { line in
                let record = try JSONValue(parsing: String(line))
                return "\(record["step"]?.integer ?? -1)\(record["tau"] == nil ? "" : " evaluated")"
            }
        }
        let whole = ["0 evaluated", "1", "2", "2 evaluated", "3", "4", "4 evaluated"]
        #expect(try lines([]) == whole)
        #expect(try lines([(nil, true)]) == whole)
        #expect(try lines([(1, false), (2, false), (1, false), (nil, true), (2, false)]) == whole)
    }
}
