extension ChatRenderer {
    /// Where the parts of a conversation end that are learnt from one by one: places of messages, in order, the last one's
    /// among them.
    ///
    /// Formats with thinking drop a thought once the next question is asked, so that the answers of one conversation are never
    /// written after one another as they stand there. What decoding meets before an answer is the conversation up to it, with
    /// earlier thoughts gone; an answer with a thought is therefore learnt from as the last one of a conversation of its own.
    func endsOfLearning(in messages: [ChatMessage]) -> [Int] {
        let ends = messages.indices.filter { place in
            guard messages[place].role == .assistant else { return false }
            switch template {
            case .qwen3: return !allowsThinking || hasThought(messages[place])
            case .deepSeekR1: return hasThought(messages[place])
            case .plainText, .chatML, .llama2, .llama3, .vicuna: return false
            }
        }
        let learnt = ends.last ?? -1
        let remains = ends.isEmpty || messages[(learnt + 1)...].contains { $0.role == .assistant }
        return remains ? ends + [messages.count - 1] : ends
    }

    /// The same format as training needs it: the last message keeps its thought.
    var forTraining: ChatRenderer {
        var renderer = self
        renderer.keepsLastThought = true
        return renderer
    }

    private func hasThought(_ message: ChatMessage) -> Bool {
        !Self.thought(in: message.content).thought.unicodeScalars.isEmpty
    }
}
