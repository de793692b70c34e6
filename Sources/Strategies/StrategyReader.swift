public import Foundation
public import Speculation
import YAML

/// Reads strategy files: strict, typed, and with all faults of a file reported at once.
///
/// A file has the sections `name`, `target`, `draft`, `tree`, `verify`, `sampling` and `train`; what may stand in
/// them is declared by the registry's implementations. Nothing here opens a model.
public struct StrategyReader: Sendable {
    /// The implementations that files may name.
    public let registry: PluginRegistry

    /// What the command line puts in place of the files' values.
    public internal(set) var overrides: StrategyOverrides

    /// Words that name bundled models and data, and are no paths.
    let names: Set<String>

    /// Makes a reader.
    ///
    /// - Parameters:
    ///   - registry: The implementations that files may name.
    ///   - overrides: What the command line puts in place of the files' values.
    ///   - names: Words that name bundled models and data, and are no paths.
    public init(
        registry: PluginRegistry, overrides: StrategyOverrides = StrategyOverrides(), names: Set<String> = []
    ) {
        self.registry = registry
        self.overrides = overrides
        self.names = names
    }

    /// Reads one file.
    ///
    /// - Throws: Every fault of the file, or why it cannot be read.
    public func read(_ url: URL) throws(StrategyFaults) -> Strategy {
        try resolve(StrategyFile(Self.document(at: url, kind: "a strategy")))
    }

    /// Reads a text, which reports call `name`.
    ///
    /// - Parameters:
    ///   - text: YAML.
    ///   - name: What reports call the text; without its ending it is the strategy's name where the text gives none.
    /// - Returns: The strategy.
    /// - Throws: Every fault of the text.
    public func read(text: String, name: String) throws(StrategyFaults) -> Strategy {
        try resolve(StrategyFile(Self.document(text: text, name: name)))
    }

    /// The document of a file.
    ///
    /// - Parameters:
    ///   - url: The file.
    ///   - kind: What the file describes, with its article.
    /// - Returns: The document.
    /// - Throws: Why it is no document.
    static func document(at url: URL, kind: String) throws(StrategyFaults) -> YAMLDocument {
        guard endings.contains(url.pathExtension.lowercased()) || isStream(url) else {
            let message = "\(kind) file's name ends in .yaml or .yml, and this one does not"
            throw StrategyFaults([StrategyFaults.File(path: url.relativePath, message)])
        }
        do {
            return try YAMLDocument(reading: url)
        } catch {
            throw StrategyFaults(error)
        }
    }

    /// Whether a file is a pipe or standard input, which have no names of their own.
    static func isStream(_ url: URL) -> Bool {
        var status = stat()
        guard stat(url.path, &status) == 0 else { return false }
        return url.path.hasPrefix("/dev/") || status.st_mode & S_IFMT == S_IFIFO
    }

    /// The document of a text.
    static func document(text: String, name: String) throws(StrategyFaults) -> YAMLDocument {
        do {
            return try YAMLDocument(text: text, name: name)
        } catch {
            throw StrategyFaults(error)
        }
    }

    static let endings: Set<String> = ["yaml", "yml"]
}
