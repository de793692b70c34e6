import Foundation
import LanguageModels
import Speculation
import Tensors

/// An EAGLE head: a decoder layer over embedding and feature, rows that make logits, and a vocabulary map.
///
/// Tensor names and shapes are SafeAILab's and SpecForge's: `fc`, `midlayer.*` (or `layers.0.*`), `norm`, `lm_head`,
/// `d2t`, `t2d`, and `embed_tokens` where the head does not share the target's table. ``EAGLE3Parameter`` lists them.
struct EAGLE3Head: Sendable {
    var configuration: EAGLE3Configuration
    let embedding: WeightMatrix
    var network: EAGLE3Network<StoredOperations>
    var vocabulary: DraftVocabulary
    let rotary: RotaryTable
    let checkpoint: Checkpoint
    let target: Transformer

    /// How the keys and values of its texts are kept.
    let keyValues: KeyValueFormat

    /// Opens a head.
    ///
    /// - Parameters:
    ///   - folder: Its folder, or a GGUF file.
    ///   - target: The model that it shall draft for.
    ///   - precision: The precision of its products when it drafts.
    /// - Throws: `ModelError` if something is missing or damaged, or does not fit the target.
    init(folder: URL, target: Transformer, precision: ProductPrecision = ProductPrecision()) throws {
        let (file, checkpoint) = try Self.opened(folder)
        let configuration = try EAGLE3Configuration(file, EAGLE3Tensors(checkpoint), target: target.configuration)
        try self.init(configuration, checkpoint, target: target, precision: precision)
    }

    /// Opens the configuration and the weights of a folder, or of a GGUF file that stands for both.
    static func opened(_ place: URL) throws -> (EAGLE3ConfigurationFile, Checkpoint) {
        if let file = EAGLE3GGUFSource.file(at: place) {
            let source = try EAGLE3GGUFSource(contentsOf: file)
            return (try source.configuration(), try source.checkpoint())
        }
        let medusa = ["medusa_lm_head.safetensors", "medusa_lm_head.pt"].map { place.appendingPathComponent($0).path }
        if medusa.contains(where: FileManager.default.fileExists) {
            throw ModelError(place.path, "holds Medusa heads, which draft policy 'medusa' reads")
        }
        return (try EAGLE3ConfigurationFile(folder: place), try Checkpoint(folder: place))
    }

    /// Takes a head out of a checkpoint; its draft vocabulary too unless one is given.
    init(
        _ configuration: EAGLE3Configuration, _ checkpoint: Checkpoint, target: Transformer,
        vocabulary: DraftVocabulary? = nil, precision: ProductPrecision = ProductPrecision()
    ) throws {
        var reader = TensorReader(
            checkpoint, precision: precision, rename: EAGLE3Tensors(checkpoint).storedName)
        let vocabulary =
            try vocabulary
            ?? DraftVocabulary(
                draftSize: configuration.draftVocabularySize, targetSize: configuration.vocabularySize,
                isAbsolute: configuration.mapsAbsolutely, from: &reader)
        network = try Self.network(configuration, from: &reader) {
            try target.outputRows(vocabulary, of: configuration, in: precision)
        }
        embedding = try Self.embedding(configuration, target, from: &reader)
        // Frozen parts of the target may have been saved along; they are not the head's.
        try reader.finish(ignoring: { $0.hasSuffix("rotary_emb.inv_freq") })
        rotary = RotaryTable(
            configuration.rope.rotation(width: configuration.headWidth), headWidth: configuration.headWidth,
            positions: min(target.configuration.contextLimit, 4096))
        self.vocabulary = vocabulary
        self.configuration = configuration
        self.checkpoint = checkpoint
        self.target = target
        keyValues = precision.keyValues ?? target.keyValues
    }

    private static func network(
        _ configuration: EAGLE3Configuration, from reader: inout TensorReader, outputRows: () throws -> WeightMatrix
    ) throws -> EAGLE3Network<StoredOperations> {
        var matrices: [String: WeightMatrix] = [:]
        var vectors: [String: [Float]] = [:]
        for part in EAGLE3Parameter.all(configuration) where part.isStored(by: configuration) {
            switch part.role {
            case .matrix: matrices[part.name] = try reader.matrix(part.name, rows: part.rows, columns: part.columns)
            case .norm, .bias: vectors[part.name] = try reader.vector(part.name, count: part.columns)
            }
        }
        if !configuration.bringsOutputHead { matrices[EAGLE3Parameter.outputHead] = try outputRows() }
        return EAGLE3Network(configuration, parts: matrices, vectors)
    }

    private static func embedding(
        _ configuration: EAGLE3Configuration, _ target: Transformer, from reader: inout TensorReader
    ) throws -> WeightMatrix {
        if reader.has("embed_tokens.weight") {
            return try reader.storedMatrix(
                "embed_tokens.weight", rows: configuration.vocabularySize, columns: configuration.hiddenSize)
        }
        guard target.configuration.hiddenSize == configuration.hiddenSize else {
            throw reader.error(
                "tensor 'embed_tokens.weight' is missing, and the target's table of width "
                    + "\(target.configuration.hiddenSize) does not fit a head of width \(configuration.hiddenSize)")
        }
        return target.embedding
    }
}

extension EAGLE3Network {
    /// Puts a network together from parts that are all there.
    fileprivate init(
        _ configuration: EAGLE3Configuration, parts matrices: [String: Operations.Weights],
        _ vectors: [String: Operations.Gain]
    ) {
        func part<Part>(_ name: String, of parts: [String: Part]) -> Part {
            guard let part = parts[name] else { preconditionFailure("'\(name)' is no part of this head") }
            return part
        }
        self.init(configuration, known: { part($0, of: matrices) }, gain: { part($0, of: vectors) })
    }
}
