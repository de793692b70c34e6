import LanguageModels
public import Tensors

/// How a measured model's weights are encoded, and a source of more of the kind.
public struct ModelWeights: Sendable, Equatable {
    /// The encoding of what is stored.
    public let element: ElementType

    /// Describes weights.
    ///
    /// - Parameter element: The encoding of what is stored.
    public init(element: ElementType) {
        self.element = element
    }

    /// The encoding's name in reports.
    public var name: String {
        switch element {
        case .float32: "f32"
        case .float16: "f16"
        case .bfloat16: "bf16"
        }
    }

    /// A matrix of random numbers in this encoding, the same for the same name and shape.
    func matrix(_ name: String, rows: Int, columns: Int) -> WeightMatrix {
        RandomTensors(element: element).matrix(name, rows: rows, columns: columns)
    }
}
