/// The implementations of one contract, by name, in the order of registration.
public struct Catalogue<Product: Sendable>: Sendable {
    /// One implementation.
    public struct Entry: Sendable {
        /// The word that strategy files use.
        public let name: String

        /// One line: what it is, and the paper it follows.
        public let summary: String

        /// Makes an instance from a strategy file's options.
        public let make: @Sendable (inout OptionReader) -> Product

        /// Its options with types, ranges and defaults, found by letting it read an empty section.
        public var options: [OptionReading] {
            var reader = OptionReader.describing()
            _ = make(&reader)
            return reader.readings
        }

        /// An instance with default options, for asking after its traits.
        public var example: Product {
            var reader = OptionReader.describing()
            return make(&reader)
        }
    }

    /// What the products are called in messages.
    public let kind: String

    /// All entries in the order of registration.
    public private(set) var entries: [Entry] = []

    /// Makes an empty catalogue.
    ///
    /// - Parameter kind: What the products are called in messages.
    public init(kind: String) {
        self.kind = kind
    }

    /// The known names in the order of registration.
    public var names: [String] { entries.map(\.name) }

    /// The entry of a name, if it is known.
    public subscript(name: String) -> Entry? {
        entries.first { $0.name == name }
    }

    mutating func add(
        _ name: String, summary: String, make: @escaping @Sendable (inout OptionReader) -> Product
    ) throws(RegistryError) {
        guard self[name] == nil else { throw RegistryError(kind: kind, name: name) }
        entries.append(Entry(name: name, summary: summary, make: make))
    }
}

/// Two implementations of one contract claim the same name.
public struct RegistryError: Error, CustomStringConvertible, Equatable {
    /// What the implementations are, such as "tree builder".
    public let kind: String

    /// The name that both claim.
    public let name: String

    /// One sentence.
    public var description: String { "two plugins register a \(kind) named '\(name)'" }
}
