/// Finds out which parts of a rendered conversation the model is to write, by rendering it with and without each answer.
struct AnswerMarking {
    let renderer: ChatRenderer
    let tokenizer: Tokenizer

    /// A conversation as decoding meets it before its last answer, with all answers that it shows as they were written.
    private struct Lesson {
        var text: [MarkedScalar] = []
        var parts: [ChatStretch.Part] = []

        /// What the template writes behind the last answer.
        var behind: [MarkedScalar] = []

        mutating func append(_ scalars: some Collection<MarkedScalar>, _ part: ChatStretch.Part) {
            text += scalars
            parts += repeatElement(part, count: scalars.count)
        }

        /// Neighbours of one origin and part.
        var stretches: [ChatStretch] {
            var stretches: [ChatStretch] = []
            var start = 0
            for end in 1...max(text.count, 1) where start < text.count {
                if end < text.count, text[end].isTyped == text[start].isTyped, parts[end] == parts[start] { continue }
                stretches.append(ChatStretch(MarkedScalar.segment(text[start..<end]), part: parts[start]))
                start = end
            }
            return stretches
        }
    }

    /// What follows the last that somebody said.
    private struct Ending {
        /// How the turn ends, as the model writes it.
        let written: [MarkedScalar]
        /// What the template writes behind that.
        let behind: [MarkedScalar]
    }

    /// What the model writes for one message.
    private struct Answer {
        /// What decoding meets before it.
        let prompt: [MarkedScalar]
        let written: [MarkedScalar]
        let ending: Ending
    }

    /// The texts to learn a conversation from.
    ///
    /// - Parameters:
    ///   - messages: The turns.
    ///   - cutMessages: Places of assistant's messages that a limit broke off.
    /// - Returns: One text for answers that stand in each other's prompts as they were written, and one for each other answer.
    /// - Throws: ``ChatTemplateError`` if the template fails or refuses the messages.
    func lessons(of messages: [ChatMessage], cutMessages: Set<Int>) throws(ChatTemplateError) -> [[ChatStretch]] {
        var lessons: [Lesson] = []
        for place in messages.indices where messages[place].role == .assistant {
            let answer = try answer(at: place, of: messages)
            var lesson = Lesson()
            if let last = lessons.last, answer.prompt.starts(with: last.text) {
                lesson = lessons.removeLast()
            }
            lesson.append(answer.prompt[lesson.text.count...], .context)
            lesson.append(answer.written, .answer)
            lesson.append(answer.ending.written, cutMessages.contains(place) ? .context : .answerEnd)
            lesson.behind = answer.ending.behind
            lessons.append(lesson)
        }
        if lessons.isEmpty {
            var lesson = Lesson()
            lesson.append(try rendered(messages, addGenerationPrompt: false), .context)
            lessons.append(lesson)
        }
        return lessons.map { lesson in
            var lesson = lesson
            lesson.append(lesson.behind, .context)
            return lesson.stretches
        }
    }

    private func rendered(
        _ messages: some Collection<ChatMessage>, addGenerationPrompt: Bool
    ) throws(ChatTemplateError) -> [MarkedScalar] {
        try renderer.segments(Array(messages), addGenerationPrompt: addGenerationPrompt).flatMap(MarkedScalar.scalars)
    }

    private func answer(at place: Int, of messages: [ChatMessage]) throws(ChatTemplateError) -> Answer {
        let prompt = try rendered(messages[..<place], addGenerationPrompt: true)
        let whole = try rendered(messages[...place], addGenerationPrompt: false)
        if whole.starts(with: prompt) {
            let (written, ending) = divided(whole[prompt.count...])
            return Answer(prompt: prompt, written: written, ending: ending)
        }
        // The template writes the answer into a history as it never comes out: thoughts gone, or another frame around it. What
        // decoding meets is the prompt, and what the model then writes the message itself.
        if messages[place].callsTools { return call(messages[place], in: whole, after: prompt) }
        let content = MarkedScalar.scalars(.content(messages[place].content))
        let begun = beginning(of: content, standingIn: prompt)
        if begun == 0, MarkedScalar.text(prompt.suffix(Self.longestOpening)).contains("<think>"),
            !messages[place].content.contains("</think>")
        {
            // A thought is opened, and the message has none: the nearest that the template itself writes.
            let common = zip(whole, prompt).prefix { $0 == $1 }.count
            let (written, ending) = divided(whole[common...])
            return Answer(prompt: Array(whole[..<common]), written: written, ending: ending)
        }
        return Answer(
            prompt: prompt, written: blank(before: whole, after: prompt) + content[begun...],
            ending: divided(whole[...]).ending)
    }

