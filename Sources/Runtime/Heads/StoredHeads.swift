package import Foundation
package import Speculation
package import Training

/// Opens heads that can be stored, by the draft policy that reads them.
package struct StoredHeads {
    private let policy: String
    private let target: any Target
    private let recipe: Catalogue<any DraftRecipe>.Entry

    /// Finds the policy.
    ///
    /// - Parameters:
    ///   - policy: Its name.
    ///   - registry: The plugins among which it is.
    ///   - target: The target of all heads.
    /// - Throws: ``RuntimeError`` if there is no such policy, or nothing of it is stored.
    package init(readBy policy: String, in registry: PluginRegistry, for target: any Target) throws {
        let policies = registry.draftPolicies
        let storing = policies.entries.filter { $0.example is any StorableRecipe }
        guard let recipe = policies[policy] else {
            throw RuntimeError(
                "unknown draft policy '\(policy)'" + NearestName.hint(for: policy, among: storing.map(\.name)))
        }
        guard recipe.example is any StorableRecipe else {
            let known = storing.map(\.name).joined(separator: ", ")
            throw RuntimeError("draft policy '\(policy)' has no head that can be stored (those that have: \(known))")
        }
        self.policy = policy
        self.target = target
        self.recipe = recipe
    }

    /// The head of a bundled name or of the folder at a path.
    package func head(_ reference: String) throws -> any StorableHead {
        try head {
            try ModelLocator().folder($0)
        } named: {
            reference
        }
    }

    /// The head of a folder.
    package func head(in folder: URL) throws -> any StorableHead {
        try head { _ in
            folder
        } named: {
            folder.path
        }
    }

    private func head(
        _ locate: @escaping @Sendable (String) throws -> URL, named name: () -> String
    ) throws -> any StorableHead {
        let value = OptionValue(.string(name()), text: name(), at: .nowhere)
        var options = OptionReader([OptionMember(name: "head", place: .nowhere, value: value)], at: .nowhere)
        let product = recipe.make(&options)
        if let fault = options.faults.first { throw RuntimeError("draft policy '\(policy)': \(fault.message)") }
        guard let storable = product as? any StorableRecipe else {
            throw RuntimeError("draft policy '\(policy)' has no head that can be stored")
        }
        return try storable.storable(in: DraftLoading(target: target, folder: locate))
    }
}
