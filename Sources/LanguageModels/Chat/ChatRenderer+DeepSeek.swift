/// The format of DeepSeek-R1 and the models distilled from it.
extension ChatRenderer {
    /// The system message stands bare at the beginning; answers lose their thinking.
    func deepSeekR1(_ messages: [ChatMessage], _ addGenerationPrompt: Bool) -> [ChatStretch] {
        let system = messages.last { $0.role == .system }?.content ?? ""
        var segments: [ChatStretch] = [.control("<｜begin▁of▁sentence｜>"), .content(system)]
        for (index, message) in messages.enumerated() {
            switch message.role {
            case .system, .tool: break
            case .user: segments += [.control("<｜User｜>"), .content(message.content)]
            case .assistant:
                let keepsThought = keepsLastThought && index == messages.count - 1
                segments +=
                    (keepsThought ? thinking(message) : nil)
                    ?? [.control("<｜Assistant｜>"), .answer(message.content.parts(separatedBy: "</think>").last ?? "")]
                segments.append(.answerEnd("<｜end▁of▁sentence｜>"))
            }
        }
        if addGenerationPrompt { segments.append(.control("<｜Assistant｜>" + (opensThinking ? "<think>\n" : ""))) }
        return segments
    }

    /// An answer with its thought, whose opening tag is part of the prompt where the format opens it; nil without thought.
    private func thinking(_ message: ChatMessage) -> [ChatStretch]? {
        let (thought, answer) = Self.thought(in: message.content)
        guard !thought.unicodeScalars.isEmpty else { return nil }
        let opening: [ChatStretch] =
            opensThinking
            ? [.control("<｜Assistant｜><think>\n")] : [.control("<｜Assistant｜>"), .answerControl("<think>\n")]
        return opening + [.answer(thought), .answerControl("\n</think>\n\n"), .answer(answer)]
    }
}
