/// The format of DeepSeek-R1 and the models distilled from it.
extension ChatRenderer {
    /// The system message stands bare at the beginning; answers lose their thinking.
    func deepSeekR1(_ messages: [ChatMessage], _ addGenerationPrompt: Bool) -> [ChatStretch] {
        let system = messages.last { $0.role == .system }?.content ?? ""
        var segments: [ChatStretch] = [.control("<｜begin▁of▁sentence｜>"), .content(system)]
        for message in messages {
            switch message.role {
            case .system: break
            case .user: segments += [.control("<｜User｜>"), .content(message.content)]
            case .assistant:
                let answer = message.content.parts(separatedBy: "</think>").last ?? ""
                segments += [.control("<｜Assistant｜>"), .answer(answer), .answerEnd("<｜end▁of▁sentence｜>")]
            }
        }
        if addGenerationPrompt { segments.append(.control("<｜Assistant｜>" + (opensThinking ? "<think>\n" : ""))) }
        return segments
    }
}
