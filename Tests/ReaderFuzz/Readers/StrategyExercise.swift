import BuiltinPlugins
import Foundation
import Runtime
import Strategies

/// Strategy files: what a strategy is resolved to is read as a strategy of its own, and is the same.
struct StrategyExercise: ReaderExercise {
    static let name = "strategy"

    /// A file has twenty thousand values at most, each of some hundred bytes.
    let allowance = 8 << 20

    private let locator: StrategyLocator

    init() throws { locator = StrategyLocator(registry: try BuiltinPlugins.registry()) }

    func read(_ files: [URL], _ attempts: inout Attempts) throws {
        let strategy = try locator.strategy(files[0].path)
        _ = (strategy.guarantee, strategy.settings, strategy.comment)
        let text = strategy.resolvedText
        let again: Strategy
        do {
            again = try locator.reader.read(text: text, name: files[0].lastPathComponent)
        } catch {
            throw Attempts.Unusable(description: "what it is resolved to is refused: \(error)")
        }
        try Attempts.demand(again.resolvedText == text, "what it is resolved to is resolved to something else")
    }
}
