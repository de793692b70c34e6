package import Foundation
package import LanguageModels
package import Speculation

/// Opens heads that can be stored, by the draft policy that reads them.
package struct StoredHeads {
    private let policy: String
    private let registry: PluginRegistry
    private let target: any Target

    /// Finds the policy.
    ///
    /// - Parameters:
    ///   - policy: Its name.
    ///   - registry: The plugins among which it is.
    ///   - target: The target of all heads.
    /// - Throws: ``RuntimeError`` if there is no such policy, or nothing of it is stored.
    package init(readBy policy: String, in registry: PluginRegistry, for target: any Target) throws(RuntimeError) {
        let storing = registry.draftPolicies.entries.filter { $0.example is any StorableRecipe }.map(\.name)
        guard let entry = registry.draftPolicies[policy] else {
            throw RuntimeError("unknown draft policy '\(policy)'" + NearestName.hint(for: policy, among: storing))
        }
        guard entry.example is any StorableRecipe else {
            let known = storing.joined(separator: ", ")
            throw RuntimeError("draft policy '\(policy)' has no head that can be stored (those that have: \(known))")
        }
        self.policy = policy
        self.registry = registry
        self.target = target
    }

    /// The head of a bundled name or of the folder at a path.
    package func head(_ reference: String) throws -> any StorableDraft {
        try head(named: reference) { try ModelLocator().locate($0) }
    }

    /// The head of a folder.
    package func head(in folder: URL) throws -> any StorableDraft {
        try head(named: folder.path) { _ in folder }
    }

    private func head(
        named name: String, at locate: @escaping @Sendable (String) throws -> URL
    ) throws -> any StorableDraft {
        guard let storable = try registry.draftRecipe(policy, head: name) as? any StorableRecipe else {
            throw RuntimeError("draft policy '\(policy)' has no head that can be stored")
        }
        return try storable.storable(in: DraftLoading(target: target, locate: locate))
    }
}
