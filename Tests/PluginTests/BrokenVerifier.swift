import Foundation
import Speculation
import Testing

/// Recursive rejection with one thing got wrong, as implementations have had it.
struct BrokenVerifier: Verifier, CustomTestStringConvertible {
    enum Mistake: String, CaseIterable {
        /// The bonus is drawn from p after refusals too.
        case targetIsKept

        /// Children are looked at by the draft's probability, not in the order drawn.
        case childrenAreSorted

        /// Of children drawn without replacement the draft's distribution keeps those that were refused.
        case draftIsKept

        /// Divided by is another distribution than the one that children were drawn from: a sharper one.
        case draftIsSharpened

        /// The draft's most probable tokens are weighed as if they had been drawn.
        case namedAsIfDrawn
    }

    let mistake: Mistake

    var testDescription: String { mistake.rawValue }

    /// How children are drawn for which the mistake shows.
    var draw: DrawMode {
        switch mistake {
        case .targetIsKept, .childrenAreSorted, .draftIsSharpened: .independent
        case .draftIsKept: .withoutReplacement
        case .namedAsIfDrawn: .topK
        }
    }

    var traits: VerifierTraits { VerifierTraits(guarantee: .exact, draws: [draw]) }

    func judge(
        _ tree: TokenTree, _ scores: TreeScores, sampling: SamplingRule, using chance: inout some Chance
    ) -> Verdict {
        if sampling.isGreedy { return tree.descent { SamplingRule.argmax(scores.row($0)) } }
        var node = 0
        while true {
            let target = sampling.distribution(of: scores.row(node))
            var rest = target
            guard let child = accepted(below: node, of: tree, from: &rest, using: &chance) else {
                return Verdict(
                    lastAccepted: node, bonus: chance.index(weightedBy: mistake == .targetIsKept ? target : rest))
            }
            node = child
        }
    }

    private func accepted(
        below node: Int, of tree: TokenTree, from rest: inout [Double], using chance: inout some Chance
    ) -> Int? {
        var children = (1..<max(tree.count, 1)).filter { tree.parents[$0] == node }
        guard !children.isEmpty else { return nil }
        var draft = distribution(after: node, of: tree, children, count: rest.count)
        if mistake == .childrenAreSorted {
            children.sort { draft[tree.tokens[$0]] > draft[tree.tokens[$1]] }
        }
        for child in children {
            let token = tree.tokens[child]
            guard draft[token] > 0 else { continue }
            if chance.happens(with: rest[token] / draft[token]) { return child }
            let left = zip(rest, draft).map { max($0 - $1, 0) }
            let sum = left.reduce(0, +)
            if sum > 0 { rest = left.map { $0 / sum } }
            if draw == .withoutReplacement && mistake != .draftIsKept {
                draft[token] = 0
                let all = draft.reduce(0, +)
                draft = draft.map { $0 / all }
            }
        }
        return nil
    }

    private func distribution(after node: Int, of tree: TokenTree, _ children: [Int], count: Int) -> [Double] {
        guard mistake != .namedAsIfDrawn else {
            var row = [Double](repeating: 0, count: count)
            for child in children { row[tree.tokens[child]] = exp(Double(tree.logProbabilities[child] ?? -.infinity)) }
            return row
        }
        let row = tree.proposals[node]?.distribution(vocabularySize: count) ?? []
        guard mistake == .draftIsSharpened else { return row }
        let squares = row.map { $0 * $0 }
        let sum = squares.reduce(0, +)
        return squares.map { $0 / sum }
    }
}
