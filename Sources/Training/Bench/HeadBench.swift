package import Autograd
import LanguageModels
package import Speculation

/// Runs a head, the strategy's builder and the target on one training sequence.
///
/// Whatever an objective does not ask for is not computed: cross-entropy alone never builds a tree.
package struct HeadBench: TrainingBench {
    let sequence: TrainingSequence
    let setting: BenchSetting
    package let reading: TargetReading
    let current: SequencePass
    package var steps: UnrolledSteps
    private(set) var reference: SequencePass?
    private var targetForest: TargetForest
    private var expected: DenseMatrix<Float>?

    /// What has been spent, the way back not counted.
    private(set) var spent = ComputeCount()

    /// Reads the sequence with the target and runs the head's first pass.
    ///
    /// - Parameters:
    ///   - sequence: At least two tokens.
    ///   - setting: The models and the builder.
    ///   - head: The head, whose parameters are the tape's.
    ///   - tape: Records what gradients flow through.
    /// - Throws: `ModelError` if the sequence exceeds the context or numbers are not finite.
    package init(
        _ sequence: TrainingSequence, in setting: BenchSetting, head: any TrainableHead, on tape: Tape<Float>
    ) throws {
        self.sequence = sequence
        self.setting = setting
        let shape = head.shape
        reading = try TargetReading(
            sequence, by: setting.target, features: shape.features, vocabulary: shape.vocabulary)
        current = SequencePass(
            head, NamedVariables(tape), tokens: sequence.tokens, features: reading.features)
        steps = UnrolledSteps(current, of: sequence, count: setting.traits.unrolledSteps)
        targetForest = TargetForest(reading, tokens: sequence.tokens)
    }

    package mutating func tokenLoss(step: Int, divergence: TokenDivergence) throws -> Variable<Float> {
        let outcome = steps.step(step)
        guard outcome.logits.value.isFinite() else { throw TrainingError.notFinite("the draft's logits") }
        let predicting = outcome.rows.map { $0 + 1 + step }
        let ids = predicting.map { setting.draftIDs[reading.best(after: $0)] }
        switch divergence {
        case .greedyCrossEntropy:
            return outcome.logits.tokenLogProbabilities(ids).scaled(by: -1)
        case .crossEntropy:
            let places = zip(predicting, ids).map { $1 == nil ? nil : $0 - reading.firstAsked }
            return outcome.logits.softCrossEntropy(against: expectedDistributions(), rows: places)
        case .rejection:
            return outcome.logits.rejection(by: reading.distributions(predicting))
        case .logAcceptance:
            let ones = [Double](repeating: 1, count: outcome.rows.count)
            return outcome.logits.rejection(by: reading.distributions(predicting))
                .scaled(by: -1).shifted(by: ones).logarithm().scaled(by: -1)
        }
    }

    /// The target's renormalised distribution after each token asked about, made when first wanted: all steps share it.
    private mutating func expectedDistributions() -> DenseMatrix<Float> {
        if let expected { return expected }
        let made = reading.renormalisedDistributions()
        expected = made
        return made
    }

    package mutating func pathLogProbabilities(
        at positions: [Int], depth: Int
    ) throws -> (values: [Variable<Float>], known: [Int]) {
        var known = positions.map { _ in 0 }
        var values: [Variable<Float>] = []
        for step in 0..<depth {
            let outcome = steps.step(step)
            var rowPlaces: [Int: Int] = [:]
            for (place, row) in outcome.rows.enumerated() { rowPlaces[row] = place }
            var (places, ids, owners): ([Int], [Int], [Int]) = ([], [], [])
            for (owner, position) in positions.enumerated() where known[owner] == step {
                guard let place = rowPlaces[position - 1],
                    let id = setting.draftIDs[sequence.tokens[position + 1 + step]]
                else { continue }
                known[owner] += 1
                places.append(place)
                ids.append(id)
                owners.append(owner)
            }
            let found = outcome.logits.gatheringRows(places).tokenLogProbabilities(ids)
            values.append(found.scattered(to: owners, of: positions.count))
        }
        return (values, known)
    }

    package mutating func trees(at positions: [Int], by draft: TrainedDraft) throws -> [TokenTree] {
        let pass = try pass(of: draft)
        var forest = DraftForest(
            pass, tokens: sequence.tokens, builder: setting.builder,
            contextLimit: setting.target.configuration.contextLimit)
        let trees = try forest.trees(at: positions)
        let flops = draftCost(rows: forest.grownRows, logitRows: forest.logitRows)
        if draft == .reference { spent.reference += flops } else { spent.draft += flops }
        return trees
    }

    package mutating func opinions(
        on trees: [TokenTree], at positions: [Int], temperature: Double?
    ) throws -> [TreeOpinion] {
        try targetForest.opinions(on: trees, at: positions, temperature: temperature ?? setting.temperature)
    }

    package mutating func logProbabilities(
        of paths: [[Token]], at positions: [Int], by draft: TrainedDraft
    ) throws -> Variable<Float> {
        var run = PathRun(try pass(of: draft), paths: paths, positions: positions, draftIDs: setting.draftIDs)
        let sums = run.logProbabilities()
        guard sums.value.isFinite() else { throw TrainingError.notFinite("the draft's log-probabilities of paths") }
        let flops = draftCost(rows: run.rows, logitRows: run.logitRows)
        if draft == .reference { spent.reference += flops } else { spent.draft += 3 * flops }
        return sums
    }

    /// Operations of rows that a draft runs on top of its first pass; both drafts are of one shape.
    private func draftCost(rows: Int, logitRows: Int) -> Double {
        let cost = current.head.shape.cost
        return Double(rows) * (cost.layer + cost.attention * Double(current.rows) / 2) + Double(logitRows) * cost.logits
    }

    /// The first pass of a draft; the reference's is made when it is first asked for.
    private mutating func pass(of draft: TrainedDraft) throws -> SequencePass {
        guard draft == .reference else { return current }
        if let reference { return reference }
        guard let head = setting.reference else {
            preconditionFailure("an objective that uses the reference draft must say so in its traits")
        }
        let made = SequencePass(
            head, NamedVariables(constant: head.parameters), tokens: sequence.tokens, features: reading.features)
        reference = made
        let cost = head.shape.cost
        spent.reference += Double(made.rows) * (cost.fusion + cost.layer + cost.attention * Double(made.rows) / 2)
        return made
    }

    /// Everything spent on this sequence once the way back is done.
    package var total: ComputeCount {
        var total = spent
        let cost = current.head.shape.cost
        let rows = Double(sequence.tokens.count)
        total.target +=
            rows * setting.targetCost(context: rows / 2)
            - Double(reading.firstAsked) * setting.targetLogitsCost
            + Double(targetForest.rows) * setting.targetCost(context: rows)
        let passRows = Double(current.rows)
        let forward =
            passRows * (cost.fusion + cost.layer + cost.attention * passRows / 2)
            + draftCost(rows: steps.followedRows, logitRows: steps.logitRows)
        total.draft += 3 * forward
        return total
    }
}
