import Foundation
import Speculation
package import Strategies
package import Training

extension RunFolder {
    /// Stores the strategy with what was trained for it, under the folder's name: comparing it measures that.
    ///
    /// The start of the training is named too, so that training it again gives the same.
    ///
    /// - Parameters:
    ///   - strategy: What is trained.
    ///   - place: Where in the folder the trained draft is.
    /// - Throws: `FileWritingError`.
    package func write(_ strategy: Strategy, trainedIn place: String = ".") throws {
        let recipe = strategy.draft.product as? any TrainableRecipe
        guard let option = recipe.map({ type(of: $0).placeOption }) else {
            return try write(strategy.resolvedText, named: Self.strategyName)
        }
        var draft: [String: OptionValue?] = [option: OptionValue(.string(place))]
        for name in recipe.map({ type(of: $0).shapeOptions }) ?? [] { draft[name] = .some(nil) }
        var trainer: [String: OptionValue?] = [:]
        if strategy.training?.trainer.start == .head,
            let own = strategy.draft.options.first(where: { $0.name == option })
        {
            trainer["init"] = own.isPlace ? own.portableValue : OptionValue(.string("random"))
        }
        try write(
            strategy.text(named: Self.name(for: path), replacing: ["draft": draft, "trainer": trainer]),
            named: Self.strategyName)
    }

    private static let strategyName = "strategy.yaml"

    /// The folder's own name, with a dash for what no strategy's name holds.
    private static func name(for path: String) -> String {
        let folder = URL(fileURLWithPath: path).standardizedFileURL.lastPathComponent
        return String(folder.map { StrategyReader.isName(String($0)) ? $0 : "-" })
    }
}
