import ArgumentParser
import Benchmarks
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

    @Option(help: ArgumentHelp("Its draft head; a random one when left out.", valueName: "folder"))
    var head: String?

    @Option(help: ArgumentHelp("The draft policy that reads the head.", valueName: "name"))
    var policy = "eagle3"

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
    ///
    /// - Parameter registry: The plugins among which the draft policy is.
    /// - Returns: Both.
    /// - Throws: If there is no such model, head, policy or shape, or a file is damaged.
    func open(with registry: PluginRegistry) throws -> BenchmarkSubject {
        if let shape { return try random(ModelShape(shape), registry) }
        let reference = model ?? "demo"
        let format = dtype.flatMap(Self.format) ?? .stored
        let opened = try Transformer(folder: ModelLocator().folder(reference), format: format)
        let target = TransformerTarget(opened)
        return BenchmarkSubject(
            name: reference, model: opened, draft: try draft(for: target, format, registry), isRandom: false)
    }

    private func random(_ shape: ModelShape, _ registry: PluginRegistry) throws -> BenchmarkSubject {
        let weights = try dtype.map(Self.weights) ?? ModelWeights(element: .bfloat16)
        let made = try shape.model(of: weights)
        let draft = try randomDraft(for: TransformerTarget(made), weights, registry)
        return BenchmarkSubject(name: shape.name, model: made, draft: draft, isRandom: true)
    }

    private func draft(
        for target: TransformerTarget, _ format: WeightFormat, _ registry: PluginRegistry
    ) throws -> (any DraftPolicy)? {
        guard let folder = head ?? (model == nil ? "demo/eagle3" : nil) else {
            let element = target.model.outputHead.element
            return try randomDraft(for: target, ModelWeights(element: element, format: format), registry)
        }
        return try registry.draftRecipe(policy, head: folder, format: format).load(
            in: DraftLoading(target: target, folder: { try ModelLocator().folder($0) }))
    }

    /// A head of random weights, where the policy has one that suits the target.
    private func randomDraft(
        for target: TransformerTarget, _ weights: ModelWeights, _ registry: PluginRegistry
    ) throws -> (any DraftPolicy)? {
        let recipe = try registry.draftRecipe(policy, head: "random weights", format: weights.format)
        let random = recipe as? any RandomDraftRecipe
        return try random?.randomPolicy(for: target, RandomTensors(element: weights.element))
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
