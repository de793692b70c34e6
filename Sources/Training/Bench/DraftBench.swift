package import Autograd
import LanguageModels
package import Speculation
import Tensors

/// Runs a draft, the strategy's builder and the target on one training sequence.
///
/// Whatever an objective does not ask for is not computed: cross-entropy alone never builds a tree.
package struct DraftBench: TrainingBench {
    let sequence: TrainingSequence
    let setting: BenchSetting
    package let reading: TargetReading

    /// The draft that is trained, on its way along the sequence.
    package var current: any DraftRollOut
    private var reference: (any DraftRollOut)?
    private var targetForest: TargetForest
    private var expected: DenseMatrix<Float>?
    private var top: (count: Int, rows: DenseMatrix<Float>)?

    /// What has been spent, the way back not counted.
    private(set) var spent = ComputeCount()

    /// Reads the sequence with the target and begins to draft along it.
    ///
    /// - Parameters:
    ///   - sequence: At least two tokens.
    ///   - setting: The models and the builder.
    ///   - draft: The draft, whose parameters are the tape's.
    ///   - tape: Records what gradients flow through.
    /// - Throws: `ModelError` if the sequence exceeds the context or numbers are not finite.
    package init(
        _ sequence: TrainingSequence, in setting: BenchSetting, draft: any TrainableDraft, on tape: Tape<Float>
    ) throws {
        self.sequence = sequence
        self.setting = setting
        reading = try TargetReading(
            sequence, by: setting.target, features: draft.features ?? FeatureRequest(), vocabulary: draft.vocabulary,
            keptIn: setting.kept)
        current = draft.rollOut(
            over: sequence, features: reading.features,
            with: NamedVariables(tape, roundingFactors: setting.factorRounding), steps: setting.traits.unrolledSteps)
        targetForest = TargetForest(reading, tokens: sequence.tokens, of: setting.target)
    }

    package mutating func tokenLoss(step: Int, divergence: TokenDivergence) throws -> Variable<Float> {
        let outcome = current.step(step)
        guard outcome.logits.value.isFinite() else { throw TrainingError.notFinite("the draft's logits") }
        let predicting = outcome.positions.map { $0 + step }
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
            let ones = [Double](repeating: 1, count: outcome.positions.count)
            return outcome.logits.rejection(by: reading.distributions(predicting))
                .scaled(by: -1).shifted(by: ones).logarithm().scaled(by: -1)
        case .topCrossEntropy(let count):
            return outcome.logits.softCrossEntropy(
                against: topDistributions(count), rows: predicting.map { $0 - reading.firstAsked })
        }
    }

    /// The target's renormalized distribution after each token asked about, made when first wanted: all steps share it.
    private mutating func expectedDistributions() -> DenseMatrix<Float> {
        if let expected { return expected }
        let made = reading.renormalizedDistributions()
        expected = made
        return made
    }

    /// The target's most probable tokens after each token asked about, made when first wanted: all steps share them.
    private mutating func topDistributions(_ count: Int) -> DenseMatrix<Float> {
        if let top, top.count == count { return top.rows }
        let asked = Array(reading.firstAsked..<sequence.tokens.count)
        let made = reading.distributions(asked).keepingLargest(count)
        top = (count, made)
        return made
    }

    package mutating func pathLogProbabilities(
        at positions: [Int], depth: Int
    ) throws -> (values: [Variable<Float>], known: [Int]) {
        var known = positions.map { _ in 0 }
        var values: [Variable<Float>] = []
        for step in 0..<depth {
            let outcome = current.step(step)
            var rows: [Int: Int] = [:]
            for (row, position) in outcome.positions.enumerated() { rows[position] = row }
            var (places, ids, owners): ([Int], [Int], [Int]) = ([], [], [])
            for (owner, position) in positions.enumerated() where known[owner] == step {
                guard let row = rows[position],
                    let id = setting.draftIDs[sequence.tokens[position + 1 + step]]
                else { continue }
                known[owner] += 1
                places.append(row)
                ids.append(id)
                owners.append(owner)
            }
            let found = outcome.logits.gatheringRows(places).tokenLogProbabilities(ids)
            values.append(found.scattered(to: owners, of: positions.count))
        }
        return (values, known)
    }

    package mutating func trees(at positions: [Int], by draft: TrainedDraft) throws -> [TokenTree] {
        var forest = DraftForest(
            try rollOut(of: draft), tokens: sequence.tokens, vocabulary: setting.vocabulary, builder: setting.builder,
            contextLimit: setting.target.configuration.contextLimit)
        let trees = try forest.trees(at: positions)
        if draft == .reference {
            spent.reference += forest.operationCount
        } else {
            spent.draft += forest.operationCount
        }
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
        var rollOut = try rollOut(of: draft)
        let before = rollOut.operationCount
        let sums = PathRun(paths: paths, positions: positions, draftIDs: setting.draftIDs).logProbabilities(
            on: &rollOut)
        guard sums.value.isFinite() else { throw TrainingError.notFinite("the draft's log-probabilities of paths") }
        let operations = rollOut.operationCount - before
        if draft == .reference { spent.reference += operations } else { spent.draft += 3 * operations }
        return sums
    }

    /// A draft's way along the sequence; the reference's is begun when it is first asked for.
    private mutating func rollOut(of draft: TrainedDraft) throws -> any DraftRollOut {
        guard draft == .reference else { return current }
        if let reference { return reference }
        guard let frozen = setting.reference else {
            preconditionFailure("an objective that uses the reference draft must say so in its traits")
        }
        let begun = frozen.rollOut(
            over: sequence, features: reading.features,
            with: NamedVariables(constant: frozen.parameters, roundingFactors: setting.factorRounding), steps: 1)
        reference = begun
        spent.reference += begun.operationCount
        return begun
    }

    /// Everything spent on this sequence once the way back is done.
    package var total: ComputeCount {
        var total = spent
        let rows = Double(sequence.tokens.count)
        total.target +=
            rows * setting.targetCost(context: rows / 2)
            - Double(reading.firstAsked) * setting.target.configuration.logitsOperations
            + Double(targetForest.rows) * setting.targetCost(context: rows)
        total.draft += 3 * current.operationCount
        return total
    }
}

extension DenseMatrix<Float> {
    /// The same with nothing but the so many largest numbers of each row; the first of equal ones.
    fileprivate func keepingLargest(_ count: Int) -> DenseMatrix {
        var best = TopCandidates()
        var kept = DenseMatrix(rows: rows, columns: columns)
        for row in 0..<rows {
            best.select(count, from: values[row * columns..<(row + 1) * columns])
            for place in 0..<best.count {
                let column = best[place].index
                kept[row, column] = self[row, column]
            }
        }
        return kept
    }
}
