import Autograd
import Speculation

/// The gradient of one sequence's loss, and what it took.
struct SequenceGradient: Sendable {
    let gradients: NamedMatrices<Float>
    let terms: [(name: String, value: Double)]
    let spent: ComputeCount
    let tokens: Int

    /// Runs the objective on a sequence, on a tape of its own.
    init(
        _ sequence: TrainingSequence, objective: any Objective, setting: BenchSetting, draft: any TrainableDraft,
        random: SeededRandom
    ) throws {
        var random = random
        tokens = sequence.tokens.count
        let tape = Tape(draft.parameters)
        var bench = try DraftBench(sequence, in: setting, draft: draft, on: tape)
        let terms = try objective.loss(of: sequence, on: &bench, using: &random)
        self.terms = terms.map { ($0.name, Double($0.value.scalar)) }
        spent = bench.total
        guard let first = terms.first?.value else {
            gradients = draft.parameters.zeros()
            return
        }
        gradients = tape.gradients(of: terms.dropFirst().reduce(first) { $0 + $1.value })
    }
}
