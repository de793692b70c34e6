import Decoding
import Speculation

extension ComparisonRun {
    /// Counts a prompt that every strategy completed, and compares the answers with plain decoding's.
    mutating func conclude(_ prompt: Prompt, at index: Int, _ dialogues: [Dialogue]) throws {
        for place in lineup.contestants.indices where lineup.mustMatchBaseline(place) {
            if let difference = try firstDifference(of: place, in: dialogues, prompt: prompt, index: index) {
                result.differences.append(difference)
            } else {
                result.contestants[place].identical = (result.contestants[place].identical ?? 0) + 1
            }
        }
        for place in lineup.contestants.indices {
            result.contestants[place].tally.append(dialogues[place].answers)
            result.contestants[place].answers.append(
                PromptAnswers(
                    prompt: prompt.id, category: prompt.category,
                    answers: zip(dialogues[place].answers, dialogues[place].texts).map { record, text in
                        PromptAnswers.Answer(
                            tokens: record.tokens, text: text, tally: GenerationTally(counting: record))
                    }))
        }
        result.prompts.append(prompt.id)
    }

    /// The first turn is the only one to look at once it differs: later turns answer different conversations.
    private func firstDifference(
        of place: Int, in dialogues: [Dialogue], prompt: Prompt, index: Int
    ) throws -> OutputDifference? {
        let own = dialogues[place]
        let plain = dialogues[lineup.contestants[place].baseline]
        for turn in own.answers.indices {
            let tokens = own.answers[turn].tokens
            let expected = plain.answers[turn].tokens
            guard let position = OutputDifference.firstPosition(in: tokens, against: expected) else { continue }

            let plainToken = position < expected.count ? expected[position] : nil
            let strategyToken = position < tokens.count ? tokens[position] : nil
            let request = request(own.inputs[turn], promptAt: index, turn: turn, by: place)
            let row = adjusted(
                try comparison.plainLogits(own.inputs[turn] + expected[..<position]), for: request,
                after: expected[..<position], by: place)
            let text = { (token: Token?) in token.map { comparison.codec.text([$0]) } }
            let roundRow = try roundLogits(at: position, of: tokens, answering: request, by: place)
            return OutputDifference(
                strategy: lineup.contestants[place].entry.name, prompt: prompt.id, turn: turn + 1, position: position,
                plainToken: plainToken, strategyToken: strategyToken,
                plainText: text(plainToken), strategyText: text(strategyToken),
                plainLogits: .init(of: plainToken, and: strategyToken, in: row),
                strategyLogits: roundRow.map { .init(of: plainToken, and: strategyToken, in: $0) },
                highest: OutputDifference.RankedToken.highestTwo(in: row))
        }
        return nil
    }

    /// What a request's rules make of the target's row after a part of an answer.
    private func adjusted(
        _ row: [Float], for request: DecodingRequest, after answer: ArraySlice<Token>, by place: Int
    ) -> [Float] {
        var growing = GrowingAnswer(to: request, by: lineup.contestants[place].entry.engine.target)
        for token in answer { growing.append(token) }
        return Array(growing.adjust(TreeScores(logits: row, vocabularySize: row.count)).row(0))
    }

    /// The row of logits from which the strategy took a token, by decoding its answer once more.
    ///
    /// Keeping every round's scores while measuring would cost the time that is being measured.
    ///
    /// - Returns: Nil for a first token, which no round scored, and where the second run went another way.
    private func roundLogits(
        at position: Int, of tokens: [Token], answering request: DecodingRequest, by place: Int
    ) throws -> [Float]? {
        guard position > 0, position < tokens.count else { return nil }
        var loop = try DecodingLoop(lineup.contestants[place].entry.engine, request)
        while loop.finish == nil {
            let start = loop.emitted.count
            let outcome = try loop.observedRound().outcome
            guard position < loop.emitted.count else { continue }
            guard loop.emitted[...position] == tokens[...position] else { return nil }
            let node = position == start ? 0 : outcome.path[position - start - 1]
            return Array(outcome.scores.row(node))
        }
        return nil
    }
}
