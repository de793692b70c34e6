import Evaluation
import Foundation

/// Prompts: MT-Bench, HumanEval, GSM8K and plain text.
struct PromptExercise: ReaderExercise {
    static let name = "prompts"

    func read(_ files: [URL], _ attempts: inout Attempts) throws {
        let workload = try Workload(readingFile: files[0].path)
        try Attempts.demand(
            !workload.prompts.isEmpty && workload.prompts.allSatisfy { !$0.turns.isEmpty }, "a prompt asks nothing")
    }
}
