/// What a report's JSON says about its prompts.
struct WorkloadReport: Encodable {
    /// What the prompts are called.
    let name: String

    /// The prompts that were measured, by name.
    let prompts: [String]

    /// How many were asked for.
    let requested: Int

    /// The prompts of a result.
    init(_ result: ComparisonResult) {
        name = result.workload
        prompts = result.prompts
        requested = result.requestedPrompts
    }
}
