public import Decoding
public import LanguageModels
public import Ranks
import Speculation

/// Lets the target answer prompts itself, so that a draft learns from what the target really says, as EAGLE-3 does.
///
/// Many conversations are decoded at once; previous answers are the target's own. A turn that no
/// longer fits the context ends its conversation. The outcome depends on neither the batch size nor on how often the
/// work was interrupted and resumed.
public struct Regeneration {
    /// Where the prompts come from.
    public let source: RegenerationSource

    /// The target.
    public let model: Transformer

    /// The target's tokenizer and chat format.
    public let codec: ChatCodec

    /// How answers are drawn and where they end.
    public let rules: DecodingRules

    /// Where chance starts; every text of every conversation has a stream of its own.
    public let seed: UInt64

    /// What decodes, plainly unless set; a lossless strategy changes nothing but the time.
    public var engine: DecodingEngine

    /// How many conversations are decoded together; the outcome does not depend on it.
    public var batchSize = 16

    /// The processes among which prompts are divided, this one among them; nil where it is alone.
    ///
    /// The outcome does not depend on it. A target that writes the prompts is asked by one process alone.
    public var ranks: RankGroup?

    /// Asked between passes; once true, the run stops, and what is complete stays in the journal.
    public var isCancelled: () -> Bool = { false }

    /// Hears how far the run has come.
    public var onProgress: (RegenerationProgress) -> Void = { _ in }

    /// How a user's turn is written; nil where the format does not mark it, and then nothing is synthesised.
    let userTurn: UserTurn?

    /// Sets up a run.
    ///
    /// - Parameters:
    ///   - source: Where the prompts come from.
    ///   - model: The target.
    ///   - codec: The target's tokenizer and chat format.
    ///   - rules: How answers are drawn and where they end.
    ///   - seed: Where chance starts.
    /// - Throws: ``RegenerationError`` if prompts are to be written in a format that does not mark users' turns, or
    ///   `ChatTemplateError` if the format cannot begin with a user's message.
    public init(
        _ source: RegenerationSource, model: Transformer, codec: ChatCodec, rules: DecodingRules, seed: UInt64
    ) throws {
        self.source = source
        self.model = model
        engine = DecodingEngine(plainly: TransformerTarget(model))
        self.codec = codec
        self.rules = rules
        self.seed = seed
        userTurn = try codec.renderer.userTurn()
        if case .synthesis = source, userTurn == nil {
            throw RegenerationError.noUserTurn(template: codec.renderer.template.name)
        }
    }

    /// Makes the conversations that a journal does not have yet.
    ///
    /// - Parameter journal: What was done before; each conversation is added as soon as those before it are complete.
    /// - Returns: What the journal then holds, and whether that is all.
    /// - Throws: ``RegenerationError`` where the target writes hardly any new prompt; what decoding and writing throw.
    public func run(continuing journal: inout RegenerationJournal) throws -> RegenerationSummary {
        var count = [journal.records.count]
        try ranks?.share(&count)
        var run = RegenerationRun(self, continuing: journal.records, count: count[0])
        return try run.finish(in: &journal)
    }

    /// Makes conversations for the process that leads, on every other one, until there are no more or the run is cancelled.
    ///
    /// - Precondition: There are several processes, and this one does not lead.
    /// - Throws: `RankError` if messages fail. What decoding throws is told to the leader.
    public func follow() throws {
        guard let ranks, !ranks.isLeader else { preconditionFailure("no process to follow") }
        var count = [0]
        try ranks.share(&count)
        var run = RegenerationRun(self, continuing: [], count: count[0])
        try run.follow(in: ranks)
    }
}
