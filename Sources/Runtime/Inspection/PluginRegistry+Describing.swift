import Foundation
import LanguageModels
import Speculation

extension PluginRegistry {
    /// What a place holds, if it is a draft that is no model and one of the draft policies knows it.
    ///
    /// - Parameter place: A folder or a file.
    /// - Returns: The draft and the policy that reads it; nil where it is no such draft.
    /// - Throws: If it is one, and damaged.
    func description(ofDraftAt place: URL) throws -> (policy: String, draft: DraftDescription)? {
        for entry in draftPolicies.entries {
            guard let recipe = entry.example as? any DescribableRecipe else { continue }
            if let draft = try type(of: recipe).description(ofDraftAt: place) { return (entry.name, draft) }
        }
        return nil
    }
}
