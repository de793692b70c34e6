import AllocationCounter
import Foundation
import LanguageModels
import Runtime

/// Everything that this toolkit reads of a GGUF file, done to one.
enum ReaderExercise {
    /// What could be read, and what it took.
    struct Outcome: Equatable {
        var opened = false

        /// What opening takes from the heap, in bytes, whether or not it is given back.
        var openingBytes = 0

        var tensors = 0
        var tokenizers = 0
        var inspections = 0

        /// An error that is no sentence about the file; nil if there is none.
        var surprise: String?
    }

    /// Reads a file.
    ///
    /// - Parameter url: The file.
    /// - Returns: What could be read.
    static func read(_ url: URL) -> Outcome {
        var outcome = Outcome()
        attempt(&outcome) { outcome in
            let held = allocated_bytes()
            let opened = Result { try GGUFModelFiles(contentsOf: url) }
            outcome.openingBytes = Int(allocated_bytes() - held)
            let model = try opened.get()
            outcome.opened = true
            for file in model.parts {
                for key in file.keys { look(at: file[key]) }
                for tensor in file.tensors where tensor.type.isRead {
                    _ = try file.numbers(of: tensor)
                    outcome.tensors += 1
                }
            }
            attempt(&outcome) { outcome in
                let tokenizer = try Tokenizer(model.metadata)
                outcome.tokenizers += 1
                let ids = try tokenizer.encode("hello wörld 12 <|end|>\n", addSpecialTokens: true)
                _ = tokenizer.decode(ids + [0, tokenizer.vocabularySize], skipSpecialTokens: false)
            }
            attempt(&outcome) { _ in
                let talk = [ChatMessage(role: .user, content: "hi")]
                do {
                    _ = try ModelFiles.gguf(GGUFModel(model)).chatRenderer().render(talk, addGenerationPrompt: true)
                } catch is ChatTemplateError {}
            }
        }
        attempt(&outcome) { outcome in
            _ = try ModelInspection(url)
            outcome.inspections += 1
        }
        return outcome
    }

    private static func look(at value: GGUFValue?) {
        guard let value else { return }
        _ = (value.integer, value.number, value.text, value.kind)
        if case .list(let list) = value { _ = (list.integers, list.numbers, list.texts) }
    }

    private static func attempt(_ outcome: inout Outcome, _ work: (inout Outcome) throws -> Void) {
        do {
            try work(&outcome)
        } catch {
            guard !(error is ModelError || error is TokenizerError) else { return }
            outcome.surprise = "\(type(of: error)): \(error)"
        }
    }
}
