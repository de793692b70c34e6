import LanguageModels
package import Speculation
package import Tensors

extension PluginRegistry {
    /// A draft policy with options that a command gives instead of a strategy file.
    ///
    /// - Parameters:
    ///   - policy: Its name.
    ///   - head: Its head, where the policy has an option of this name.
    ///   - precision: In what precision its weights are multiplied, where the policy has options for that.
    /// - Returns: The recipe.
    /// - Throws: ``RuntimeError`` if there is no such policy, or it needs other options.
    package func draftRecipe(
        _ policy: String, head: String, precision: ProductPrecision = .automatic
    ) throws(RuntimeError) -> any DraftRecipe {
        guard let entry = draftPolicies[policy] else {
            throw RuntimeError(
                "unknown draft policy '\(policy)'" + NearestName.hint(for: policy, among: draftPolicies.names))
        }
        var given = ["head": OptionValue(.string(head), text: head, at: .nowhere)]
        let words =
            precision == .automatic ? [] : precision.words
        for (name, word) in words { given[name] = OptionValue(.string(word), text: word, at: .nowhere) }
        var options = OptionReader([], at: .nowhere, in: OptionSurroundings(registry: self, replacements: given))
        let recipe = entry.make(&options)
        if let fault = options.faults.first { throw RuntimeError("draft policy '\(policy)': \(fault.message)") }
        return recipe
    }
}
