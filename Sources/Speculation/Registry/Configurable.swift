/// An implementation that a strategy file can name.
public protocol Configurable: Sendable {
    /// The word that strategy files use.
    static var name: String { get }

    /// One line for listings: what it is, and the paper it follows.
    static var summary: String { get }

    /// Reads its options, recording faults instead of throwing so that all of them are reported at once.
    ///
    /// The reader answers every question with a usable value; when it has recorded a fault, the result is discarded.
    init(from options: inout OptionReader)
}

/// Adds implementations to a registry; each folder under `Plugins/` has one.
public protocol Plugin: Sendable {
    /// Adds this plugin's implementations.
    ///
    /// - Throws: ``RegistryError`` if a name is taken.
    static func register(in registry: inout PluginRegistry) throws
}
