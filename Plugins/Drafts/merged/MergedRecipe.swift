private import Foundation
public import Speculation

/// The options of draft policy `merged`: several drafts that grow one tree.
///
/// A head knows what is likely, a search knows what stood there before; a tree of both is accepted where either is right.
public struct MergedRecipe: DraftRecipe {
    /// The word that strategy files use.
    public static let name = "merged"

    /// What `espalier plugins` says of it.
    public static let summary = "Several drafts grow one tree; what more than one proposes stands in it once."

    /// The drafts, the preferred one first.
    public let parts: [Selection<any DraftRecipe>]

    /// What a candidate counts as of whose probability no draft knows anything; nil where all candidates go without.
    public let retrievedProbability: Double?

    /// Merges drafts that have been read.
    ///
    /// - Parameters:
    ///   - parts: The drafts, the preferred one first; each proposes something, and draws nothing at random.
    ///   - retrievedProbability: What a candidate counts as of whose probability no draft knows anything.
    public init(_ parts: [Selection<any DraftRecipe>], retrievedProbability: Double? = nil) {
        self.parts = parts
        self.retrievedProbability = retrievedProbability
    }

    /// Reads the options.
    public init(from options: inout OptionReader) {
        let parts = options.selections(
            "of", of: \.draftPolicies, key: "policy", count: 2...8,
            help:
                "the drafts, the preferred one first, such as [{policy: eagle3, head: demo/eagle3}, {policy: prompt-lookup}]"
        )
        let probability = options.optionalNumber(
            "retrieved_probability", absent: "none", in: 0.001...1,
            help:
                "what a continuation counts as that only drafts without probabilities propose; builders that rank need it"
        )
        for part in parts {
            guard let draw = part.product.traits.draw else {
                options.fault("draft policy '\(part.name)' proposes nothing, so it cannot be merged", at: part.place)
                continue
            }
            if !DrawMode.deterministic.contains(draw) {
                options.fault(
                    "draft policy '\(part.name)' draws its candidates at random (\(draw.rawValue)), and such a draft cannot be "
                        + "merged: no verifier would be exact", at: part.place)
            }
        }
        if probability != nil && !parts.isEmpty && parts.allSatisfy({ $0.product.traits.givesProbabilities }) {
            options.fault(
                "retrieved_probability",
                "retrieved_probability is of no use: each of these drafts gives probabilities of its own")
        }
        self.init(parts, retrievedProbability: probability)
    }

    /// Whether candidates are ranked by probability.
    var ranks: Bool { retrievedProbability != nil || parts.allSatisfy { $0.product.traits.givesProbabilities } }

    /// As its drafts, all of which are functions of the context: found if any is, as long as the longest.
    public var traits: DraftTraits {
        let depths = parts.map(\.product.traits.maximumDepth)
        return DraftTraits(
            draw: parts.allSatisfy { $0.product.traits.draw == .topK } ? .topK : .retrieved, givesProbabilities: ranks,
            maximumDepth: depths.contains(nil) ? nil : depths.compactMap(\.self).max(), sources: parts.map(\.name))
    }

    /// Opens every draft.
    ///
    /// - Parameter context: The target, and where models are found.
    /// - Returns: The policy.
    /// - Throws: What the drafts throw.
    public func load(in context: DraftLoading) throws -> any DraftPolicy {
        MergedDraft(
            parts: try parts.map { part in try part.opening { try $0.load(in: context) } }, ranks: ranks,
            assumedLogProbability: Float(log(retrievedProbability ?? 1)))
    }
}
