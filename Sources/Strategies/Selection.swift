public import Speculation

/// An implementation that a strategy names, with the options it read.
public struct Selection<Product: Sendable>: Sendable {
    /// The word that strategy files use for it.
    public let name: String

    /// The implementation, configured.
    public let product: Product

    /// Its options in the order in which it declares them, defaults included.
    public let options: [OptionReading]

    /// Gathers a choice.
    ///
    /// - Parameters:
    ///   - name: The word that strategy files use for it.
    ///   - product: The implementation, configured.
    ///   - options: The options it read.
    public init(name: String, product: Product, options: [OptionReading]) {
        self.name = name
        self.product = product
        self.options = options
    }
}
