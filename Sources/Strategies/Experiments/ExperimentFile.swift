import Speculation
import YAML

/// An experiment file as written: a strategy's sections, and what is varied and measured.
struct ExperimentFile {
    /// The sections that a file may hold, in the order in which files should have them.
    static let sections =
        ["name", "target", "draft", "tree", "verify", "sampling", "trainer", "budget", "seeds", "arms", "evaluate"]

    /// The sections with their places.
    let written: StrategyFile

    /// Takes a document apart.
    ///
    /// - Throws: ``StrategyFaults`` if the document is not a mapping.
    init(_ document: YAMLDocument) throws(StrategyFaults) {
        written = try StrategyFile(document, kind: "an experiment", sections: Self.sections)
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
            default: false
            }
        }
        return StrategyFile(shared + [tree].compactMap { $0 } + training, of: written)
    }
}
