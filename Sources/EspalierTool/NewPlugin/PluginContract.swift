import ArgumentParser
import Speculation

/// What a plugin can be, as an option's value.
enum PluginContract: String, ExpressibleByArgument, CaseIterable {
    /// Shapes draft trees.
    case treeBuilder = "tree-builder"
    /// Proposes continuations.
    case draftPolicy = "draft-policy"
    /// Decides what is accepted.
    case verifier
    /// What a draft is trained for.
    case objective

    /// What messages call it.
    var kind: String { rawValue.replacing("-", with: " ") }

    /// What types of this kind end in.
    var suffix: String {
        switch self {
        case .treeBuilder: "Tree"
        case .draftPolicy: "Draft"
        case .verifier: "Verifier"
        case .objective: "Loss"
        }
    }

    /// The names that are taken.
    func names(in registry: PluginRegistry) -> [String] {
        switch self {
        case .treeBuilder: registry.treeBuilders.names
        case .draftPolicy: registry.draftPolicies.names
        case .verifier: registry.verifiers.names
        case .objective: registry.objectives.names
        }
    }

    /// What to do first with a plugin of this kind, as arguments of the command.
    func firstCommand(_ word: String) -> String {
        self == .objective ? "train \(word) --output head" : "compare"
    }
}
