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

    /// Where the file names the choice's own model or head; where it names the choice if that has none; nil where the command
    /// line names the model or head.
    public var placeOfFiles: OptionPlace? {
        guard let reading = options.first(where: { $0.type == OptionReader.pathType }) else { return place }
        return reading.place == .nowhere ? nil : reading.place
    }

    /// Whether it has an option of a name, itself or in a part of it.
    public func asks(for option: String) -> Bool {
        options.contains { $0.name == option || $0.value.mentions(option) }
    }

    /// Opens what the choice names, as a part of another.
    ///
    /// - Parameter open: Opens it.
    /// - Returns: What was opened.
    /// - Throws: ``PartError`` with what opening throws.
    public func opening<Opened>(_ open: (Product) throws -> Opened) throws(PartError) -> Opened {
        do {
            return try open(product)
        } catch {
            throw PartError(place: placeOfFiles, error: error)
        }
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
