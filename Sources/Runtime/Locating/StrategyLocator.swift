import DemoModel
import Foundation
public import Speculation
public import Strategies

/// Finds strategy and experiment files: those named, else `strategies/` of the package, else the bundled copies.
///
/// A name is looked for in `strategies/` of the working directory, of the package that the executable was built in, and
/// among the copies of the toolkit's own, in this order: a package with plugins of its own keeps their strategies there.
public struct StrategyLocator: Sendable {
    /// Reads what is found.
    public let reader: StrategyReader

    /// Makes a locator.
    ///
    /// - Parameters:
    ///   - registry: The implementations that files may name.
    ///   - overrides: What takes the place of the files' own values.
    public init(registry: PluginRegistry, overrides: StrategyOverrides = StrategyOverrides()) {
        reader = StrategyReader(
            registry: registry, overrides: overrides,
            names: Set(BundledFiles.models + BundledFiles.conversationSets))
    }

    /// Reads the named files and folders, or the package's strategies when none are named.
    ///
    /// - Parameters:
    ///   - paths: Files, folders, or names.
    ///   - drafts: What takes the place of the files' heads or small models, one after the other.
    /// - Returns: The strategies, once for each draft that makes another strategy of them.
    /// - Throws: ``RuntimeError`` for an unknown name; `StrategyFaults` with every fault of every file.
    public func strategies(
        _ paths: [String], drafts: [DraftOverride] = [DraftOverride()]
    ) throws -> [Strategy] {
        let strategies = try reader.read(
            paths: paths.isEmpty ? [Self.defaultFolder()] : paths.map(Self.file), drafts: drafts)
        try checkUse(of: drafts, by: strategies)
        return strategies
    }

    /// Reads the named files and folders, of strategies and of experiments, or the package's strategies when none are named.
    ///
    /// - Parameters:
    ///   - paths: Files, folders, or names.
    ///   - drafts: What takes the place of the files' heads or small models; experiments, which start from one, take the first.
    /// - Returns: The strategies, once for each draft that makes another strategy of them, and the experiments.
    /// - Throws: ``RuntimeError`` for an unknown name; `StrategyFaults` with every fault of every file.
    public func strategiesAndExperiments(
        _ paths: [String], drafts: [DraftOverride] = [DraftOverride()]
    ) throws -> (strategies: [Strategy], experiments: [Experiment]) {
        let files = try paths.map { path in
            do {
                return try Self.file(path)
            } catch let error as RuntimeError {
                // What no strategy is called may be an experiment's name; if not, names of strategies are what is near.
                guard let file = try? Self.file(path, of: .experiment) else { throw error }
                return file
            }
        }
        return try reader.readBothKinds(
            paths: files.isEmpty ? [Self.defaultFolder()] : files, drafts: drafts)
    }

    /// Reads one strategy by path, or by its name among the package's strategies.
    ///
    /// - Throws: ``RuntimeError`` for an unknown name; `StrategyFaults` with every fault of the file.
    public func strategy(_ reference: String) throws -> Strategy {
        let strategy = try reader.read(Self.file(reference))
        try checkUse(of: [DraftOverride()], by: [strategy])
        return strategy
    }

    /// Refuses a head or a small model on the command line that no strategy drafts with: it would be ignored without a word.
    private func checkUse(of drafts: [DraftOverride], by strategies: [Strategy]) throws(RuntimeError) {
        for (option, name, given, what) in [
            ("head", "--head", reader.overrides.head ?? drafts.compactMap(\.head).first, "a head"),
            (
                "model", "--draft-model", reader.overrides.draftModel ?? drafts.compactMap(\.model).first,
                "a small model"
            ),
        ] {
            guard let given, !strategies.contains(where: { $0.draft.asks(for: option) }) else { continue }
            let policies = Set(strategies.map(\.draft.name)).sorted().joined(separator: "', '")
            throw RuntimeError(
                strategies.count == 1
                    ? "\(name) \(given): '\(strategies[0].name)' drafts without \(what) (draft policy '\(policies)')"
                    : "\(name) \(given): none of these strategies drafts with \(what) (draft policies '\(policies)')")
        }
    }

