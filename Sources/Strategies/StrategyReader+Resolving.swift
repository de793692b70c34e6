import Foundation
import LanguageModels
import Speculation
import YAML

extension StrategyReader {
    /// Reads meaning into a file.
    ///
    /// - Throws: Every fault of the file.
    func resolve(_ file: StrategyFile) throws(StrategyFaults) -> Strategy {
        var sections = sections(of: file)
        sections.rejectUnknownSections()
        guard let strategy = strategy(&sections) else { throw sections.report }
        return strategy
    }

    /// Reads a file's sections for what this reader knows.
    func sections(of file: StrategyFile) -> SectionReader { SectionReader(file, registry: registry, names: names) }

    /// The strategy that sections make; nil where they have a fault.
    func strategy(_ sections: inout SectionReader) -> Strategy? {
        let name = strategyName(&sections)
        let (model, opening, targetReadings) = target(&sections)
        let draft = required("draft", "how continuations are proposed", registry.draftPolicies, &sections)
            .flatMap {
                sections.selection(
                    from: $0, key: "policy", of: registry.draftPolicies, replacements: overrides.draft)
            }
        let builder = builder(for: draft, &sections)
        let verifier = required("verify", "what decides on acceptance", registry.verifiers, &sections)
            .flatMap { sections.selection(from: $0, key: "verifier", of: registry.verifiers) }
        let (request, samplingReadings) = sampling(&sections)
        let training = training(of: draft, &sections)
        checkVerifier(verifier, for: draft, builder, request.sampling, &sections)
        guard sections.faults.isEmpty, let draft, let verifier else { return nil }
        return Strategy(
            name: name, writtenName: name, comment: sections.file.comment, file: sections.file.source.name,
            targetModel: model,
            targetOpening: opening, draft: draft, builder: builder, verifier: verifier, request: request,
            targetReadings: targetReadings, samplingReadings: samplingReadings, source: sections.file.source,
            training: training)
    }

    /// A section that must be there.
    private func required<Product>(
        _ name: String, _ purpose: String, _ catalogue: Catalogue<Product>, _ sections: inout SectionReader
    ) -> OptionMember? {
        if let member = sections.file[name] { return member }
        // One that stands there misspelt has been told as that.
        if sections.isMisspelt(name) { return nil }
        let known = catalogue.names.joined(separator: ", ")
        sections.fault(
            "section '\(name)' is missing: it says \(purpose) (known: \(known))", at: sections.file.start)
        return nil
    }

    private func target(
        _ sections: inout SectionReader
    ) -> (model: String, opening: ModelOpening, readings: [OptionReading]) {
        sections.options(of: "target", example: "model: demo", replacements: overrides.target) { options in
            let target = TargetOptions(from: &options)
            return (target.model, target.opening, options.readings)
        }
    }

    private func sampling(_ sections: inout SectionReader) -> (RequestOptions, readings: [OptionReading]) {
        sections.options(of: "sampling", example: "temperature: 0", replacements: overrides.sampling) { options in
            let request = RequestOptions(from: &options)
            return (request, options.readings)
        }
    }

    /// The tree section, which belongs to exactly the drafts that propose something.
    private func builder(
        for draft: Selection<any DraftRecipe>?, _ sections: inout SectionReader
    ) -> Selection<any TreeBuilder>? {
        let proposes = draft.map { $0.product.traits.draw != nil }
        guard let section = sections.file["tree"] else {
            if proposes == true {
                _ = required("tree", "what shapes the draft tree", registry.treeBuilders, &sections)
            }
            return nil
        }
        let builder = sections.selection(from: section, key: "builder", of: registry.treeBuilders)
        if let draft, let builder {
            let objection = Compatibility(registry: registry).objection(
                to: (builder.name, builder.product.traits), for: (draft.name, draft.product.traits))
            let place = proposes == true ? Self.place(of: "builder", in: section) : section.place
            if let objection { sections.fault(objection, at: place) }
        }
        return builder
    }

    /// The sections that only training reads; a draft without a builder has no tree to be trained for.
    private func training(
        of draft: Selection<any DraftRecipe>?, _ sections: inout SectionReader
    ) -> StrategyTraining? {
        var readings: [OptionReading] = []
        let trainer = sections.options(
            of: "trainer", example: "steps: 1000", replacements: overrides.trainer
        ) { options in
            let trainer = TrainerOptions(from: &options)
            readings = options.readings
            return trainer
        }
        guard let section = sections.file["train"] else {
            if let stray = sections.file["trainer"] {
                sections.fault("section 'trainer' needs a section 'train' that names an objective", at: stray.place)
            }
            return nil
        }
        if let draft, draft.product.traits.draw == nil {
            sections.fault(
                "draft policy '\(draft.name)' proposes nothing, so there is nothing to train", at: section.place)
        }
        guard let objective = sections.selection(from: section, key: "objective", of: registry.objectives) else {
            return nil
        }
        if objective.product.traits.growsTrees, let draft, let draw = draft.product.traits.draw, draw.isDrawn {
            sections.fault(
                "objective '\(objective.name)' trains for trees of the draft's most probable tokens, and draft policy "
                    + "'\(draft.name)' draws them (draw: \(draw.rawValue)): train with draw: top-k, or with another objective",
                at: Self.place(of: "objective", in: section))
        }
        return StrategyTraining(objective: objective, trainer: trainer, trainerReadings: readings)
    }

    private func checkVerifier(
        _ verifier: Selection<any Verifier>?, for draft: Selection<any DraftRecipe>?,
        _ builder: Selection<any TreeBuilder>?, _ sampling: SamplingRule, _ sections: inout SectionReader
    ) {
        guard let verifier, let draft, let section = sections.file["verify"] else { return }
        let (compatibility, judged) = (Compatibility(registry: registry), (verifier.name, verifier.product.traits))
        let objection =
            compatibility.objection(to: judged, for: (draft.name, draft.product.traits), sampling: sampling)
            ?? builder.flatMap { compatibility.objection(to: judged, for: ($0.name, $0.product.traits)) }
        if let objection { sections.fault(objection, at: Self.place(of: "verifier", in: section)) }
    }

    private static func place(of key: String, in section: OptionMember) -> OptionPlace {
        guard case .map(let members) = section.value.content else { return section.place }
        return members.first { $0.name == key }?.value.place ?? section.place
    }
}
