/// The formats of Llama 2, of Vicuna, which was made of it, and of Llama 3.
extension ChatRenderer {
    /// Each exchange is a sequence of its own; the system message is part of the first user message.
    func llama2(_ messages: [ChatMessage]) throws(ChatTemplateError) -> [ChatStretch] {
        let (system, turns) = split(messages)
        try requireAlternation(turns)
        var segments: [ChatStretch] = []
        for (index, turn) in turns.enumerated() {
            guard turn.role == .user else {
                segments += [.control(" "), .answer(turn.content.trimmed), .control(" "), .answerEnd("</s>")]
                continue
            }
            segments.append(.control("<s>[INST] "))
            if index == 0, let system {
                let content = turn.content.trimmedRight
                // The original trims the two messages joined, so without user text the blank line goes too.
                let close = content.unicodeScalars.isEmpty ? "\n<</SYS>>" : "\n<</SYS>>\n\n"
                segments += [.control("<<SYS>>\n"), .content(system), .control(close), .content(content)]
            } else {
                segments.append(.content(turn.content.trimmed))
            }
            segments.append(.control(" [/INST]"))
        }
        return segments
    }

    /// FastChat's `vicuna_v1.1`: a space after what the user says, `</s>` after what the model does.
    func vicuna(
        _ messages: [ChatMessage], _ addGenerationPrompt: Bool
    ) throws(ChatTemplateError) -> [ChatStretch] {
        let (system, turns) = split(messages)
        try requireAlternation(turns)
        var segments: [ChatStretch] = [.control("<s>")]
        if let system {
            segments += [.content(system), .control(" ")]
        } else if let standardSystem {
            segments.append(.control(standardSystem + " "))
        }
        for turn in turns {
            let isUser = turn.role == .user
            segments += [
                .control(isUser ? "USER: " : "ASSISTANT: "), .text(turn.content, from: turn.role),
                isUser ? .control(" ") : .answerEnd("</s>"),
            ]
        }
        if addGenerationPrompt { segments.append(.control("ASSISTANT:")) }
        return segments
    }

    /// From 3.1 on a system message with dates always comes first, in 3.0 only one that was given.
    func llama3(_ messages: [ChatMessage], _ addGenerationPrompt: Bool) -> [ChatStretch] {
        var segments: [ChatStretch] = [.control("<|begin_of_text|>")]
        var turns = messages[...]
        if let statedDate {
            let (system, rest) = split(messages)
            turns = rest
            let dates = "Cutting Knowledge Date: December 2023\nToday Date: \(statedDate)\n\n"
            segments += [
                .control(Self.llama3Header(.system) + dates), .content(system?.trimmed ?? ""), .control("<|eot_id|>"),
            ]
        }
        for turn in turns {
            segments += [
                .control(Self.llama3Header(turn.role)), .text(turn.content.trimmed, from: turn.role),
                turn.role == .assistant ? .answerEnd("<|eot_id|>") : .control("<|eot_id|>"),
            ]
        }
        if addGenerationPrompt { segments.append(.control(Self.llama3Header(.assistant))) }
        return segments
    }

    private static func llama3Header(_ role: ChatMessage.Role) -> String {
        "<|start_header_id|>\(role.rawValue)<|end_header_id|>\n\n"
    }

    /// The leading system message, and the other turns.
    private func split(_ messages: [ChatMessage]) -> (system: String?, turns: ArraySlice<ChatMessage>) {
        guard let first = messages.first, first.role == .system else { return (nil, messages[...]) }
        return (first.content, messages.dropFirst())
    }

    private func requireAlternation(_ turns: ArraySlice<ChatMessage>) throws(ChatTemplateError) {
        for (index, turn) in turns.enumerated() where turn.role != (index % 2 == 0 ? .user : .assistant) {
            throw ChatTemplateError(
                source: "chat template \(template.rawValue)",
                reason: "after an optional system message user and assistant must alternate, user first; "
                    + "message \(turns.startIndex + index + 1) is from \(turn.role.rawValue)")
        }
    }
}
