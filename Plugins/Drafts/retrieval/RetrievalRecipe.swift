import Files
import Foundation
import LanguageModels
public import Speculation

/// Drafts what followed the same words in a text file.
///
/// REST (He et al. 2023, arXiv 2311.08252): the text is cut into the target's tokens, all of its places are put in the order of
/// what follows them, and the longest suffix of the sequence that stands in the text is found by halving. It needs no model and
/// pays where answers resemble the text: a code base, a manual, answers of the same target.
public struct RetrievalRecipe: DraftRecipe {
    /// The word that strategy files use.
    public static let name = "retrieval"

    /// What `espalier plugins` says of it.
    public static let summary = "What followed the same tokens in a text file (REST, arXiv 2311.08252)."

    /// The file.
    public let text: String

    /// The longest suffix that is looked for.
    public let longestMatch: Int

    /// The shortest.
    public let shortestMatch: Int

    /// Reads its options.
    public init(from options: inout OptionReader) {
        text = options.path(
            "text", default: nil, help: "A text file, such as source code or answers of the same target.")
        let longest = options.integer(
            "longest_match", default: 16, in: 1...64, help: "Longest suffix of the sequence that is looked for.")
        shortestMatch = options.integer("shortest_match", default: 2, in: 1...64, help: "Shortest suffix.")
        longestMatch = max(longest, shortestMatch)
        if shortestMatch > longest {
            options.fault(
                "shortest_match", "shortest_match is \(shortestMatch), more than longest_match, \(longest)")
        }
    }

    /// Children are found, not drawn.
    public var traits: DraftTraits { DraftTraits(draw: .retrieved, givesProbabilities: true) }

    /// Reads and indexes the text.
    ///
    /// - Parameter context: The target, whose tokenizer cuts the text.
    /// - Returns: The policy.
    /// - Throws: `ModelError` if the file cannot be read as text or has too few tokens, or the target has no tokenizer.
    public func load(in context: DraftLoading) throws -> any DraftPolicy {
        guard let target = (context.target as? TransformerTarget)?.model, let tokenizer = try target.files.tokenizer()
        else { throw ModelError(text, "draft policy 'retrieval' needs a target with a tokenizer") }
        let contents = try Self.contents(of: context.locate(text))
        let tokens = try tokenizer.fitted(to: target.configuration.vocabularySize)
            .encode(contents, addSpecialTokens: false, recognisingSpecialTokens: false)
        guard tokens.count > shortestMatch else {
            throw ModelError(text, "is too short to draft from: it has \(tokens.count.counting("token"))")
        }
        return RetrievalDraft(
            index: SuffixArray(of: tokens, comparing: longestMatch + SuffixArray.lookahead),
            matches: shortestMatch...longestMatch)
    }

    private static func contents(of file: URL) throws -> String {
        let bytes: Data
        do {
            bytes = try InputFile.bytes(of: file.path)
        } catch {
            throw ModelError(file.path, "cannot be read as a text: \(SystemCause(of: error))")
        }
        guard let text = String(data: bytes, encoding: .utf8) else {
            throw ModelError(file.path, "is no text: its bytes are not UTF-8")
        }
        return text
    }
}

/// An indexed text to draft from.
struct RetrievalDraft: DraftPolicy {
    let index: SuffixArray

    /// How long suffixes of the sequence may be that are looked for.
    let matches: ClosedRange<Int>

    /// It needs nothing of the target but its tokens.
    var features: FeatureRequest? { nil }

    func begin(_ beginning: DraftBeginning) throws -> any DraftSession { RetrievalSession(self) }
}
