import LanguageModels
public import Tensors

/// How a measured model's weights are stored and multiplied, and a source of more of the kind.
public struct ModelWeights: Sendable, Equatable {
    /// How the file stores them.
    public let format: StorageFormat

    /// In what precision they are multiplied.
    public let precision: ProductPrecision

    /// Describes weights.
    ///
    /// - Parameters:
    ///   - format: How the file stores them.
    ///   - precision: In what precision they are multiplied.
    public init(format: StorageFormat, precision: ProductPrecision = ProductPrecision()) {
        self.format = format
        self.precision = precision
    }

    /// Describes a model's weights by its embedding table's, or where their blocks divide not all rows by those of 8 bits, which
    /// writers of GGUF files fall back on too.
    init(like model: Transformer) {
        let format = model.embedding.format
        let divides = model.configuration.projections.allSatisfy { $0.columns.isMultiple(of: format.blockNumbers) }
        self.init(format: divides ? format : .q8_0, precision: model.precision)
    }

    /// How matrices are stored when they are multiplied.
    var multiplied: StorageFormat { precision.storage.format(of: format) }

    /// How far inputs are rounded that are multiplied with them.
    var inputs: InputPrecision { precision.inputs(for: multiplied) }

    /// That format's name in reports.
    public var dtype: String { multiplied.name.lowercased() }

    /// Everything in words: "bf16", or "q8 with inputs in q8".
    public var name: String {
        inputs == .full ? dtype : "\(dtype) with inputs in \(inputs.rawValue)"
    }

    /// A matrix of random numbers in this precision, the same for the same name and shape.
    func matrix(_ name: String, rows: Int, columns: Int) throws -> WeightMatrix {
        let checkpoint = Checkpoint(named: name, random: RandomTensors(format: format))
        var reader = TensorReader(checkpoint, precision: precision)
        return try reader.matrix(name, rows: rows, columns: columns)
    }
}
