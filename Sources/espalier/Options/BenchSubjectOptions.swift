import ArgumentParser
import Benchmarks
import FeatureHead
import Foundation
import LanguageModels
import Speculation
import Strategies
import Tensors

/// Which model, and which draft head, a benchmark measures.
struct BenchSubjectOptions: ParsableArguments {
    @Option(help: ArgumentHelp("A bundled model or a folder; the demo model when left out.", valueName: "folder"))
    var model: String?

    @Option(help: ArgumentHelp("Its EAGLE-3 head; a random one when left out.", valueName: "folder"))
    var head: String?

    @Option(
        help: ArgumentHelp(
            "Random weights of these sizes instead: \(ModelShape.known.joined(separator: ", ")), or a config.json.",
            valueName: "shape"))
    var shape: String?

    @Option(
        help: ArgumentHelp(
            "How random weights are stored: \(ElementChoice.allValueStrings.joined(separator: ", ")).",
            valueName: "type"))
    var dtype: String?

    func validate() throws {
        if shape != nil && (model != nil || head != nil) {
            throw ValidationError("--shape makes a model up: it takes the place of --model and --head")
        }
        if dtype != nil && shape == nil {
            throw ValidationError("--dtype needs --shape: a model's weights are measured as they are stored")
        }
    }

    /// Opens or makes the model and its draft.
    func open() throws -> BenchmarkSubject {
        if let shape { return try random(ModelShape(shape)) }
        let locator = ModelLocator()
        let reference = model ?? "demo"
        let opened = try Transformer(folder: locator.folder(reference))
        let target = TransformerTarget(opened)
        return BenchmarkSubject(
            name: reference, model: opened, draft: try draft(for: target, locator), isRandom: false)
    }

    private func random(_ shape: ModelShape) throws -> BenchmarkSubject {
        let element = try dtype.map(ElementChoice.benchElement) ?? .bfloat16
        let made = try shape.model(of: element)
        let draft =
            made.configuration.layerCount > 5
            ? try EAGLE3Recipe.random(for: TransformerTarget(made), RandomTensors(element: element)) : nil
        return BenchmarkSubject(name: shape.name, model: made, draft: draft, isRandom: true)
    }

    private func draft(for target: TransformerTarget, _ locator: ModelLocator) throws -> (any DraftPolicy)? {
        guard let folder = head ?? (model == nil ? "demo/eagle3" : nil) else {
            let layers = target.model.configuration.layerCount
            let element = target.model.outputHead.element
            return layers > 5 ? try EAGLE3Recipe.random(for: target, RandomTensors(element: element)) : nil
        }
        return try EAGLE3Recipe(head: folder).load(
            in: DraftLoading(target: target, folder: { try locator.folder($0) }))
    }
}

extension ElementChoice {
    /// The type of a name.
    fileprivate static func benchElement(_ name: String) throws -> ElementType {
        guard let choice = ElementChoice(argument: name) else {
            throw CommandFailure(
                "--dtype \(name): there is no such type\(NearestName.hint(for: name, among: allValueStrings))")
        }
        return choice.element
    }
}
