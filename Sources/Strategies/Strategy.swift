public import LanguageModels
public import Speculation
import YAML

/// A strategy file as resolved: checked, every default filled in, ready to be loaded and run.
///
/// No weight has been read; ``/Speculation/DraftRecipe/load(in:)`` of the draft does that. What a strategy does not
/// mention has a value here all the same, so that ``resolvedText`` and ``resolved`` say everything that a result depends on.
public struct Strategy: Sendable {
    /// Its name in tables: ``writtenName``, with a suffix where another strategy of the same name stands beside it.
    public private(set) var name: String

    /// Its name as written, or the file's name without its ending; variants of a strategy have it in common.
    public let writtenName: String

    /// What it is for: the file's opening comment line; nil when there is none.
    public let comment: String?

    /// The file it was read from, as the user named it.
    public let file: String

    /// The target model: a bundled name such as `demo`, or a folder.
    public let targetModel: String

    /// How the target is opened: its precision, and how long its texts may become.
    public let targetOpening: ModelOpening

    /// How continuations are proposed.
    public let draft: Selection<any DraftRecipe>

    /// What shapes the draft tree; nil when the draft proposes nothing, which is plain decoding.
    public let builder: Selection<any TreeBuilder>?

    /// What decides on acceptance.
    public let verifier: Selection<any Verifier>

    /// How answers are drawn and where they end.
    public let request: RequestOptions

    /// The options of the section `target`, defaults included.
    let targetReadings: [OptionReading]

    /// The options of the section `sampling`, defaults included.
    let samplingReadings: [OptionReading]

    /// The text, for reports about it.
    let source: SourceText

    /// How the draft is trained; nil where the file has no section `train`.
    public let training: StrategyTraining?

    /// How tokens are drawn from what bias and penalties leave.
    public var sampling: SamplingRule { request.sampling }

    /// Where the randomness starts.
    public var seed: UInt64 { request.seed }

    /// The same strategy, called otherwise in tables.
    func named(_ name: String) -> Strategy {
        var strategy = self
        strategy.name = name
        return strategy
    }

    /// Reports faults that show only when the target is opened, such as a token that it does not have.
    public func report(_ faults: [Fault]) -> StrategyFaults {
        StrategyFaults([StrategyFaults.File(source, faults.map { SourceFault($0) })])
    }

    /// Where the file names the target; nil where it does not, or the command line does.
    public var targetPlace: OptionPlace? { Self.place(in: targetReadings) }

    /// Where the file names the draft's own model or head; where it names the policy if that is composed of others; nil where
    /// the command line names the draft.
    public var draftPlace: OptionPlace? { draft.placeOfFiles }

    /// Where the file names what training starts from: the draft, unless the trainer's `init` names another.
    public var startPlace: OptionPlace? {
        guard let training, case .stored = training.trainer.start else { return draftPlace }
        return Self.place(in: training.trainerReadings.filter { $0.name == "init" })
    }

    private static func place(in readings: [OptionReading]) -> OptionPlace? {
        readings.first { $0.type == OptionReader.pathType }.flatMap { $0.place == .nowhere ? nil : $0.place }
    }

    /// What the emitted tokens follow.
    ///
    /// Plain decoding draws from the target itself, whichever verifier is named.
    public var guarantee: Guarantee {
        draft.product.traits.draw == nil ? .exact : verifier.product.traits.guarantee
    }
}
