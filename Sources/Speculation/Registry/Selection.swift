/// An implementation that a strategy names, with the options it read.
public struct Selection<Product: Sendable>: Sendable {
    /// The word that strategy files use for it.
    public let name: String

    /// The implementation, configured.
    public let product: Product

    /// Its options in the order in which it declares them, defaults included.
    public let options: [OptionReading]

    /// Where it is named, for faults that show when it is seen beside others.
    public let place: OptionPlace

    /// Gathers a choice.
    ///
    /// - Parameters:
    ///   - name: The word that strategy files use for it.
    ///   - product: The implementation, configured.
    ///   - options: The options it read.
    ///   - place: Where it is named.
    public init(name: String, product: Product, options: [OptionReading], place: OptionPlace = .nowhere) {
        self.name = name
        self.product = product
        self.options = options
        self.place = place
    }

    /// The choice as a file anywhere would write it, every default included: the key with the name, then the options.
    ///
    /// - Parameter key: The key that names the implementation, such as `policy`.
    /// - Returns: Names and values in the order of declaration.
    public func entries(key: String) -> [OptionMember] {
        [OptionMember(name: key, value: OptionValue(.string(name)))]
            + options.map { OptionMember(name: $0.name, value: $0.portableValue) }
    }
}
