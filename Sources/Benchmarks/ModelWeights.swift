import LanguageModels
public import Speculation
public import Tensors

/// How a measured model's weights are encoded, and a source of more of the kind.
public struct ModelWeights: Sendable, Equatable {
    /// The encoding of what is stored.
    public let element: ElementType

    /// In which format it is multiplied.
    public let format: WeightFormat

    /// Describes weights.
    ///
    /// - Parameters:
    ///   - element: The encoding of what is stored.
    ///   - format: In which format it is multiplied.
    public init(element: ElementType, format: WeightFormat = .stored) {
        self.element = element
        self.format = format
    }

    /// The format's name in reports: that of the encoding where weights are multiplied as stored.
    public var name: String {
        switch (format, element) {
        case (.q8, _), (.q8Inputs, _), (.bf16Inputs, _): format.rawValue
        case (.stored, .float32): "f32"
        case (.stored, .float16): "f16"
        case (.stored, .bfloat16): "bf16"
        }
    }

    /// About how many bytes a number takes: 8-bit blocks of 32 share a scale of two bytes.
    var bytesPerNumber: Double {
        switch format {
        case .q8, .q8Inputs: 34.0 / 32
        case .bf16Inputs: 2
        case .stored: Double(element.byteCount)
        }
    }

    /// A matrix of random numbers in this format, the same for the same name and shape.
    func matrix(_ name: String, rows: Int, columns: Int) throws -> WeightMatrix {
        let checkpoint = Checkpoint(named: name, random: RandomTensors(element: element))
        var reader = TensorReader(checkpoint, format: format)
        return try reader.matrix(name, rows: rows, columns: columns)
    }
}
