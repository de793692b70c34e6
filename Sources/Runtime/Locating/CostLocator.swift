package import Costs
package import Decoding
package import Evaluation
package import Files
import Foundation
import LanguageModels
package import Speculation
package import Strategies
import Tensors

/// Finds the costs of a strategy's rounds: in the file that it names, in the user's cache, or by measuring.
package struct CostLocator {
    package let cache: CalibrationCache
    private let target: OpenedTarget
    private let onRemark: (String) -> Void

    /// Finds costs of one target's rounds.
    package init(
        target: OpenedTarget, cache: CalibrationCache = .user(), onRemark: @escaping (String) -> Void
    ) {
        self.target = target
        self.cache = cache
        self.onRemark = onRemark
    }

    /// A builder that knows what the rounds of an engine cost, if it asks for that.
    ///
    /// - Parameters:
    ///   - builder: The strategy's builder.
    ///   - strategy: Names target and draft.
    ///   - engine: Runs them.
    /// - Returns: The builder with costs, or as it is.
    /// - Throws: If a file of costs cannot be read; what target and draft throw.
    package func weighing(
        _ builder: any TreeBuilder, of strategy: Strategy, running engine: DecodingEngine
    ) throws -> any TreeBuilder {
        guard let weighing = builder as? any CostWeighing else { return builder }
        guard let pinned = try Self.pinnedCosts(of: builder) else {
            return weighing.weighing(try measuredCosts(of: strategy, running: engine))
        }
        let sources = engine.draft?.sourceCount ?? 1
        guard pinned.drafts.count == sources || pinned.drafts.count == 1 else {
            throw RuntimeError(
                "the costs are those of \(pinned.drafts.count.counting("draft")), and draft policy "
                    + "'\(strategy.draft.name)' has \(sources)")
        }
        return weighing.weighing(pinned)
    }

    /// The costs in the file that a builder names; nil where it names none.
    ///
    /// - Throws: If the file cannot be read.
    package static func pinnedCosts(of builder: any TreeBuilder) throws -> RoundCosts? {
        guard let weighing = builder as? any CostWeighing, case .file(let path) = weighing.costSource else {
            return nil
        }
        return try CalibrationFile.read(NSString(string: path).expandingTildeInPath).costs
    }

    /// Measures, and stores the result if the cache can be written.
    ///
    /// - Parameters:
    ///   - seconds: How long to go on measuring.
    ///   - strategy: Names target and draft.
    ///   - engine: Runs them.
    ///   - onProgress: Hears how far it has come.
    /// - Returns: The calibration, and why it could not be stored if so.
    /// - Throws: What target and draft throw.
    package func measure(
        for seconds: Double, _ strategy: Strategy, running engine: DecodingEngine,
        onProgress: @escaping (RunProgress) -> Void = { _ in }
    ) throws -> (calibration: Calibration, storingFailure: FileWritingError?) {
        var measurement = CostMeasurement(
            engine: engine, largestTree: max(strategy.builder?.product.traits.maximumNodes ?? 1, 32), seconds: seconds,
            sampling: strategy.sampling)
        measurement.onProgress = onProgress
        let calibration = Calibration(key: key(of: strategy), costs: try measurement.run())
        do throws(FileWritingError) {
            try cache.store(calibration)
        } catch {
            return (calibration, error)
        }
        return (calibration, nil)
    }

    private func measuredCosts(of strategy: Strategy, running engine: DecodingEngine) throws -> RoundCosts {
        let found: Calibration?
        do throws(CalibrationError) {
            found = try cache.calibration(of: key(of: strategy))
        } catch {
            onRemark("\(error); measuring again")
            found = nil
        }
        if let found { return found.costs }
        onRemark("\(strategy.name): measuring once what passes of \(strategy.targetModel) cost here, for a few seconds")
        let (calibration, failure) = try measure(for: 3, strategy, running: engine)
        if let failure { onRemark("the costs are used, but not stored: \(failure)") }
        return calibration.costs
    }

    /// What the costs depend on: target and draft with their settings, and the machine with its own.
    private func key(of strategy: Strategy) -> CalibrationKey {
        var settings = Toolkit.facts
        settings["processor"] = Machine.current().processor
        settings["target"] = target.model.location.resolvingSymlinksInPath().path
        settings["weights"] = target.model.embedding.format.name
        for (option, word) in strategy.targetOpening.precision.words { settings[option] = word }
        settings.merge(strategy.settings.filter { $0.key.hasPrefix("draft.") }) { $1 }
        if let nodes = strategy.builder?.product.traits.maximumNodes { settings["nodes"] = String(max(nodes, 32)) }
        var versions = Toolkit.versions
        versions["bytes of weights"] = String(target.model.byteCount)
        return CalibrationKey(settings: settings, versions: versions)
    }
}
