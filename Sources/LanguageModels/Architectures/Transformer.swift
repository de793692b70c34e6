public import Foundation
import Speculation
public import Tensors

/// A decoder-only transformer: immutable weights, used where they are mapped unless a copy is asked for.
public struct Transformer: Sendable {
    /// Its files; for random weights a folder that is not there.
    public let files: ModelFiles

    /// Its folder, or its GGUF file, the first one where there are several.
    public var location: URL { files.location }

    /// Its sizes and switches.
    public let configuration: ModelConfiguration

    /// The embedding table, `[vocabularySize, hiddenSize]`.
    public let embedding: WeightMatrix

    /// In what precision its matrices are multiplied.
    public let precision: ProductPrecision

    /// How the keys and values of its texts are kept.
    public let keyValues: KeyValueFormat

    /// The output head, `[vocabularySize, hiddenSize]`; the embedding table, or a copy of it, where they are tied.
    public let outputHead: WeightMatrix

    private(set) var stack: DecoderStack<StoredOperations>

    /// Angles for the positions of ordinary contexts, for each rotation of the plan; passes start from a copy, which costs
    /// nothing.
    let rotations: [RotaryTable]

    /// The most tokens that a sequence may come to have which began with no more of them (``LongropeScaling``); nil where there
    /// is no such limit.
    let shortTextLimit: Int?

    /// The trained context, where a text that begins with more tokens is rotated otherwise; nil where none is.
    let trainedContext: Int?

    /// Multiplies embeddings; nil for none.
    let embeddingFactor: Float?

    /// What the sequences' passes use in turns.
    let passes = TransformerPasses()

    /// What was accepted in its files although it is not as usual, a sentence each, with the file's name; said once in a
    /// process as the model is opened.
    public let remarks: [String]

    private let checkpoint: Checkpoint
    private let names: TextModelNames

    /// Opens a model.
    ///
    /// - Parameters:
    ///   - location: A GGUF file, or a folder in Hugging Face layout with `config.json` and safetensors.
    ///   - precision: That of products with all matrices; the embedding table, of which a pass reads few rows, stays as it is
    ///     stored.
    /// - Throws: ``ModelError`` if a file is missing or damaged, the architecture is not supported, or a tensor is
    ///   missing, extra or misshapen.
    public init(at location: URL, precision: ProductPrecision = ProductPrecision()) throws {
        try self.init(ModelFiles(location), precision: precision)
    }

    /// Opens a model.
    ///
    /// - Parameters:
    ///   - files: Its files.
    ///   - precision: That of products with all matrices.
    /// - Throws: As ``init(at:precision:)`` does.
    public init(_ files: ModelFiles, precision: ProductPrecision = ProductPrecision()) throws {
        try self.init(files, ModelOpening(precision))
    }

    /// Opens a model.
    ///
    /// - Parameters:
    ///   - files: Its files.
    ///   - opening: Its precision, and how long its texts may become.
    ///   - onProgress: Hears after each matrix how many bytes of the files have been taken, and of how many.
    /// - Throws: As ``init(at:precision:)`` does; ``ModelError`` if texts were to be longer than the model was made for.
    public init(
        _ files: ModelFiles, _ opening: ModelOpening, onProgress: ((_ done: Int, _ total: Int) -> Void)? = nil
    ) throws {
        var configuration = try files.configuration()
        if let context = opening.context {
            guard context <= configuration.contextLimit else {
                throw ModelError(
                    files.location.path,
                    "the model was made for texts of \(configuration.contextLimit.counting("token")), and a context of "
                        + "\(context) was asked for")
            }
            configuration.contextLimit = context
        }
        let checkpoint = try files.checkpoint()
        var taken = 0
        let total = onProgress == nil ? 0 : checkpoint.byteCount
        try self.init(files, configuration, checkpoint, opening.precision) { bytes in
            taken += bytes
            onProgress?(min(taken, total), total)
        }
    }

