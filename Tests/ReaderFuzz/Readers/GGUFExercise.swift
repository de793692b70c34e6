import Foundation
import LanguageModels
import Runtime

/// GGUF files: every entry, tensor, tokenizer and template that is accepted is looked at.
struct GGUFExercise: ReaderExercise {
    static let name = "gguf"

    /// A word of a tokenizer's kind stands for expressions, which the engine for them turns into tables.
    let allowance = 1 << 20

    func read(_ files: [URL], _ attempts: inout Attempts) throws {
        attempts("inspections") { _ in _ = try ModelInspection(files[0]) }
        let model = try GGUFModelFiles(contentsOf: files[0])
        for file in model.parts {
            for key in file.keys { look(at: file[key]) }
            for tensor in file.tensors where tensor.type.isRead {
                attempts("tensors") { _ in _ = try file.numbers(of: tensor) }
            }
        }
        attempts("tokenizers") { attempts in
            let tokenizer = try Tokenizer(model.metadata)
            attempts.hasRead()
            try TokenizerExercise.use(tokenizer)
        }
        if let jinja = model.metadata["tokenizer.chat_template"]?.text {
            attempts("templates") { _ in
                let renderer = try ChatRenderer(ChatTemplate(jinja, name: "tokenizer.chat_template"))
                _ = try renderer.render([ChatMessage(role: .user, content: "Hi")], addGenerationPrompt: true)
            }
        }
    }

    private func look(at value: GGUFValue?) {
        guard let value else { return }
        _ = (value.integer, value.number, value.text, value.kind)
        if case .list(let list) = value { _ = (list.integers, list.numbers, list.texts) }
    }
}
