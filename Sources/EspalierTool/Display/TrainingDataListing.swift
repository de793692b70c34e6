import Runtime
import Training

/// What was read to train and to measure on, for programs.
struct TrainingDataListing {
    private let corpus: CorpusSummary
    private let heldOut: HeldOutPrompts

    init(_ setup: TrainingSetup) {
        corpus = setup.corpus.summary
        heldOut = setup.heldOut
    }
}

extension TrainingDataListing: Encodable {
    private enum CodingKeys: String, CodingKey {
        case read, kept, sequences, tokens, truncated, unusable
        case answerTokens = "answer_tokens"
        case tooLong = "too_long"
        case withoutAnswer = "without_answer"
        case heldOut = "held_out"
    }

    private enum HeldOutKeys: String, CodingKey {
        case prompts, unusable
        case tooLong = "too_long"
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(corpus.read, forKey: .read)
        try container.encode(corpus.kept, forKey: .kept)
        try container.encode(corpus.sequences, forKey: .sequences)
        try container.encode(corpus.tokens, forKey: .tokens)
        try container.encode(corpus.answerTokens, forKey: .answerTokens)
        try container.encode(corpus.droppedTooLong, forKey: .tooLong)
        try container.encode(corpus.truncated, forKey: .truncated)
        try container.encode(corpus.withoutAnswer, forKey: .withoutAnswer)
        try container.encode(corpus.unusable.map(UnusableLine.init), forKey: .unusable)
        var prompts = container.nestedContainer(keyedBy: HeldOutKeys.self, forKey: .heldOut)
        try prompts.encode(heldOut.prompts.count, forKey: .prompts)
        try prompts.encode(heldOut.tooLong, forKey: .tooLong)
        try prompts.encode(heldOut.unusable.map(UnusableLine.init), forKey: .unusable)
    }
}
