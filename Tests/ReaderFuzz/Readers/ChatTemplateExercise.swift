import Foundation
import LanguageModels
import Templates

/// Chat templates in each of their files: a program that is accepted renders a conversation, or says why it does not.
struct ChatTemplateExercise: ReaderExercise {
    static let name = "chat-template"

    /// A program becomes a tree whose nodes are larger than the few characters that stand for them: about 70 bytes for each of
    /// them, where small expressions follow one another.
    let allowance = 16 << 20

    /// A few characters make a text as long as `TemplateLimits` allow, `'#' * 2097152`, however short the program.
    let allowanceOfUse = 256 << 20

    private static let messages = [
        ChatMessage(role: .system, content: "Be brief."), ChatMessage(role: .user, content: "Hi"),
        ChatMessage(role: .assistant, content: "<think>\nWhy?\n</think>\n\nHello"),
        ChatMessage(role: .user, content: "Bye <|im_end|>"),
    ]

    func read(_ files: [URL], _ attempts: inout Attempts) throws {
        let settings = ChatSettings(date: TemplateDate(year: 2026, month: 11, day: 30))
        let renderer = try ModelFiles(files[0].deletingLastPathComponent()).chatRenderer(settings)
        attempts.hasRead()
        let segments = try renderer.segments(Self.messages, addGenerationPrompt: true)
        try Attempts.demand(segments.allSatisfy { !$0.text.isEmpty }, "a stretch of a prompt is empty")
        attempts("frames") { _ in _ = try renderer.userTurn() }
    }
}