    /// Reads one experiment by path, or by its name among the package's experiments.
    ///
    /// - Throws: ``RuntimeError`` for an unknown name; `StrategyFaults` with every fault of the files.
    public func experiment(_ reference: String, overrides: ExperimentOverrides) throws -> Experiment {
        try ExperimentReader(strategies: reader, overrides: overrides)
            .read(Self.file(reference, of: .experiment))
    }

    /// The file or folder at a path, or the file that comes with the package under that name.
    private static func file(_ reference: String) throws -> URL {
        try file(reference, of: .strategy)
    }

    /// What a name may be of.
    private enum Kind: String, CaseIterable {
        case strategy, experiment

        var subfolder: String { self == .strategy ? "" : "experiments" }

        /// What is said of a name that is of the other kind.
        var words: String {
            self == .strategy
                ? "it is a strategy and no experiment: 'espalier train' trains it, 'espalier compare' measures it"
                : "it is an experiment and no strategy: 'espalier experiment' runs it"
        }
    }

    private static func file(_ reference: String, of kind: Kind) throws -> URL {
        if reference == "-" { return URL(fileURLWithPath: "/dev/stdin") }
        let url = URL(fileURLWithPath: reference)
        // A path that leads nowhere is the reader's to report, together with the faults of other files.
        let isPath = reference.contains("/") || reference.contains(".")
        if isPath || FileManager.default.fileExists(atPath: reference) { return url }
        if let named = try named(reference, kind) { return named }
        for other in Kind.allCases where other != kind {
            guard try named(reference, other) == nil else { throw RuntimeError("\(reference): \(other.words)") }
        }
        if FileManager.default.fileExists(atPath: reference + ".yaml") {
            throw RuntimeError(
                "\(reference): there is no such file, and no \(kind) of this name; did you mean '\(reference).yaml'?")
        }
        let known = try Set(places(kind.subfolder).flatMap(names))
        throw RuntimeError(
            "\(reference): there is no such file, and no \(kind) of this name"
                + NearestName.hint(for: reference, among: known.sorted()))
    }

    /// The file of a name; nil where there is none.
    private static func named(_ reference: String, _ kind: Kind) throws -> URL? {
        try places(kind.subfolder).map { $0.appendingPathComponent(reference + ".yaml") }
            .first { FileManager.default.fileExists(atPath: $0.path) }
    }

    /// The folders in which names are looked for, the copies last.
    private static func places(_ subfolder: String) throws -> [URL] { folders(subfolder) + [try copies(subfolder)] }

    /// `strategies/` in the working directory or in the package that the executable was built in, else the copies.
    private static func defaultFolder() throws -> URL { try folders("").first ?? copies("") }

    /// Folders with files that come before the copies: `strategies/` of the working directory and of the package that the
    /// executable was built in, where there are any.
    private static func folders(_ subfolder: String) -> [URL] {
        var folders = [URL(fileURLWithPath: "strategies", isDirectory: true)]
        var folder = Bundle.main.bundleURL.resolvingSymlinksInPath()
        while folder.path != "/" {
            if FileManager.default.fileExists(atPath: folder.appendingPathComponent("Package.swift").path) {
                folders.append(folder.appendingPathComponent("strategies", isDirectory: true))
                break
            }
            folder.deleteLastPathComponent()
        }
        return folders.map { place($0, subfolder) }.filter { !names(in: $0).isEmpty }
    }

    /// The folder of the copies that come with the toolkit.
    private static func copies(_ subfolder: String) throws -> URL { place(try BundledFiles.strategies(), subfolder) }

    private static func place(_ folder: URL, _ subfolder: String) -> URL {
        subfolder.isEmpty ? folder : folder.appendingPathComponent(subfolder)
    }

    /// The names of the files in a folder; none if it cannot be read.
    private static func names(in folder: URL) -> [String] {
        let files = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return files.filter { $0.hasSuffix(".yaml") }.map { String($0.dropLast(".yaml".count)) }
    }
}
