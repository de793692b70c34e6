public import Speculation

/// Several answers decoded together: each step is a round of every one, with all their trees in one pass of the target.
///
/// A pass reads all weights once, however many trees it scores. No row depends on its neighbours, so each answer is what its
/// loop gives alone. Answers may join at any time, and one that ends or fails leaves the others going on.
public struct DecodingBatch {
    /// An answer that has ended, by the number under which it joined.
    public struct Ended {
        /// Names the answer.
        public let number: Int

        /// What decoded it; or why it could not go on.
        public let result: Result<DecodingLoop, any Error>
    }

    private struct Member {
        let number: Int
        var loop: DecodingLoop
        var record = RoundRecord()

        mutating func round() throws { try loop.round(into: &record) }

        mutating func endRound(_ tree: TokenTree, _ scores: TreeScores, after seconds: Double) throws {
            try loop.endRound(tree, scores, after: seconds, into: &record)
        }
    }

    private let target: any Target
    private var members: [Member] = []
    private var ended: [Ended] = []

    /// Begins without answers.
    ///
    /// - Parameter target: The target of all loops that will join.
    public init(of target: any Target) {
        self.target = target
    }

    /// How many answers are under way.
    public var count: Int { members.count }

    /// Lets an answer join, which has read its prompt.
    ///
    /// - Parameters:
    ///   - loop: A loop of this batch's target; it is taken over.
    ///   - number: Names the answer among those under way.
    public mutating func add(_ loop: consuming DecodingLoop, number: Int) {
        members.append(Member(number: number, loop: loop))
        retire { $0.loop.finish != nil }
    }

    /// Runs a round of every answer.
    ///
    /// - Parameter visit: Hears of every round: the answer's number and what happened.
    public mutating func step(visit: (_ number: Int, _ record: RoundRecord) -> Void = { _, _ in }) {
        if members.count == 1 { return stepAlone(visit) }
        var failures: [Int: any Error] = [:]
        var trees: [TokenTree] = []
        var scored: [Int] = []
        for place in members.indices {
            do {
                trees.append(try members[place].loop.beginRound())
                scored.append(place)
            } catch {
                failures[place] = error
            }
        }
        let (results, seconds) = score(trees, of: scored)
        let nodes = trees.reduce(0) { $0 + $1.count }
        for (index, place) in scored.enumerated() {
            // Of the pass's seconds each tree has its part.
            let share = seconds * Double(trees[index].count) / Double(nodes)
            do {
                let scores = try results[index].get()
                try members[place].endRound(trees[index], scores, after: share)
                visit(members[place].number, members[place].record)
            } catch {
                failures[place] = error
            }
        }
        for place in failures.keys.sorted(by: >) {
            guard let error = failures[place] else { continue }
            ended.append(Ended(number: members.remove(at: place).number, result: .failure(error)))
        }
        retire { $0.loop.finish != nil }
    }

    /// Hands out the answers that have ended since the last call.
    public mutating func takeEnded() -> [Ended] {
        defer { ended = [] }
        return ended
    }

    private mutating func stepAlone(_ visit: (_ number: Int, _ record: RoundRecord) -> Void) {
        do {
            try members[0].round()
            visit(members[0].number, members[0].record)
        } catch {
            ended.append(Ended(number: members.removeLast().number, result: .failure(error)))
        }
        retire { $0.loop.finish != nil }
    }

    private mutating func score(
        _ trees: [TokenTree], of places: [Int]
    ) -> (results: [Result<TreeScores, any Error>], seconds: Double) {
        let start = ContinuousClock.now
        var sessions = places.map { members[$0].loop.target }
        let results = target.score(trees, in: &sessions)
        for (place, session) in zip(places, sessions) { members[place].loop.target = session }
        return (results, (ContinuousClock.now - start) / .seconds(1))
    }

    private mutating func retire(_ hasEnded: (Member) -> Bool) {
        for member in members where hasEnded(member) {
            ended.append(Ended(number: member.number, result: .success(member.loop)))
        }
        members.removeAll(where: hasEnded)
    }
}
