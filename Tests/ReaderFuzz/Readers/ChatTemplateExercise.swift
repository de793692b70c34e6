import Foundation
import LanguageModels

/// Chat templates in each of their files: a format that is recognised renders a conversation.
struct ChatTemplateExercise: ReaderExercise {
    static let name = "chat-template"

    private static let messages = [
        ChatMessage(role: .system, content: "Be brief."), ChatMessage(role: .user, content: "Hi"),
        ChatMessage(role: .assistant, content: "<think>\nWhy?\n</think>\n\nHello"),
        ChatMessage(role: .user, content: "Bye <|im_end|>"),
    ]

    func read(_ files: [URL], _ attempts: inout Attempts) throws {
        let renderer = try ChatTemplate.recognise(in: files[0].deletingLastPathComponent())
        let segments = try renderer.segments(Self.messages, addGenerationPrompt: true)
        try Attempts.demand(!segments.isEmpty, "a conversation is rendered as nothing")
        _ = try renderer.userTurn()
        if let quiet = try? renderer.withoutThinking() {
            _ = try quiet.segments(Self.messages, addGenerationPrompt: true)
        }
    }
}
