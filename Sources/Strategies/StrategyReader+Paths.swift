public import Foundation
import YAML

extension StrategyReader {
    /// Reads files, and all strategy files of folders.
    ///
    /// - Parameter paths: Files and folders; a folder stands for its `*.yaml` and `*.yml` files, sorted by name. A
    ///   file that is reached twice is read once.
    /// - Returns: The strategies in the order of the paths, their names distinct.
    /// - Throws: The faults of all files, paths that lead nowhere, folders that hold no strategy, and names that two
    ///   files share.
    public func read(paths: [URL]) throws(StrategyFaults) -> [Strategy] {
        var strategies: [Strategy] = []
        var faulty: [StrategyFaults.File] = []
        var seen: Set<String> = []
        for path in paths {
            do throws(StrategyFaults) {
                for file in try Self.files(at: path)
                where seen.insert(file.standardizedFileURL.resolvingSymlinksInPath().path).inserted {
                    do throws(StrategyFaults) {
                        strategies.append(try read(file))
                    } catch {
                        faulty += error.files
                    }
                }
            } catch {
                faulty += error.files
            }
        }
        faulty += Self.sharedNames(strategies)
        guard faulty.isEmpty else { throw StrategyFaults(faulty) }
        return strategies
    }

    /// The file itself, or the strategy files of a folder.
    static func files(at path: URL) throws(StrategyFaults) -> [URL] {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path.path, isDirectory: &isFolder) else {
            throw fault(path, "there is no such file or folder")
        }
        guard isFolder.boolValue else { return [path] }
        let names: [String]
        do {
            names = try FileManager.default.contentsOfDirectory(atPath: path.path)
        } catch {
            throw fault(path, "the folder cannot be read: \(error.localizedDescription)")
        }
        // By the name without its ending: "tree" comes before "tree-small", though '.' sorts after '-'.
        let files = names.map { path.appendingPathComponent($0) }
            .filter { endings.contains($0.pathExtension.lowercased()) }
            .sorted { ($0.deletingPathExtension().path, $0.path) < ($1.deletingPathExtension().path, $1.path) }
        guard !files.isEmpty else { throw fault(path, "the folder holds no strategy file (*.yaml)") }
        return files
    }

    private static func fault(_ path: URL, _ message: String) -> StrategyFaults {
        StrategyFaults([StrategyFaults.File(path: path.relativePath, message)])
    }

    /// A fault for each strategy whose name an earlier one has.
    private static func sharedNames(_ strategies: [Strategy]) -> [StrategyFaults.File] {
        var owners: [String: String] = [:]
        var faults: [StrategyFaults.File] = []
        for strategy in strategies {
            guard let owner = owners[strategy.name] else {
                owners[strategy.name] = strategy.file
                continue
            }
            faults.append(
                StrategyFaults.File(
                    path: strategy.file, "the name '\(strategy.name)' is already taken by \(owner); names are distinct")
            )
        }
        return faults
    }
}
