import Foundation
import LanguageModels
import Runtime
import Speculation

/// What a draft that is no model is, for people.
struct DraftListing {
    private let inspection: DraftInspection

    init(_ inspection: DraftInspection) { self.inspection = inspection }

    /// One fact a line.
    var text: String {
        let draft = inspection.draft
        var facts = [
            ("draft", URL(fileURLWithPath: inspection.path).lastPathComponent),
            ("kind", "\(draft.kind), which draft policy '\(inspection.policy)' reads"),
            ("format", draft.format),
            ("sizes", "\(draft.layers.counting("layer")) of width \(draft.width)"),
            ("reads", reads),
            ("vocabulary", vocabulary),
            ("memory", "\(draft.byteCount.inBytes) of weights"),
            ("targets", targets),
        ]
        if let name = draft.madeFor { facts.append(("made for", name)) }
        return FactList.text(of: facts)
    }

    private var vocabulary: String {
        let draft = inspection.draft
        guard let count = draft.vocabulary else { return "its target's" }
        return "\(count.counting("token")), of which it proposes \(draft.draftVocabulary ?? count)"
    }

    private var reads: String {
        let draft = inspection.draft
        if !draft.statesLayers { return "the inputs of its target's layers 2, L/2 and L - 3 of L" }
        let layers = draft.targetLayers.map(String.init).joined(separator: ", ")
        return draft.targetLayers.isEmpty
            ? "the state after its target's last layer" : "the inputs of its target's layers \(layers)"
    }

    private var targets: String {
        let draft = inspection.draft
        let vocabulary = draft.vocabulary.map { " with a vocabulary of \($0.counting("token"))" } ?? ""
        let wanted = "of width \(draft.targetWidth)\(vocabulary)"
        return inspection.targets.isEmpty
            ? "none beside it: it needs a model \(wanted)"
            : "\(inspection.targets.joined(separator: ", ")), and others \(wanted)"
    }
}
