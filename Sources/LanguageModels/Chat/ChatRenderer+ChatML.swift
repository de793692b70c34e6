/// The formats without any structure of their own, of ChatML, and of Qwen3, which is ChatML with thinking.
extension ChatRenderer {
    /// The texts with blank lines between them.
    func plainText(_ messages: [ChatMessage]) -> [ChatStretch] {
        messages.enumerated().flatMap { index, message -> [ChatStretch] in
            [.control(index == 0 ? "" : "\n\n"), .text(message.content, from: message.role)]
        }
    }

    /// Every message alike; a standard system message comes first where the template has one.
    func chatML(_ messages: [ChatMessage], _ addGenerationPrompt: Bool) -> [ChatStretch] {
        var segments: [ChatStretch] = []
        if let standardSystem, messages.first?.role != .system {
            segments.append(.control("<|im_start|>system\n\(standardSystem)<|im_end|>\n"))
        }
        for (index, message) in messages.enumerated() {
            segments +=
                message.role == .tool
                ? toolTurn(index, in: messages)
                : Self.turn(message.role, [.text(message.content, from: message.role)])
        }
        if addGenerationPrompt { segments.append(.control("<|im_start|>assistant\n")) }
        return segments
    }

    /// Thinking is kept only in answers after the last question, where the last message shows it even when empty.
    func qwen3(_ messages: [ChatMessage], _ addGenerationPrompt: Bool) -> [ChatStretch] {
        let lastQuestion = messages.lastIndex { $0.role == .user && !$0.isToolResponse } ?? messages.count - 1
        var segments: [ChatStretch] = []
        for (index, message) in messages.enumerated() {
            if message.role == .tool {
                segments += toolTurn(index, in: messages)
                continue
            }
            guard message.role == .assistant else {
                segments += Self.turn(message.role, [.content(message.content)])
                continue
            }
            let (thought, answer) = Self.thought(in: message.content)
            let isLast = index == messages.count - 1
            if index > lastQuestion, isLast || !thought.unicodeScalars.isEmpty {
                // An empty thought is part of the prompt where the model may not think.
                let isOwn = allowsThinking || !thought.unicodeScalars.isEmpty
                let tag = isOwn ? ChatStretch.answerControl : ChatStretch.control
                segments += Self.turn(
                    .assistant,
                    [
                        tag("<think>\n"), .answer(thought), tag("\n</think>\n\n"),
                        .answer(answer.droppingLeadingLineFeeds),
                    ])
            } else {
                segments += Self.turn(.assistant, [.answer(answer)])
            }
        }
        if addGenerationPrompt {
            segments.append(.control("<|im_start|>assistant\n" + (allowsThinking ? "" : "<think>\n\n</think>\n\n")))
        }
        return segments
    }

    private static func turn(_ role: ChatMessage.Role, _ inner: [ChatStretch]) -> [ChatStretch] {
        let end: ChatStretch = role == .assistant ? .answerEnd("<|im_end|>") : .control("<|im_end|>")
        return [.control("<|im_start|>\(role.rawValue)\n")] + inner + [end, .control("\n")]
    }

    /// What a tool returned; what several returned one after the other is one turn where it stands in a user's.
    private func toolTurn(_ index: Int, in messages: [ChatMessage]) -> [ChatStretch] {
        let content = ChatStretch.content(messages[index].content)
        guard wrapsToolResponses else { return Self.turn(.tool, [content]) }
        let isFirst = index == 0 || messages[index - 1].role != .tool
        let isLast = index == messages.count - 1 || messages[index + 1].role != .tool
        return [
            .control((isFirst ? "<|im_start|>user" : "") + "\n<tool_response>\n"), content,
            .control("\n</tool_response>" + (isLast ? "<|im_end|>\n" : "")),
        ]
    }

    /// Cuts an answer at its `</think>`; the thought loses its tags and the line feeds around it.
    static func thought(in content: String) -> (thought: String, answer: String) {
        let parts = content.parts(separatedBy: "</think>")
        guard let first = parts.first, let last = parts.last, parts.count > 1 else { return ("", content) }
        let thought = first.droppingTrailingLineFeeds.parts(separatedBy: "<think>").last ?? ""
        return (
            thought.droppingLeadingLineFeeds.droppingTrailingLineFeeds, last.droppingLeadingLineFeeds
        )
    }
}

extension ChatMessage {
    /// Whether a user message carries a tool's answer rather than a question.
    fileprivate var isToolResponse: Bool {
        content.utf8.starts(with: "<tool_response>".utf8)
            && content.utf8.reversed().starts(with: "</tool_response>".utf8.reversed())
    }
}