    /// Makes a model of random weights, for measurements.
    ///
    /// - Parameters:
    ///   - name: What messages call it.
    ///   - configuration: Its sizes and switches.
    ///   - random: How to make its weights up; they are held in memory.
    ///   - precision: That of products with all matrices.
    /// - Throws: Nothing that a configuration with possible sizes could cause.
    public init(
        named name: String, _ configuration: ModelConfiguration, random: RandomTensors,
        precision: ProductPrecision = ProductPrecision()
    ) throws {
        let checkpoint = Checkpoint(named: name, random: random)
        try self.init(.folder(checkpoint.folder), configuration, checkpoint, precision)
    }

    private init(
        _ files: ModelFiles, _ configuration: ModelConfiguration, _ checkpoint: Checkpoint,
        _ precision: ProductPrecision, onTaking: ((_ bytes: Int) -> Void)? = nil
    ) throws {
        self.files = files
        self.configuration = configuration
        self.checkpoint = checkpoint
        self.precision = precision
        let width = configuration.hiddenSize
        let vocabularySize = configuration.vocabularySize
        names = TextModelNames(in: checkpoint)
        var reader = TensorReader(checkpoint, precision: precision, rename: names.stored)
        reader.onTaking = onTaking
        if checkpoint.entry("fc.weight") != nil, !reader.has(Self.embeddingName) {
            throw ModelError(
                checkpoint.folder.path,
                "holds a head ('fc.weight') and not a model: strategies name it as 'head', commands by --head")
        }
        embedding = try reader.storedMatrix(Self.embeddingName, rows: vocabularySize, columns: width)
        stack = try DecoderStack(configuration, from: &reader)
        var remarks = [configuration.remark(on: files), names.remark(on: checkpoint)].compactMap { $0 }
        let head = try Self.outputHead(configuration, embedding, from: &reader)
        outputHead = head.weights
        if let remark = head.remark { remarks.append(remark) }
        let (needless, names) = (NeedlessTensors(in: checkpoint), names)
        let ignored = try reader.finish { !names.isOfTextModel($0) || needless.reason($0) != nil }
        self.remarks = remarks + needless.remarks(on: ignored.filter(names.isOfTextModel))
        self.remarks.forEach(ModelRemark.say)
        rotations = configuration.plan.ropes.map { rope in
            RotaryTable(
                rope.rotation(width: configuration.headWidth), headWidth: configuration.headWidth,
                positions: min(configuration.contextLimit, 4096))
        }
        shortTextLimit = configuration.plan.ropes.compactMap(\.shortTextLimit).min()
        trainedContext = configuration.plan.ropes.compactMap(\.trainedContext).min()
        keyValues = precision.keyValues(ofBlocks: reader.hasBlocks)
        let format = embedding.format
        embeddingFactor = configuration.plan.embeddingScale.map { Self.rounded($0, to: format) }
    }

    /// Makes a model like another, with weights of its own in memory.
    ///
    /// - Parameters:
    ///   - other: Says everything but the weights; messages name it.
    ///   - source: Where the weights are.
    /// - Throws: If one is missing or misshapen.
    public init<Source: LayerSource<StoredOperations>>(like other: Transformer, from source: inout Source) throws {
        files = other.files
        configuration = other.configuration
        checkpoint = other.checkpoint
        names = other.names
        remarks = []
        precision = other.precision
        keyValues = other.keyValues
        rotations = other.rotations
        shortTextLimit = other.shortTextLimit
        trainedContext = other.trainedContext
        embeddingFactor = other.embeddingFactor
        let (rows, columns) = (configuration.vocabularySize, configuration.hiddenSize)
        embedding = try source.matrix("model.embed_tokens.weight", rows: rows, columns: columns)
        stack = try DecoderStack(configuration, from: &source)
        outputHead =
            configuration.tiesEmbeddings
            ? embedding : try source.matrix("lm_head.weight", rows: rows, columns: columns)
    }

    /// The same model without some layers, sharing its weights: a draft that costs less.
    ///
    /// - Parameter skipped: Zero-based layers, not all of them.
    /// - Returns: A model whose states pass the others alone.
    public func skipping(_ skipped: Set<Int>) -> Transformer {
        var copy = self
        copy.stack = stack.skipping(skipped)
        return copy
    }

    /// The nearest number that a table's format has: the reference implementations scale embeddings by one.
    private static func rounded(_ number: Float, to format: StorageFormat) -> Float {
        guard StorageFormat.floats.contains(format), let bytes = try? format.encoded([number]) else { return number }
        return WeightMatrix(bytes: bytes, format: format, rows: 1, columns: 1).widened()[0]
    }

