public import Speculation

/// The tokens that a draft with a smaller vocabulary should know: those that answers use most.
public struct DraftVocabularyChoice: Sendable, Equatable {
    /// The chosen tokens, ascending: the token of each draft id.
    public let tokens: [Token]

    /// Chooses by frequency over the tokens of answers; of equally frequent tokens the lower id is preferred.
    ///
    /// Where answers use fewer different tokens than wanted, the smallest unused ids fill the rest.
    ///
    /// - Parameters:
    ///   - size: How many tokens to choose.
    ///   - vocabularySize: How many tokens the target knows.
    ///   - sequences: The training data.
    /// - Throws: ``DraftVocabularyError`` if the size is not between 1 and the target's vocabulary, or a token is
    ///   outside that vocabulary.
    public init(
        size: Int, vocabularySize: Int, sequences: [TrainingSequence]
    ) throws(DraftVocabularyError) {
        guard size >= 1, size <= vocabularySize else {
            throw DraftVocabularyError.size(size, vocabularySize: vocabularySize)
        }
        var counts = [Int](repeating: 0, count: vocabularySize)
        for sequence in sequences {
            for (token, isAnswer) in zip(sequence.tokens, sequence.isAnswer) where isAnswer {
                guard counts.indices.contains(token) else {
                    throw DraftVocabularyError.unknownToken(token, vocabularySize: vocabularySize)
                }
                counts[token] += 1
            }
        }
        // Unused tokens count 0, so the same order also fills up with the smallest of them.
        let order = counts.indices.sorted { counts[$0] == counts[$1] ? $0 < $1 : counts[$0] > counts[$1] }
        tokens = order.prefix(size).sorted()
    }
}

extension Collection<TrainingSequence> {
    /// The share of the answers' tokens that a vocabulary has; 0 where there is no answer.
    ///
    /// - Parameter vocabulary: Tokens of the target.
    /// - Returns: From 0 to 1.
    public func coverage(by vocabulary: [Token]) -> Double {
        let known = Set(vocabulary)
        var (covered, total) = (0, 0)
        for sequence in self {
            for (token, isAnswer) in zip(sequence.tokens, sequence.isAnswer) where isAnswer {
                total += 1
                if known.contains(token) { covered += 1 }
            }
        }
        return total > 0 ? Double(covered) / Double(total) : 0
    }
}

/// Why a draft vocabulary cannot be chosen.
public enum DraftVocabularyError: Error, Sendable, Equatable, CustomStringConvertible {
    /// A size that the target's vocabulary does not allow.
    case size(Int, vocabularySize: Int)

    /// A token of the data that the target does not know.
    case unknownToken(Token, vocabularySize: Int)

    /// One sentence.
    public var description: String {
        switch self {
        case .size(let size, let vocabularySize):
            "the draft's vocabulary must have between 1 and \(vocabularySize.counting("token")), the target's, not \(size)"
        case .unknownToken(let token, let vocabularySize):
            "the training data hold token \(token), and the target's vocabulary has \(vocabularySize)"
        }
    }
}
