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
    @Option(
        help: ArgumentHelp(
            "A bundled model, a GGUF file, or a folder; the demo model when left out.", valueName: "path"))
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
            "How weights are stored once opened: \(conversions.joined(separator: ", ")); "
                + "or how random ones are: \(StorageFormatChoice.allValueStrings.joined(separator: ", ")).",
            valueName: "format"))
    var dtype: String?

    @Option(help: ArgumentHelp("How far inputs of products with them are rounded.", valueName: "format"))
    var inputs: WrittenValue?

    @Option(help: ArgumentHelp("How the keys and values of texts are kept.", valueName: "format"))
    var kvDtype: WrittenValue?

    func validate() throws {
        if shape != nil && (model != nil || head != nil) {
            throw ValidationError("--shape makes a model up: it takes the place of --model and --head")
        }
        try OptionReader.checkUsage(precisionValues) { _ = $0.productPrecision() }
        guard let dtype else { return }
        if let now = ProductPrecision.formerWords[dtype] {
            throw CommandFailure("--dtype \(dtype): \(OpeningOptions.spelling(of: now))")
        }
        let known = Self.conversions + StorageFormatChoice.allValueStrings
        guard known.contains(dtype) else {
            throw CommandFailure(
                "--dtype \(dtype): there is no such format\(NearestName.hint(for: dtype, among: known))")
        }
        if shape == nil && !Self.conversions.contains(dtype) {
            throw ValidationError(
                "--dtype \(dtype) needs --shape: a model's weights are measured as they are stored, or as "
                    + Self.conversions.joined(separator: " or "))
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
        let opened = try Transformer(at: ModelLocator().locate(reference), precision: precision)
        let target = TransformerTarget(opened)
        return BenchmarkSubject(
            name: reference, model: opened, draft: try draft(for: target, registry), isRandom: false)
    }

    /// Opens the model alone.
    ///
    /// - Returns: It.
    /// - Throws: If there is no such model, or a file is damaged.
    func withoutDraft() throws -> BenchmarkSubject {
        let reference = model ?? "demo"
        return BenchmarkSubject(
            name: reference, model: try Transformer(at: ModelLocator().locate(reference), precision: precision),
            draft: nil, isRandom: false)
    }

    private func random(_ shape: ModelShape, _ registry: PluginRegistry) throws -> BenchmarkSubject {
        let stored = dtype.flatMap(StorageFormatChoice.init(argument:))?.format ?? .bfloat16
        let weights = ModelWeights(format: stored, precision: precision)
        let made = try shape.model(of: weights)
        let draft = try randomDraft(for: TransformerTarget(made), weights, registry)
        return BenchmarkSubject(name: shape.name, model: made, draft: draft, isRandom: true)
    }

    private func draft(for target: TransformerTarget, _ registry: PluginRegistry) throws -> (any DraftPolicy)? {
        guard let folder = head ?? (model == nil ? "demo/eagle3" : nil) else {
            // Heads are stored in floating-point numbers.
            let stored = target.model.embedding.format
            let weights = ModelWeights(
                format: StorageFormat.floats.contains(stored) ? stored : .bfloat16, precision: precision)
            return try randomDraft(for: target, weights, registry)
        }
        return try registry.draftRecipe(policy, head: folder, precision: precision).load(
            in: DraftLoading(target: target, locate: { try ModelLocator().locate($0) }))
    }

    /// A head of random weights, where the policy has one that suits the target.
    private func randomDraft(
        for target: TransformerTarget, _ weights: ModelWeights, _ registry: PluginRegistry
    ) throws -> (any DraftPolicy)? {
        let recipe = try registry.draftRecipe(policy, head: "random weights", precision: weights.precision)
        let random = recipe as? any RandomDraftRecipe
        return try random?.randomPolicy(for: target, RandomTensors(format: weights.format))
    }

    /// Words that convert weights when they are opened.
    private static let conversions = WeightStorage.allCases.filter { $0 != .stored }.map(\.rawValue)

    /// What is given of the precision, by the options of strategy files; random weights are stored as they are made.
    var precisionValues: [String: OptionValue.Content] {
        let converted = dtype.flatMap { WeightStorage(rawValue: $0) }.map { OptionValue.Content.string($0.rawValue) }
        return ["inputs": inputs?.content, "kv_dtype": kvDtype?.content, "dtype": converted].compactMapValues(\.self)
    }

    private var precision: ProductPrecision {
        var reader = OptionReader(
            [], at: .nowhere, in: OptionSurroundings(replacements: precisionValues.mapValues { OptionValue($0) }))
        return reader.productPrecision()
    }
}
