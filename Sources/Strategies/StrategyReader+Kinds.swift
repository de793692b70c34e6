public import Foundation
import YAML

extension StrategyReader {
    /// Reads files of strategies and of experiments, told apart by their sections, and all such files of folders.
    ///
    /// - Parameters:
    ///   - paths: Files and folders, as for ``read(paths:)``.
    ///   - drafts: What takes the place of the files' heads or small models, at least one; experiments, which start from one,
    ///     take the first.
    /// - Returns: The strategies and the experiments, each in the order of the paths.
    /// - Throws: The faults of all files, as ``read(paths:)`` does.
    public func readBothKinds(
        paths: [URL], drafts: [DraftOverride]
    ) throws(StrategyFaults) -> (strategies: [Strategy], experiments: [Experiment]) {
        var faulty: [StrategyFaults.File] = []
        /// What a body reads, or nothing where it has faults.
        func collect<Read>(_ body: () throws(StrategyFaults) -> [Read]) -> [Read] {
            do throws(StrategyFaults) {
                return try body()
            } catch {
                faulty += error.files
                return []
            }
        }
        var first = self
        if let draft = drafts.first { first.overrides.replace(draft) }
        let reader = ExperimentReader(strategies: first)
        let files = Self.sorted(paths)
        var strategies = collect { () throws(StrategyFaults) in try read(paths: files.strategies, drafts: drafts) }
        var experiments = files.experiments.flatMap { file in
            collect { () throws(StrategyFaults) in [try reader.read(file)] }
        }
        // These can be read but once.
        for stream in files.streams {
            let documents = collect { () throws(StrategyFaults) in [try Self.document(at: stream, kind: "a strategy")] }
            for document in documents {
                if ExperimentFile.recognises(document) {
                    experiments += collect { () throws(StrategyFaults) in
                        [try reader.resolve(ExperimentFile(document))]
                    }
                } else {
                    strategies += collect { () throws(StrategyFaults) in try variants(of: document, with: drafts) }
                }
            }
        }
        guard faulty.isEmpty else { throw StrategyFaults(faulty) }
        return (strategies, experiments)
    }

    /// The files at paths by what they seem to hold, each experiment once; what cannot be told is left to whoever reads
    /// strategies.
    private static func sorted(_ paths: [URL]) -> (strategies: [URL], experiments: [URL], streams: [URL]) {
        var sorted: (strategies: [URL], experiments: [URL], streams: [URL]) = ([], [], [])
        var seen: Set<String> = []
        for file in paths.flatMap({ path in (try? files(at: path)) ?? [path] }) {
            if isStream(file) {
                sorted.streams.append(file)
            } else if let document = try? YAMLDocument(reading: file), ExperimentFile.recognises(document) {
                let isNew = seen.insert(file.standardizedFileURL.resolvingSymlinksInPath().path).inserted
                if isNew { sorted.experiments.append(file) }
            } else {
                sorted.strategies.append(file)
            }
        }
        return sorted
    }
}
