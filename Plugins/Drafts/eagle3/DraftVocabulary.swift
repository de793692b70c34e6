import Foundation
import LanguageModels

/// Which tokens of the target a draft can propose, in the order of its own ids.
///
/// `d2t` holds offsets, `target = draft + d2t[draft]`; `t2d` marks the target's tokens that have a draft id. Draft ids
/// ascend with target ids, so either determines the other, and a file in which they disagree is refused.
struct DraftVocabulary: Sendable {
    /// The target's token of each draft id, ascending.
    let targetTokens: [Int]

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

    init(draftSize: Int, targetSize: Int, from reader: inout TensorReader) throws {
        guard reader.has("d2t") || draftSize != targetSize else {
            targetTokens = Array(0..<targetSize)
            return
        }
        let offsets = try reader.take("d2t", shape: [draftSize])
        guard offsets.entry.type == "I64" else {
            throw reader.error("tensor 'd2t' must be I64, not \(offsets.entry.type)")
        }
        targetTokens = Self.integers(offsets.bytes).enumerated().map { $0 &+ $1 }
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
        guard marks.entry.type == "BOOL" else {
            throw reader.error("tensor 't2d' must be BOOL, not \(marks.entry.type)")
        }
        let marked = marks.bytes.enumerated().filter { $0.element != 0 }.map(\.offset)
        guard marked == targetTokens else { throw reader.error("tensors 'd2t' and 't2d' disagree") }
    }

    private static func integers(_ bytes: Data) -> [Int] {
        bytes.withUnsafeBytes { bytes in
            (0..<bytes.count / 8).map {
                Int(Int64(littleEndian: bytes.loadUnaligned(fromByteOffset: 8 * $0, as: Int64.self)))
            }
        }
    }
}
