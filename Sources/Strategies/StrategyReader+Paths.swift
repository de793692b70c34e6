import Files
public import Foundation
import Speculation
import YAML

extension StrategyReader {
    /// Reads files, and all strategy files of folders.
    ///
    /// - Parameter paths: Files and folders; a folder stands for its `*.yaml` and `*.yml` files, sorted by name. A
    ///   file that is reached twice is read once.
    /// - Returns: The strategies in the order of the paths; those of one name with a suffix each.
    /// - Throws: The faults of all files, paths that lead nowhere, and folders that hold no strategy.
    public func read(paths: [URL]) throws(StrategyFaults) -> [Strategy] {
        VariantNames.distinct(try strategies(at: paths).map { ($0, DraftOverride()) })
    }

    /// Reads files, and all strategy files of folders, once for each of several drafts.
    ///
    /// - Parameters:
    ///   - paths: Files and folders.
    ///   - drafts: What takes the place of the files' heads or small models, at least one.
    /// - Returns: The strategies in the order of the paths, each with every draft that makes another strategy of it, and a
    ///   suffix where that is more than one.
    /// - Throws: As ``read(paths:)`` does.
    public func read(paths: [URL], drafts: [DraftOverride]) throws(StrategyFaults) -> [Strategy] {
        try variants(of: drafts) { reader throws(StrategyFaults) in try reader.strategies(at: paths) }
    }

    /// Reads a document once for each of several drafts, as ``read(paths:drafts:)`` does files.
    func variants(of document: YAMLDocument, with drafts: [DraftOverride]) throws(StrategyFaults) -> [Strategy] {
        try variants(of: drafts) { reader throws(StrategyFaults) in [try reader.resolve(StrategyFile(document))] }
    }

    /// The strategies that are read with every draft, without those that a draft does not change, and names distinct.
    private func variants(
        of drafts: [DraftOverride], reading: (StrategyReader) throws(StrategyFaults) -> [Strategy]
    ) throws(StrategyFaults) -> [Strategy] {
        var readings: [[Strategy]] = []
        for draft in drafts {
            var reader = self
            reader.overrides.replace(draft)
            readings.append(try reading(reader))
        }
        var variants: [(strategy: Strategy, draft: DraftOverride)] = []
        for place in readings[0].indices {
            var known: Set<String> = []
            for (reading, draft) in zip(readings, drafts)
            where known.insert("\(reading[place].draft.entries(key: "policy"))").inserted {
                variants.append((reading[place], draft))
            }
        }
        return VariantNames.distinct(variants)
    }

    private func strategies(at paths: [URL]) throws(StrategyFaults) -> [Strategy] {
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
        guard faulty.isEmpty else { throw StrategyFaults(faulty) }
        return strategies
    }

    /// The file itself, or the strategy files of a folder.
    static func files(at path: URL) throws(StrategyFaults) -> [URL] {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path.path, isDirectory: &isFolder) else {
            throw fault(path, "there is no such file or folder" + hint(for: path))
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
        guard !files.isEmpty else {
            throw fault(path, "the folder holds no strategy file (*.yaml)\(FileKind.clause(on: path.path))")
        }
        return files
    }

    /// The file of nearly that name beside a path that leads nowhere, as the path would be written.
    private static func hint(for path: URL) -> String {
        let folder = path.deletingLastPathComponent()
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        let files = names.filter { endings.contains(NSString(string: $0).pathExtension.lowercased()) }.sorted()
        let same = files.first { NSString(string: $0).deletingPathExtension == path.lastPathComponent }
        guard let near = same ?? NearestName.of(path.lastPathComponent, among: files) else { return "" }
        let beginning = NSString(string: path.relativePath).deletingLastPathComponent
        return "; did you mean '\(NSString(string: beginning).appendingPathComponent(near))'?"
    }

    private static func fault(_ path: URL, _ message: String) -> StrategyFaults {
        StrategyFaults([StrategyFaults.File(path: path.relativePath, message)])
    }
}
