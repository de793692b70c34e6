import Foundation
import LanguageModels

/// Which tokens of the target a draft can propose, in the order of its own ids.
///
/// `d2t` holds offsets, `target = draft + d2t[draft]`, or in GGUF files tokens; `t2d` marks the target's tokens that have a draft id. Draft ids
/// ascend with target ids, so either determines the other, and a file in which they disagree is refused.
struct DraftVocabulary: Sendable {
    /// The target's token of each draft id, ascending.
    let targetTokens: [Int]

    /// Whether every draft id is the target's too.
    var isUnmapped: Bool { targetTokens.last == targetTokens.count - 1 }

    /// Chosen tokens.
    ///
    /// - Throws: `ModelError` if they do not ascend within the target's vocabulary.
    init(_ tokens: [Int], targetSize: Int) throws {
        let ascends = zip(tokens, tokens.dropFirst()).allSatisfy { $0 < $1 }
        guard let first = tokens.first, let last = tokens.last, ascends, first >= 0, last < targetSize else {
            throw ModelError("draft vocabulary", "its tokens must ascend below \(targetSize)")
        }
        targetTokens = tokens
    }

    init(draftSize: Int, targetSize: Int, isAbsolute: Bool = false, from reader: inout TensorReader) throws {
        guard reader.has("d2t") || draftSize != targetSize else {
            targetTokens = Array(0..<targetSize)
            return
        }
        let offsets = try reader.take("d2t", shape: [draftSize])
        guard let numbers = IntegerTensor.numbers(of: offsets.bytes, type: offsets.entry.type) else {
            throw reader.error("tensor 'd2t' must hold integers, not \(offsets.entry.type)")
        }
        targetTokens = isAbsolute ? numbers : numbers.enumerated().map { $0 &+ $1 }
        var previous = -1
        for (draft, token) in targetTokens.enumerated() {
            guard token > previous && token < targetSize else {
                throw reader.error(
                    "tensor 'd2t' maps draft token \(draft) to \(token), which is not ascending below \(targetSize)")
            }
            previous = token
        }
        guard reader.has("t2d") else { return }
        let marks = try reader.take("t2d", shape: [targetSize])
        guard let flags = IntegerTensor.numbers(of: marks.bytes, type: marks.entry.type) else {
            throw reader.error("tensor 't2d' must hold marks or integers, not \(marks.entry.type)")
        }
        let marked = flags.enumerated().filter { $0.element != 0 }.map(\.offset)
        guard marked == targetTokens else { throw reader.error("tensors 'd2t' and 't2d' disagree") }
    }
}
