package import Speculation

extension PluginRegistry {
    /// A draft policy with options that a command gives instead of a strategy file.
    ///
    /// - Parameters:
    ///   - policy: Its name.
    ///   - head: Its head, where the policy has an option of this name.
    ///   - format: The format of its weights, where the policy has an option for that.
    /// - Returns: The recipe.
    /// - Throws: ``RuntimeError`` if there is no such policy, or it needs other options.
    package func draftRecipe(
        _ policy: String, head: String, format: WeightFormat = .stored
    ) throws(RuntimeError) -> any DraftRecipe {
        guard let entry = draftPolicies[policy] else {
            throw RuntimeError(
                "unknown draft policy '\(policy)'" + NearestName.hint(for: policy, among: draftPolicies.names))
        }
        var given = ["head": OptionValue(.string(head), text: head, at: .nowhere)]
        if format != .stored {
            given["dtype"] = OptionValue(.string(format.rawValue), text: format.rawValue, at: .nowhere)
        }
        var options = OptionReader([], at: .nowhere, replacements: given)
        let recipe = entry.make(&options)
        if let fault = options.faults.first { throw RuntimeError("draft policy '\(policy)': \(fault.message)") }
        return recipe
    }
}
