public import Foundation

/// A draft policy as a strategy file asks for it: its options, before any model is opened.
///
/// Reading options and loading weights are two steps so that every fault of a file, an illegal combination included,
/// is reported at once and in no time.
public protocol DraftRecipe: Plugin {
    /// How this draft, with these options, chooses children.
    var traits: DraftTraits { get }

    /// Opens whatever the policy needs.
    ///
    /// - Parameter context: The target that it drafts for, and where models are found.
    /// - Throws: If a file is missing or does not fit the target.
    /// - Returns: The policy, ready to begin sequences.
    func load(in context: DraftLoading) throws -> any DraftPolicy

    /// Why its weights cannot be trained here, as a sentence goes on after its name; nil, unless given, for a draft that can
    /// be trained or has no weights.
    static var obstacleToTraining: String? { get }
}

extension DraftRecipe {
    /// None.
    public static var obstacleToTraining: String? { nil }
}

/// How a draft chooses children.
public struct DraftTraits: Sendable, Hashable {
    /// How children are chosen; nil when the draft proposes none at all, which is plain decoding.
    public var draw: DrawMode?

    /// Whether every candidate carries the draft's log-probability.
    public var givesProbabilities: Bool

    /// The longest path that it can propose; nil when there is no limit.
    public var maximumDepth: Int?

    /// What the drafts are called that it is merged of, in the order that ``Candidates/sources`` counts; empty for one draft.
    public var sources: [String]

    /// Describes a draft.
    ///
    /// - Parameters:
    ///   - draw: How children are chosen; nil when none are proposed.
    ///   - givesProbabilities: Whether every candidate carries the draft's log-probability.
    ///   - maximumDepth: The longest path that it can propose.
    ///   - sources: What the drafts are called that it is merged of.
    public init(draw: DrawMode?, givesProbabilities: Bool, maximumDepth: Int? = nil, sources: [String] = []) {
        self.draw = draw
        self.givesProbabilities = givesProbabilities
        self.maximumDepth = maximumDepth
        self.sources = sources
    }
}

/// What a draft may use while it loads.
public struct DraftLoading: Sendable {
    /// The target that it drafts for.
    public let target: any Target

    /// Finds the folder or the file of a model named in a strategy file: a bundled name such as `demo/eagle3`, or a path.
    public let locate: @Sendable (_ reference: String) throws -> URL

    /// Gathers what a draft may use.
    ///
    /// - Parameters:
    ///   - target: The target that it drafts for.
    ///   - locate: Finds the folder or the file of a model named in a strategy file; throws a described error if there is none.
    public init(target: any Target, locate: @escaping @Sendable (_ reference: String) throws -> URL) {
        self.target = target
        self.locate = locate
    }
}
