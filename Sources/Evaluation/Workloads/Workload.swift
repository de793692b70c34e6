/// The prompts of one file.
///
/// The format is recognised by content, never by the file's name; see ``PromptFormat``.
public struct Workload: Sendable, Equatable {
    /// Names the workload in reports: the file's path as given.
    public let name: String

    /// The prompts in file order.
    public let prompts: [Prompt]

    /// Makes a workload of prompts from elsewhere.
    public init(name: String, prompts: [Prompt]) {
        self.name = name
        self.prompts = prompts
    }

    /// The first prompts, all of them where there are no more than the limit.
    public func limited(to limit: Int) -> Workload {
        Workload(name: name, prompts: Array(prompts.prefix(limit)))
    }

    /// The same prompts, each beginning with instructions unless it has instructions of its own.
    public func instructed(by system: String) -> Workload {
        Workload(
            name: name,
            prompts: prompts.map { prompt in
                Prompt(
                    id: prompt.id, category: prompt.category, system: prompt.system ?? system, turns: prompt.turns)
            })
    }
}