    private static let embeddingName = "model.embed_tokens.weight"

    /// The output head, and what there is to say of it.
    ///
    /// Where config.json ties it to the embedding table the file may hold one all the same. One that is equal to the table in
    /// 16 bits only repeats it; any other is what the model was trained with last.
    private static func outputHead(
        _ configuration: ModelConfiguration, _ embedding: WeightMatrix, from reader: inout TensorReader
    ) throws -> (weights: WeightMatrix, remark: String?) {
        let name = "lm_head.weight"
        let (rows, columns) = (configuration.vocabularySize, configuration.hiddenSize)
        guard configuration.tiesEmbeddings else {
            return (try reader.matrix(name, rows: rows, columns: columns), nil)
        }
        guard reader.has(name) else { return (try reader.converted(embedding, named: embeddingName), nil) }
        var peek = reader
        let stored = try peek.storedMatrix(name, rows: rows, columns: columns)
        if stored.holdsNumbers(of: embedding, roundedTo16Bits: true) {
            reader.leave(name)
            let isSame = stored.holdsNumbers(of: embedding)
            return (
                try reader.converted(embedding, named: embeddingName),
                isSame
                    ? nil
                    : "\(reader.path(of: name)): tensor '\(name)' is left out: in 16 bits it is the embedding table, to which "
                        + "config.json ties it"
            )
        }
        return (
            try reader.matrix(name, rows: rows, columns: columns),
            "\(reader.path(of: name)): tensor '\(name)' is used as the output head: it differs from the embedding table, to "
                + "which config.json ties it"
        )
    }

    /// A reader of the weights as they are stored.
    public var tensors: TensorReader { TensorReader(checkpoint, rename: names.stored) }

    /// The size of all tensors in bytes, as stored.
    public var byteCount: Int {
        checkpoint.names.filter(names.isOfTextModel).compactMap { checkpoint.entry($0)?.range.count }.reduce(0, +)
    }

    /// A number by which to know the model again wherever its files lie: of names, types, shapes and the first bytes of all
    /// tensors.
    public var contentHash: UInt64 {
        var hash = ContentHash()
        for name in checkpoint.names {
            guard let entry = checkpoint.entry(name), let bytes = checkpoint.bytes(of: name) else { continue }
            hash.combine("\(name) \(entry.type) \(entry.shape)".utf8)
            hash.combine(bytes.prefix(Self.sampledBytes))
        }
        return hash.value
    }

    /// How much of each tensor tells one model from another: trained weights differ everywhere.
    private static let sampledBytes = 1024

    /// An error that names the model's folder or file.
    ///
    /// - Parameter problem: What is wrong.
    /// - Returns: The error to throw.
    public func error(_ problem: String) -> ModelError { ModelError(location.path, problem) }

    /// Makes sure that every token has an embedding.
    func checkVocabulary(_ tokens: [Token]) throws {
        if let unknown = tokens.first(where: { $0 < 0 || $0 >= configuration.vocabularySize }) {
            throw error("token \(unknown) is outside the vocabulary of \(configuration.vocabularySize)")
        }
    }

    /// Explains why the model yields numbers that are not finite, naming the tensor at fault if a weight is.
    ///
    /// - Returns: The error to throw.
    /// - Complexity: Reads every tensor.
    public func explainNonFinite() -> ModelError { checkpoint.explainNonFinite() }
}

extension Checkpoint {
    /// Explains why a network yields numbers that are not finite, naming the tensor at fault if a weight is.
    ///
    /// - Returns: The error to throw.
    /// - Complexity: Reads every tensor.
    public func explainNonFinite() -> ModelError {
        for name in names {
            guard let entry = entry(name), let format = entry.format, let bytes = bytes(of: name),
                let columns = entry.shape.last, columns > 0
            else { continue }
            let matrix = WeightMatrix(bytes: bytes, format: format, rows: entry.count / columns, columns: columns)
            if !matrix.isFinite() {
                return ModelError(path(of: name), "tensor '\(entry.spelling)' holds numbers that are infinite or NaN")
            }
        }
        return ModelError(
            folder.path, "the network's output overflows single precision, though all its weights are finite")
    }
}
