import Costs
import Speculation

extension CostAwareTree {
    /// How many rounds in a row tell what drafting brings, the first of which do not count: the nearer it is to plain
    /// decoding, the more, since the tokens of sixteen rounds still vary by a tenth.
    private static func draftingTrial(at speedUp: Double) -> Int {
        DraftingPace.draftSettlingRounds + (speedUp < 0.75 ? 8 : speedUp < 0.9 ? 16 : 48)
    }

    /// Where drafting seems to gain less, chance may be all there is to it, and plain decoding goes on, which cannot lose.
    private static let leastToBegin = 1.03

    /// Drafting that was found to pay goes on until it loses by more than chance alone often makes it seem to.
    private static let leastToStay = 0.97

    /// How often runs of drafting that are lost one after the other double the rounds until the next trial, which are an
    /// eighth of ``explore`` before.
    private static let mostDoublings = 5

    /// After this many rounds of drafting plain ones are tried first, then after twice as many each time that drafting wins.
    private static let firstPatience = 64

    /// From this speed-up on there is no hurry to try plain decoding: its trial waits for four times as many rounds.
    private static let clearSpeedUp = 1.5

    /// Whether a sequence may come to draft: not, where drafting gained too little to begin and the next trial is not due before
    /// the sequence's limit.
    func mayDraft(_ source: Int, in situation: RoundSituation) -> Bool {
        let pace = experience.drafts[source].pace
        guard !pace.isDrafting, pace.runLength >= DraftingPace.comparedRounds,
            let speedUp = speedUp(of: source, in: situation), speedUp < Self.leastToBegin
        else { return true }
        return pace.runLength + situation.remainingDepth >= patience(afterLosing: speedUp, runs: pace.lostRuns)
    }

    /// Whether what drafting has brought lately makes it worth drafting in this round.
    ///
    /// Rounds of the better kind go on until the other has not been tried for long: costs change with whatever else runs
    /// on a machine, and only rounds that are run tell what they take. Pinned costs tell by themselves what a plain
    /// round takes.
    func isTimeToDraft(_ source: Int, in situation: RoundSituation) -> Bool {
        let pace = experience.drafts[source].pace
        guard let byCosts = speedUpByCosts(of: source, in: situation) else { return true }
        let trial = pace.isDrafting ? Self.draftingTrial(at: byCosts) : DraftingPace.comparedRounds
        if pace.runLength < trial { return pace.isDrafting }
        // Costs were measured in another moment, and may mislead: what a plain round takes must have been seen.
        guard let speedUp = speedUp(of: source, in: situation) else { return !pace.isDrafting }
        let patience =
            pace.isDrafting
            ? patience(afterGaining: speedUp, trials: pace.wonTrials)
            : patience(afterLosing: speedUp, runs: pace.lostRuns)
        if pace.runLength >= patience { return !pace.isDrafting }
        return speedUp >= (pace.isDrafting && pace.runLength > trial ? Self.leastToStay : Self.leastToBegin)
    }

    /// What drafting has lately brought over plain rounds, as observed or, where costs are pinned, by these; nil until known.
    private func speedUp(of source: Int, in situation: RoundSituation) -> Double? {
        experience.refinesCosts ? experience.drafts[source].pace.speedUp : speedUpByCosts(of: source, in: situation)
    }

    /// What drafting has lately brought over what plain rounds should take; nil until it has been tried.
    private func speedUpByCosts(of source: Int, in situation: RoundSituation) -> Double? {
        guard let secondsPerToken = experience.drafts[source].pace.draftingSecondsPerToken else { return nil }
        let plainSeconds = experience.costs.plainSeconds(context: situation.contextLength)
        return plainSeconds / max(secondsPerToken, .leastNormalMagnitude)
    }

    /// How many rounds draft before plain ones are tried again.
    ///
    /// The more often drafting has won, the more. Pinned costs know what plain rounds take.
    private func patience(afterGaining speedUp: Double, trials: Int) -> Int {
        guard experience.refinesCosts else { return .max }
        return min(Self.firstPatience << min(trials, 20), speedUp >= Self.clearSpeedUp ? 4 * explore : explore)
    }

    /// How many plain rounds pass before drafting is tried again: the more it lost, the more, since a trial costs what it
    /// loses and the reading of all that the draft has missed, and a draft that is far off, or has lost again and again,
    /// seldom comes to pay.
    private func patience(afterLosing speedUp: Double, runs: Int) -> Int {
        let loss = 1 / max(speedUp, .leastNormalMagnitude) - 1
        let again = Double(1 << min(runs, Self.mostDoublings)) / 8
        return Int(Double(explore) * min(max(8 * loss, 1) * again, 16))
    }
}
