import Decoding
package import Evaluation
import Foundation
import LanguageModels
import Speculation
package import Strategies

/// Opens what a comparison needs: one target, every strategy's draft, the chat format.
package struct ComparisonSetup {
    package let target: OpenedTarget
    private let entries: [ComparisonEntry]
    private let conversation: ChatCodec

    /// Opens strategies of one target.
    ///
    /// - Parameters:
    ///   - strategies: Those to compare.
    ///   - factory: Opens what they name.
    ///   - leaveOut: Hears of each strategy that cannot run with this target, and why; where it is nil the first such one ends
    ///     all.
    /// - Throws: If they name different targets, a model cannot be loaded, or none of them can run.
    package init(
        _ strategies: [Strategy], by factory: inout EngineFactory,
        leavingOut leaveOut: ((_ name: String, _ reason: String) -> Void)? = nil
    ) throws {
        let references = Set(strategies.map(\.targetModel)).sorted()
        let places = Set(
            try strategies.map { strategy in
                try strategy.placing(strategy.targetPlace) {
                    try factory.locator.locate(strategy.targetModel).resolvingSymlinksInPath()
                }
            })
        guard places.count == 1, let first = strategies.first else {
            throw RuntimeError(
                "the strategies name different targets (\(references.joined(separator: ", "))): "
                    + "only strategies of one target can be compared; --model sets it for all")
        }
        guard strategies.allSatisfy({ $0.targetOpening == first.targetOpening }) else {
            let precisions = Set(strategies.map(\.targetOpening)).map { "\($0)" }.sorted()
            throw RuntimeError(
                "the strategies ask for different precisions or contexts of the target "
                    + "(\(precisions.joined(separator: " and "))): "
                    + "only strategies of one target can be compared; --dtype, --inputs, --kv-dtype and --context set them for all"
            )
        }
        let target = try factory.target(of: first)
        var entries: [ComparisonEntry] = []
        for strategy in strategies {
            let engine: DecodingEngine
            do {
                engine = try factory.engine(for: strategy)
            } catch {
                guard let leaveOut else { throw error }
                leaveOut(strategy.name, (error as? StrategyFaults)?.sentences ?? "\(error)")
                continue
            }
            entries.append(
                ComparisonEntry(
                    name: strategy.name, variantOf: strategy.writtenName, guarantee: strategy.guarantee, engine: engine,
                    rules: try factory.rules(for: strategy), seed: strategy.seed, resolved: strategy.resolved))
        }
        guard !entries.isEmpty else {
            throw RuntimeError(
                "none of the \(strategies.count.counting("strategy", plural: "strategies")) can run with \(first.targetModel)"
            )
        }
        try self.init(entries, of: target)
    }

    /// Compares engines that are already put together.
    package init(_ entries: [ComparisonEntry], of target: OpenedTarget) throws {
        self.target = target
        self.entries = entries
        conversation = try target.conversation()
    }

    /// The comparison on the given prompts.
    package func comparison(of workload: Workload, maximumNewTokens: Int) -> Comparison {
        let model = target.model
        var entries = entries
        for place in entries.indices { entries[place].rules.limits.maximumNewTokens = maximumNewTokens }
        return Comparison(
            entries: entries, workload: workload,
            codec: conversation,
            plainEntry: { plainEntry(for: $0) },
            plainLogits: { try Self.plainLogits(of: model, after: $0) })
    }

    /// Plain decoding by rules that no listed strategy decodes plainly by.
    private func plainEntry(for rules: DecodingRules) -> ComparisonEntry {
        let engine = DecodingEngine(plainly: target.target)
        let temperature = OptionReader.written(rules.sampling.temperature)
        var named = rules.departures
        if rules.limits.stopTokens != conversation.stopTokens {
            named["stop_tokens"] = "\(rules.limits.stopTokens.sorted())"
        }
        let departures = named.sorted { $0.key < $1.key }.map { ", \($0.key)=\($0.value)" }.joined()
        let name = (rules.sampling.isGreedy ? "plain decoding" : "plain decoding, t=\(temperature)") + departures
        return ComparisonEntry(
            name: name, guarantee: .exact, engine: engine, rules: rules, seed: 0,
            resolved: ["draft": ["policy": "none"], "sampling": ["temperature": temperature]])
    }

    /// The logits after some tokens as plain decoding computes them: the last token by itself.
    private static func plainLogits(of model: Transformer, after tokens: [Token]) throws -> [Float] {
        var session = try TransformerTarget(model).begin(providing: nil)
        guard let last = tokens.last, tokens.count > 1 else { return Array(try session.append(tokens).scores.row(0)) }
        _ = try session.append(Array(tokens.dropLast()))
        return Array(try session.score(TokenTree(root: last)).row(0))
    }
}
