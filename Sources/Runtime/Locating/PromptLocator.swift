import DemoModel
package import Evaluation
import Files
import Foundation
import Training

/// Finds prompts: those of a file, else the bundled ones.
package enum PromptLocator {
    /// One bundled prompt, for callers who have none.
    package static func example() throws -> String {
        guard let prompt = try workload(nil, limit: 3).prompts.last else {
            throw RuntimeError("the bundled prompts are missing")
        }
        return prompt.turns[0]
    }

    /// The prompts of a file, of whatever kind; else the bundled ones.
    ///
    /// - Parameters:
    ///   - path: A prompt file, or one of conversations, whose answers play no part; the name of bundled conversations; nil for
    ///     the bundled prompts.
    ///   - limit: Keeps the first prompts.
    ///   - system: Instructions for all prompts that have none of their own.
    ///   - onRemark: Hears of lines that are left out.
    /// - Returns: The prompts.
    /// - Throws: `TextFileError`, which names file, line and cause.
    package static func workload(
        _ path: String?, limit: Int?, system: String? = nil, onRemark: (String) -> Void = { _ in }
    ) throws -> Workload {
        let workload =
            try path.map { try file(BundledFiles.conversations($0)?.path ?? $0, named: $0, limit: limit, onRemark) }
            ?? bundled(limit: limit)
        return system.map(workload.instructed(by:)) ?? workload
    }

    private static func file(
        _ path: String, named reference: String, limit: Int?, _ onRemark: (String) -> Void
    ) throws -> Workload {
        let name = InputFile.name(of: reference)
        let prompts = try RegenerationPrompt.read(
            file: path, limit: limit, onUnusable: { onRemark("\(name): \($0.summary)") })
        return Workload(
            name: name,
            prompts: prompts.map { prompt in
                Prompt(id: prompt.id, category: prompt.category, system: prompt.system, turns: prompt.turns)
            })
    }

    private static func bundled(limit: Int?) throws -> Workload {
        let kinds = try BundledFiles.prompts().map { try Workload(readingFile: $0.path).prompts }
        // One of each kind in turn, so that a small limit still covers all kinds.
        let longest = kinds.map(\.count).max() ?? 0
        let mixed = (0..<longest).flatMap { place in kinds.filter { place < $0.count }.map { $0[place] } }
        return Workload(name: "bundled prompts", prompts: limit.map { Array(mixed.prefix($0)) } ?? mixed)
    }
}
