import DemoModel
package import Evaluation
import Foundation

/// Finds prompts: those of a file, else the bundled ones.
package enum PromptLocator {
    /// One bundled prompt, for callers who have none.
    package static func example() throws -> String {
        guard let prompt = try workload(nil, limit: 3).prompts.last else {
            throw RuntimeError("the bundled prompts are missing")
        }
        return prompt.turns[0]
    }

    package static func workload(_ path: String?, limit: Int?) throws -> Workload {
        if let path { return try Workload(readingFile: path, limit: limit) }
        let kinds = try BundledFiles.prompts().map { try Workload(readingFile: $0.path).prompts }
        // One of each kind in turn, so that a small limit still covers all kinds.
        let longest = kinds.map(\.count).max() ?? 0
        let mixed = (0..<longest).flatMap { place in kinds.filter { place < $0.count }.map { $0[place] } }
        return Workload(name: "bundled prompts", prompts: limit.map { Array(mixed.prefix($0)) } ?? mixed)
    }
}
