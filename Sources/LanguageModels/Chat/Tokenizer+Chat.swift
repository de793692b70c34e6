extension Tokenizer {
    /// Checks that the vocabulary has the tokens a chat format is made of.
    ///
    /// - Throws: ``TokenizerError`` naming the missing ones: a model without them was not trained on the format.
    public func validate(_ template: ChatTemplate) throws(TokenizerError) {
        let missing = template.requiredTokens.filter { id(of: $0) == nil }
        guard missing.isEmpty else {
            throw TokenizerError(
                file: source,
                reason: "the chat template \(template.name) needs the tokens \(missing.joined(separator: ", ")), "
                    + "which the vocabulary does not have")
        }
        // A file that does not tell which tokens control the model would have them spelled out, letter by letter.
        let spelled = template.requiredTokens.filter {
            (try? encode($0, addSpecialTokens: false)) != id(of: $0).map { [$0] }
        }
        guard !spelled.isEmpty else { return }
        throw TokenizerError(
            file: source,
            reason:
                "the chat template \(template.name) needs the tokens \(spelled.joined(separator: ", ")), which the "
                + "tokenizer takes for ordinary text")
    }

    /// The ids that end the model's turn in a chat format: what its template writes behind an answer, and what others write in
    /// its place.
    func turnEnds(of renderer: ChatRenderer) -> Set<Int> {
        let (question, answer) = (ChatSegment.content("x"), ChatSegment.content("y"))
        let talk = [
            ChatMessage(role: .user, content: question.text), ChatMessage(role: .assistant, content: answer.text),
        ]
        guard let segments = try? renderer.segments(talk, addGenerationPrompt: false),
            let place = segments.lastIndex(of: answer),
            let tokens = try? encode(Array(segments[(place + 1)...])),
            let end = tokens.first(where: { isSpecial($0) }), let spelling = piece(of: end),
            segments[(place + 1)...].map(\.text).joined().trimmingPrefix(while: \.isWhitespace).hasPrefix(spelling)
        else { return [] }
        let relatives = Self.endFamilies.first { $0.contains(spelling) } ?? []
        return Set([end] + relatives.compactMap { id(of: $0) }.filter { isSpecial($0) })
    }

    /// Tokens of which models of one family use now one, now another.
    private static let endFamilies = [
        ["<|im_end|>", "<|endoftext|>"], ["<|eot_id|>", "<|eom_id|>", "<|end_of_text|>"],
    ]
}
