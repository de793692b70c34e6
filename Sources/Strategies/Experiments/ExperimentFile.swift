import Speculation
import YAML

/// An experiment file as written: a strategy's sections, and what is varied and measured.
struct ExperimentFile {
    /// The sections that a file may hold, in the order in which files should have them.
    static let sections = FileSection.ofExperiments.map(\.rawValue)

    /// The sections with their places.
    let written: StrategyFile

    /// Takes a document apart.
    ///
    /// - Throws: ``StrategyFaults`` if the document is not a mapping.
    init(_ document: YAMLDocument) throws(StrategyFaults) {
        written = try StrategyFile(document, kind: "an experiment", sections: Self.sections)
    }

    /// Whether a document describes an experiment rather than a strategy: it has the arms, or nothing to train and some other
    /// section that only experiments have.
    static func recognises(_ document: YAMLDocument) -> Bool {
        let names = Set((document.root.pairs ?? []).map(\.name))
        if names.contains(FileSection.arms.rawValue) { return true }
        return !names.contains(FileSection.train.rawValue)
            && [FileSection.budget, .evaluate].contains { names.contains($0.rawValue) }
    }

    /// Whether a document describes a strategy rather than an experiment: it has sections of one, and none that only
    /// experiments have.
    static func isStrategy(_ document: YAMLDocument) -> Bool {
        let names = Set((document.root.pairs ?? []).map(\.name))
        let own = Set(FileSection.ofExperiments.map(\.rawValue)).subtracting(StrategyFile.sections)
        return names.isDisjoint(with: own)
            && names.isSuperset(of: [FileSection.draft, .verify].map(\.rawValue))
    }

    /// The file's strategy, to be read as any other.
    ///
    /// - Parameters:
    ///   - tree: What stands in place of the section `tree`; nil leaves it.
    ///   - training: The sections `train` and `trainer`; none for a strategy that is not trained.
    /// - Returns: The strategy's sections, with their places in this file.
    func strategy(tree: OptionMember? = nil, training: [OptionMember] = []) -> StrategyFile {
        let shared = written.members.filter { member in
            switch member.name {
            case "name", "target", "draft", "verify", "sampling": true
            case "tree": tree == nil
            // What is misspelt is told as that, and not as missing besides.
            default: !written.knownSections.contains(member.name)
            }
        }
        return StrategyFile(shared + [tree].compactMap { $0 } + training, of: written)
    }
}
