import DemoModel
import Foundation
public import Speculation
public import Strategies

/// Finds strategy and experiment files: those named, else `strategies/` of the package, else the bundled copies.
public struct StrategyLocator: Sendable {
    /// Reads what is found.
    public let reader: StrategyReader

    /// Makes a locator.
    ///
    /// - Parameters:
    ///   - registry: The implementations that files may name.
    ///   - overrides: What takes the place of the files' own values.
    public init(registry: PluginRegistry, overrides: StrategyOverrides = StrategyOverrides()) {
        reader = StrategyReader(registry: registry, overrides: overrides)
    }

    /// Reads the named files and folders, or the package's strategies when none are named.
    ///
    /// - Throws: ``RuntimeError`` for an unknown name; `StrategyFaults` with every fault of every file.
    public func strategies(_ paths: [String]) throws -> [Strategy] {
        try reader.read(paths: paths.isEmpty ? [Self.defaultFolder()] : paths.map(Self.file))
    }

    /// Reads one strategy by path, or by its name among the package's strategies.
    ///
    /// - Throws: ``RuntimeError`` for an unknown name; `StrategyFaults` with every fault of the file.
    public func strategy(_ reference: String) throws -> Strategy { try reader.read(Self.file(reference)) }

    /// Reads one experiment by path, or by its name among the package's experiments.
    ///
    /// - Throws: ``RuntimeError`` for an unknown name; `StrategyFaults` with every fault of the files.
    public func experiment(_ reference: String, overrides: ExperimentOverrides) throws -> Experiment {
        try ExperimentReader(strategies: reader, overrides: overrides)
            .read(Self.file(reference, kind: "experiment", subfolder: "experiments"))
    }

    /// The file or folder at a path, or the file that comes with the package under that name.
    private static func file(_ reference: String) throws -> URL {
        try file(reference, kind: "strategy", subfolder: "")
    }

    private static func file(_ reference: String, kind: String, subfolder: String) throws -> URL {
        let url = URL(fileURLWithPath: reference)
        // A path that leads nowhere is the reader's to report, together with the faults of other files.
        let isPath = reference.contains("/") || reference.contains(".")
        if isPath || FileManager.default.fileExists(atPath: reference) { return url }
        let folder = try defaultFolder(subfolder)
        let named = folder.appendingPathComponent(reference + ".yaml")
        if FileManager.default.fileExists(atPath: named.path) { return named }
        let known = try FileManager.default.contentsOfDirectory(atPath: folder.path)
            .filter { $0.hasSuffix(".yaml") }.map { String($0.dropLast(".yaml".count)) }.sorted()
        throw RuntimeError(
            "\(reference): there is no such file, and no \(kind) of this name"
                + NearestName.hint(for: reference, among: known))
    }

    /// `strategies/` in the working directory or in the package that the executable was built in, else the copies.
    ///
    /// - Parameter subfolder: Which folder of it; empty for itself.
    /// - Returns: The folder.
    /// - Throws: If the copies are missing too.
    private static func defaultFolder(_ subfolder: String = "") throws -> URL {
        let manager = FileManager.default
        var candidates = [URL(fileURLWithPath: "strategies", isDirectory: true)]
        var folder = Bundle.main.bundleURL.resolvingSymlinksInPath()
        while folder.path != "/" {
            if manager.fileExists(atPath: folder.appendingPathComponent("Package.swift").path) {
                candidates.append(folder.appendingPathComponent("strategies", isDirectory: true))
                break
            }
            folder.deleteLastPathComponent()
        }
        for candidate in candidates {
            let wanted = subfolder.isEmpty ? candidate : candidate.appendingPathComponent(subfolder)
            let names = (try? manager.contentsOfDirectory(atPath: wanted.path)) ?? []
            if names.contains(where: { $0.hasSuffix(".yaml") }) { return wanted }
        }
        let copies = try BundledFiles.strategies()
        return subfolder.isEmpty ? copies : copies.appendingPathComponent(subfolder)
    }
}
