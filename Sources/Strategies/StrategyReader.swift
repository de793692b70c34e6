import Files
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
        let document = try Self.document(at: url, kind: "a strategy")
        guard !ExperimentFile.recognises(document) else {
            throw StrategyFaults([
                StrategyFaults.File(
                    document.source,
                    [SourceFault("this is an experiment and not a strategy: 'espalier experiment' runs it")])
            ])
        }
        return try resolve(StrategyFile(document))
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
        guard !isStream(url) else { return try document(reading: url) }
        // Of a folder there is one file or none: what it holds is told.
        let files = try files(at: url)
        guard files == [url] else {
            let names = files.map { NSString(string: url.relativePath).appendingPathComponent($0.lastPathComponent) }
            let message = "this is a folder, and \(kind) file is needed (there: \(names.joined(separator: ", ")))"
            throw StrategyFaults([StrategyFaults.File(path: url.relativePath, message)])
        }
        guard endings.contains(url.pathExtension.lowercased()) else {
            let message =
                "\(kind) file's name ends in .yaml or .yml, and this one does not\(FileKind.clause(on: url.path))"
            throw StrategyFaults([StrategyFaults.File(path: url.relativePath, message)])
        }
        return try document(reading: url)
    }

    private static func document(reading url: URL) throws(StrategyFaults) -> YAMLDocument {
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
