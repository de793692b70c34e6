import ArgumentParser
import Benchmarks
import EAGLE3Plugin
import Foundation
import LanguageModels
import Runtime
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
            "How random weights are stored (\(ElementChoice.allValueStrings.joined(separator: ", "))), or a format: \(formats.joined(separator: ", ")).",
            valueName: "type"))
    var dtype: String?

    func validate() throws {
        if shape != nil && (model != nil || head != nil) {
            throw ValidationError("--shape makes a model up: it takes the place of --model and --head")
        }
        if let dtype, shape == nil, Self.format(dtype) == nil {
            throw ValidationError(
                "--dtype \(dtype) needs --shape: a model's weights are measured as they are stored, or as "
                    + Self.formats.joined(separator: " or "))
        }
    }

    /// Opens or makes the model and its draft.
    func open() throws -> BenchmarkSubject {
        if let shape { return try random(ModelShape(shape)) }
        let locator = ModelLocator()
        let reference = model ?? "demo"
        let format = dtype.flatMap(Self.format) ?? .stored
        let opened = try Transformer(folder: locator.folder(reference), format: format)
        let target = TransformerTarget(opened)
        return BenchmarkSubject(
            name: reference, model: opened, draft: try draft(for: target, format, locator), isRandom: false)
    }

    private func random(_ shape: ModelShape) throws -> BenchmarkSubject {
        let weights = try dtype.map(Self.weights) ?? ModelWeights(element: .bfloat16)
        let made = try shape.model(of: weights)
        let draft = try Self.randomDraft(for: TransformerTarget(made), weights)
        return BenchmarkSubject(name: shape.name, model: made, draft: draft, isRandom: true)
    }

    private func draft(
        for target: TransformerTarget, _ format: WeightFormat, _ locator: ModelLocator
    ) throws -> (any DraftPolicy)? {
        guard let folder = head ?? (model == nil ? "demo/eagle3" : nil) else {
            let element = target.model.outputHead.element
            return try Self.randomDraft(for: target, ModelWeights(element: element, format: format))
        }
        return try EAGLE3Recipe(head: folder, format: format).load(
            in: DraftLoading(target: target, folder: { try locator.folder($0) }))
    }

    /// A head of random weights, where the target has layers enough for it to read.
    private static func randomDraft(
        for target: TransformerTarget, _ weights: ModelWeights
    ) throws -> (any DraftPolicy)? {
        guard target.model.configuration.layerCount > 5 else { return nil }
        return try EAGLE3Recipe.random(for: target, RandomTensors(element: weights.element), format: weights.format)
    }

    /// The formats that weights are converted to when they are opened.
    private static let formats = WeightFormat.allCases.filter { $0 != .stored }.map(\.rawValue)

    private static func format(_ name: String) -> WeightFormat? {
        formats.contains(name) ? WeightFormat(rawValue: name) : nil
    }

    /// The weights that a name stands for.
    private static func weights(_ name: String) throws -> ModelWeights {
        if let format = format(name) { return ModelWeights(element: .bfloat16, format: format) }
        guard let choice = ElementChoice(argument: name) else {
            let known = ElementChoice.allValueStrings + formats
            throw CommandFailure(
                "--dtype \(name): there is no such type\(NearestName.hint(for: name, among: known))")
        }
        return ModelWeights(element: choice.element)
    }
}
