public import Foundation
import YAML

extension StrategyReader {
    /// Reads files of strategies and of experiments, told apart by their sections, and all such files of folders.
    ///
    /// - Parameter paths: Files and folders, as for ``read(paths:)``.
    /// - Returns: The strategies and the experiments, each in the order of the paths.
    /// - Throws: The faults of all files, as ``read(paths:)`` does.
    public func readBothKinds(
        paths: [URL]
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
        let reader = ExperimentReader(strategies: self)
        var (strategyPaths, strategies, experiments) = ([URL](), [Strategy](), [Experiment]())
        var seen: Set<String> = []
        for path in paths {
            // What is wrong with a path, and with a file that is no YAML, reading it as a strategy's tells.
            for file in (try? Self.files(at: path)) ?? [path] {
                if Self.isStream(file) {
                    // It can be read but once.
                    guard
                        let document = collect({ () throws(StrategyFaults) in
                            [try Self.document(at: file, kind: "a strategy")]
                        }).first
                    else { continue }
                    if ExperimentFile.recognises(document) {
                        experiments += collect { () throws(StrategyFaults) in
                            [try reader.resolve(ExperimentFile(document))]
                        }
                    } else {
                        strategies += collect { () throws(StrategyFaults) in [try resolve(StrategyFile(document))] }
                    }
                } else if let document = try? YAMLDocument(reading: file), ExperimentFile.recognises(document) {
                    guard seen.insert(file.standardizedFileURL.resolvingSymlinksInPath().path).inserted else {
                        continue
                    }
                    experiments += collect { () throws(StrategyFaults) in [try reader.read(file)] }
                } else {
                    strategyPaths.append(file)
                }
            }
        }
        strategies = collect { () throws(StrategyFaults) in try read(paths: strategyPaths) } + strategies
        guard faulty.isEmpty else { throw StrategyFaults(faulty) }
        return (strategies, experiments)
    }
}
