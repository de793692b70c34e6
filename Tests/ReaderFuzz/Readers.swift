import Foundation

/// All readers of files: a new one is a line here.
enum Readers {
    /// The readers.
    static let all: [any ReaderExercise.Type] = [
        JSONExercise.self,
        ModelExercise.self,
        GGUFExercise.self,
        TokenizerExercise.self,
        ChatTemplateExercise.self, PyTorchExercise.self, SentencePieceExercise.self,
        StrategyExercise.self,
        ExperimentExercise.self,
        HeadExercise.self,
        StateExercise.self,
        JournalExercise.self,
        LogExercise.self,
        ConversationExercise.self,
        PromptExercise.self,
        CostExercise.self,
    ]

    /// Those that the environment names; all of them where it names none.
    static func chosen(
        _ environment: [String: String] = ProcessInfo.processInfo.environment
    ) -> [any ReaderExercise.Type] {
        guard let names = environment["ESPALIER_FUZZ_READER"]?.split(separator: ",") else { return all }
        return all.filter { names.contains(Substring($0.name)) }
    }

    /// The names of those, for a test's arguments.
    static var names: [String] { chosen().map { $0.name } }

    /// A reader by its name.
    static func reader(_ name: String) throws -> any ReaderExercise {
        guard let type = all.first(where: { $0.name == name }) else {
            throw Attempts.Unusable(description: "there is no reader '\(name)'")
        }
        return try type.init()
    }
}
