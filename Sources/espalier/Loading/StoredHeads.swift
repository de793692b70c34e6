import BuiltinPlugins
import Foundation
import Speculation
import Training

/// Opens heads that can be stored, by the draft policy that reads them.
struct StoredHeads {
    let policy: String
    let target: any Target
    private let recipe: Catalogue<any DraftRecipe>.Entry

    init(readBy policy: String, for target: any Target) throws {
        let policies = try BuiltinPlugins.registry().draftPolicies
        let storing = policies.entries.filter { $0.example is any StorableRecipe }
        guard let recipe = policies[policy] else {
            throw CommandFailure(
                "unknown draft policy '\(policy)'" + NearestName.hint(for: policy, among: storing.map(\.name)))
        }
        guard recipe.example is any StorableRecipe else {
            let known = storing.map(\.name).joined(separator: ", ")
            throw CommandFailure("draft policy '\(policy)' has no head that can be stored (those that have: \(known))")
        }
        self.policy = policy
        self.target = target
        self.recipe = recipe
    }

    /// The head of a bundled name or of the folder at a path.
    func head(_ reference: String) throws -> any StorableHead {
        try head {
            try ModelLocator().folder($0)
        } named: {
            reference
        }
    }

    /// The head of a folder.
    func head(in folder: URL) throws -> any StorableHead {
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
        if let fault = options.faults.first { throw CommandFailure("draft policy '\(policy)': \(fault.message)") }
        guard let storable = product as? any StorableRecipe else {
            throw CommandFailure("draft policy '\(policy)' has no head that can be stored")
        }
        return try storable.storable(in: DraftLoading(target: target, folder: locate))
    }
}
