import LanguageModels

/// What a benchmark measures.
public struct BenchmarkPlan: Sendable, Equatable {
    /// The numbers of rows that kernels and passes of the target compute, ascending.
    public var counts: [Int]

    /// The numbers of tokens before a pass, ascending.
    public var contexts: [Int]

    /// The numbers of nodes that a pass of the draft expands, ascending.
    public var draftWidths: [Int]

    /// The numbers of tokens of prompts that are read from an empty context, ascending.
    public var prompts: [Int]

    /// Whether kernels are measured one by one.
    public var measuresKernels = true

    /// What to project a speed-up from; nil for none.
    public var projection: ProjectionRequest?

    /// States a plan.
    ///
    /// - Parameters:
    ///   - counts: The numbers of rows that kernels and passes of the target compute.
    ///   - contexts: The numbers of tokens before a pass.
    ///   - draftWidths: The numbers of nodes that a pass of the draft expands.
    ///   - prompts: The numbers of tokens of prompts.
    public init(counts: [Int], contexts: [Int], draftWidths: [Int], prompts: [Int] = []) {
        self.counts = Set(counts).sorted()
        self.contexts = Set(contexts).sorted()
        self.draftWidths = Set(draftWidths).sorted()
        self.prompts = Set(prompts).sorted()
    }

    /// The rows of the target's passes, those of the projection among them.
    var passCounts: [Int] { Set(counts + (projection.map { [1, $0.nodes + 1] } ?? [])).sorted() }

    /// The widths of the draft's passes, the projection's among them.
    var passWidths: [Int] { Set(draftWidths + (projection.map { [$0.width] } ?? [])).sorted() }

    /// How many committed tokens the draft takes in each round: the projection's tau, or that of a usual run.
    var committed: Int { projection.map { max(1, Int($0.tau.rounded())) } ?? 3 }

    /// Makes sure that a model can be measured so.
    ///
    /// - Throws: ``BenchmarkError`` if a pass exceeds its context.
    func validate(for subject: BenchmarkSubject) throws {
        let limit = subject.model.configuration.contextLimit
        let depth = (passCounts.max().map { BenchmarkTree.depths(of: $0) } ?? []).max() ?? 0
        if let longest = prompts.max(), longest > limit {
            throw BenchmarkError.refused(
                "a prompt of \(longest) tokens does not fit: the context of \(subject.name) is \(limit)")
        }
        guard let context = contexts.max(), context + depth >= limit else { return }
        throw BenchmarkError.refused(
            "a pass after \(context) tokens does not fit: the context of \(subject.name) is \(limit)")
    }
}
