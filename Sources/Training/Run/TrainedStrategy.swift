public import LanguageModels
public import Speculation

/// What training takes from a strategy: the models and rules that decoding will use.
public struct TrainedStrategy: Sendable {
    /// The target.
    public let target: Transformer

    /// The builder of the trees.
    public let builder: any TreeBuilder

    /// The temperature at which the target decodes.
    public let temperature: Double

    /// Gathers them.
    ///
    /// - Parameters:
    ///   - target: The target.
    ///   - builder: The builder of the trees.
    ///   - temperature: The temperature at which the target decodes.
    public init(target: Transformer, builder: any TreeBuilder, temperature: Double) {
        self.target = target
        self.builder = builder
        self.temperature = temperature
    }
}
