import Foundation
import LanguageModels
import Tensors

/// Medusa's heads with the target that they were made for.
struct MedusaHeads: Sendable {
    private let heads: [MedusaHead<StoredOperations>]
    private let configuration: MedusaConfiguration
    private let target: Transformer

    /// Where they are from; nil for those made of the target alone.
    private let checkpoint: Checkpoint?

    /// How many there are.
    var count: Int { heads.count }

    /// The width of the state that they read.
    var width: Int { configuration.width }

    /// The head for the children of nodes of a depth.
    subscript(depth: Int) -> MedusaHead<StoredOperations> { heads[depth] }

    /// Opens a folder.
    ///
    /// - Parameters:
    ///   - folder: `config.json` with `medusa_lm_head.safetensors`, `.pt`, or weights named as a model's.
    ///   - target: The model that they shall draft for.
    ///   - precision: The precision of their products.
    /// - Throws: `ModelError` if something is missing or damaged, or does not fit the target.
    init(folder: URL, target: Transformer, precision: ProductPrecision = ProductPrecision()) throws {
        let checkpoint = try Checkpoint(folder: folder, preferring: "medusa_lm_head")
        let file = folder.appendingPathComponent("config.json")
        let reader = ConfigurationReader(file: file.path, value: try ModelFile.json(file))
        let tensors = try MedusaTensors(checkpoint)
        let configuration = try MedusaConfiguration(reader, tensors, target: target.configuration)
        var source = TensorReader(checkpoint, precision: precision)
        heads = try (0..<configuration.headCount).map { head in
            let rows = tensors.outputRows(of: head, behind: configuration.blockCount)
            guard rows != nil || !tensors.hasOutputRows(behind: configuration.blockCount) else {
                throw checkpoint.error("head \(head) has no rows that make logits, and head 0 has")
            }
            return try Self.head(
                configuration, block: { tensors.block($0, of: head) }, outputRows: rows, of: target, from: &source)
        }
        try source.finish(ignoring: tensors.isForeign)
        (self.configuration, self.target, self.checkpoint) = (configuration, target, checkpoint)
    }

    /// Heads whose weights are made up, shaped as the official code makes them, to measure what drafting costs.
    ///
    /// - Throws: `ModelError` if they cannot be made.
    init(
        _ configuration: MedusaConfiguration, random: RandomTensors, target: Transformer, precision: ProductPrecision
    ) throws {
        let checkpoint = Checkpoint(named: "new Medusa heads", random: random)
        var source = TensorReader(checkpoint, precision: precision)
        heads = try (0..<configuration.headCount).map { head in
            try Self.head(
                configuration, block: { "\(head).\($0).linear" },
                outputRows: "\(head).\(configuration.blockCount).weight",
                of: target, from: &source)
        }
        (self.configuration, self.target, self.checkpoint) = (configuration, target, checkpoint)
    }

    /// The heads that the paper's training starts from: blocks of zeros, and the target's rows that make logits, so that each
    /// guesses what the target would say next.
    ///
    /// - Parameters:
    ///   - target: The model that they shall draft for.
    ///   - configuration: How many of how many blocks.
    init(startingFrom target: Transformer, _ configuration: MedusaConfiguration) {
        let width = configuration.width
        let zeros = [Float](repeating: 0, count: width * width)
        let block = MedusaHead<StoredOperations>.Block(
            weights: WeightMatrix(Matrix(zeros, columns: width)), bias: [Float](repeating: 0, count: width))
        let head = MedusaHead<StoredOperations>(
            blocks: [MedusaHead<StoredOperations>.Block](repeating: block, count: configuration.blockCount),
            outputRows: target.outputHead)
        heads = [MedusaHead<StoredOperations>](repeating: head, count: configuration.headCount)
        (self.configuration, self.target, checkpoint) = (configuration, target, nil)
    }

    /// Takes one head out of a checkpoint; one without rows that make logits has the target's, as the first published ones.
    private static func head(
        _ configuration: MedusaConfiguration, block name: (Int) -> String, outputRows: String?, of target: Transformer,
        from source: inout TensorReader
    ) throws -> MedusaHead<StoredOperations> {
        let width = configuration.width
        let blocks = try (0..<configuration.blockCount).map { number in
            MedusaHead<StoredOperations>.Block(
                weights: try source.matrix(name(number) + ".weight", rows: width, columns: width),
                bias: configuration.hasBias ? try source.vector(name(number) + ".bias", count: width) : nil)
        }
        let rows = try outputRows.map {
            try source.matrix($0, rows: configuration.vocabularySize, columns: width)
        }
        return MedusaHead(blocks: blocks, outputRows: rows ?? target.outputHead)
    }

    /// An error that names the heads' folder, or the target's where they have none.
    func error(_ problem: String) -> ModelError { checkpoint?.error(problem) ?? target.error(problem) }

    /// Why a head yields numbers that are not finite.
    func explainNonFinite() -> ModelError { checkpoint?.explainNonFinite() ?? target.explainNonFinite() }

    /// What is odd about the files and changes what is drafted.
    var remarks: [String] {
        guard let checkpoint, let stated = configuration.statedHeadCount else { return [] }
        return [
            "\(checkpoint.folder.path): config.json states \(stated) heads, and the file holds \(count): all are used"
        ]
    }
}