    /// A call of a tool, which the template alone knows how to write, behind a prompt that it does not stand behind in a
    /// history: where the prompt opens a thought that the message does not have, behind the nearest that the template writes.
    private func call(_ message: ChatMessage, in whole: [MarkedScalar], after prompt: [MarkedScalar]) -> Answer {
        // What the prompt opens may begin with the same letters as the call.
        let common = zip(whole, prompt).prefix { $0 == $1 }.count
        let frame = whole[..<common].lastIndex { $0.scalar.isWhiteSpace || $0.scalar == ">" }.map { $0 + 1 } ?? 0
        let (written, ending) = divided(whole[frame...])
        let opening = MarkedScalar.text(prompt.suffix(Self.longestOpening))
        let isOpen = opening.contains("<think>") && !opening.contains("</think>")
        let lacksThought = isOpen && !message.content.contains("</think>")
        return Answer(prompt: lacksThought ? Array(whole[..<frame]) : prompt, written: written, ending: ending)
    }

    /// The white space that the template writes between the prompt's end and an answer, where the answer stands in a history.
    private func blank(before whole: [MarkedScalar], after prompt: [MarkedScalar]) -> [MarkedScalar] {
        guard let last = whole.lastIndex(where: \.isTyped) else { return [] }
        let start = whole[..<last].lastIndex { !$0.isTyped }.map { $0 + 1 } ?? 0
        let blank = whole[..<start].reversed().prefix { $0.scalar.isWhiteSpace }.count
        let before = whole[..<(start - blank)].reversed()
        let isSameFrame = zip(before, prompt.reversed()).prefix { $0 == $1 }.count >= Self.shortestFrame
        return isSameFrame ? Array(whole[(start - blank)..<start]) : []
    }

    /// So many characters before an answer tell that it stands behind the same thing as in the prompt.
    private static let shortestFrame = 4

    /// What a prompt may open an answer with is no longer than this.
    private static let longestOpening = 32

    /// How much of a message's beginning the prompt holds already, such as an opened thought.
    private func beginning(of content: [MarkedScalar], standingIn prompt: [MarkedScalar]) -> Int {
        let longest = min(content.count, prompt.count, Self.longestOpening)
        return (0...longest).reversed().first { length in
            zip(prompt.suffix(length), content.prefix(length)).allSatisfy { $0.scalar == $1.scalar }
        } ?? 0
    }

    /// Divides an answer from the end of its turn, and that from what the template writes behind it.
    ///
    /// The end is what follows the last that somebody said, up to its last special token; in a format without one, all but the
    /// white space.
    private func divided(_ text: ArraySlice<MarkedScalar>) -> (written: [MarkedScalar], ending: Ending) {
        let start = text.lastIndex(where: \.isTyped).map { $0 + 1 } ?? text.startIndex
        let (written, rest) = (Array(text[..<start]), Array(text[start...]))
        let behind = MarkedScalar.text(rest[...])
        let ends = tokenizer.specialTokens.compactMap { token in
            behind.unicodeScalars.ranges(of: token.piece.unicodeScalars).last.map {
                behind.unicodeScalars.distance(from: behind.startIndex, to: $0.upperBound)
            }
        }
        let length = ends.max() ?? rest.lastIndex { !$0.scalar.isWhiteSpace }.map { $0 + 1 } ?? 0
        return (written, Ending(written: Array(rest[..<length]), behind: Array(rest[length...])))
    }
}
