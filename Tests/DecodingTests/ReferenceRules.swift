import Decoding
import Foundation
import Speculation
import SpeculationTestKit

/// What plain decoding does under rules, worked out from their definitions alone and nothing of the code under test.
struct ReferenceRules {
    let target: ScriptedTarget
    let rules: DecodingRules

    /// Whose tokens count as the answer so far; the true one unless a test asks what a wrong one would give.
    var answerSeen: @Sendable (_ answer: [Token]) -> [Token] = { $0 }

    /// The distribution of the token after a prompt and an answer so far, `[vocabularySize]`.
    func distribution(after prompt: [Token], _ answer: [Token]) -> [Double] {
        let seen = answerSeen(answer)
        var scores = target.law.probabilities(prompt + answer).map { log($0) }
        for token in scores.indices {
            scores[token] += rules.logits.bias[token] ?? 0
            let count = seen.filter { $0 == token }.count
            if count > 0 || prompt.contains(token) {
                scores[token] *= scores[token] < 0 ? rules.logits.repetitionPenalty : 1 / rules.logits.repetitionPenalty
            }
            scores[token] -= rules.logits.frequencyPenalty * Double(count)
            scores[token] -= count > 0 ? rules.logits.presencePenalty : 0
            if answer.count < rules.limits.minimumNewTokens && rules.limits.stopTokens.contains(token) {
                scores[token] = -.infinity
            }
        }
        return warped(scores)
    }

    private func warped(_ scores: [Double]) -> [Double] {
        let sampling = rules.sampling
        let order = scores.indices.sorted { scores[$0] == scores[$1] ? $0 < $1 : scores[$0] > scores[$1] }
        guard sampling.temperature > 0 else { return scores.indices.map { $0 == order[0] ? 1 : 0 } }
        var weights = scores.map { exp($0 / sampling.temperature) }
        func keep(_ isKept: (Token) -> Bool) {
            for token in weights.indices where !isKept(token) { weights[token] = 0 }
            let sum = weights.reduce(0, +)
            weights = weights.map { $0 / sum }
        }
        keep { _ in true }
        if sampling.topK > 0 {
            let least = scores[order[min(sampling.topK, order.count) - 1]]
            keep { scores[$0] >= least }
        }
        if sampling.topP < 1 {
            let before = weights
            keep { token in
                let likelier = order.prefix { $0 != token }
                return likelier.reduce(0) { $0 + before[$1] } < sampling.topP
            }
        }
        let most = weights.max() ?? 0
        keep { weights[$0] >= sampling.minP * most }
        return weights
    }

    /// The probability of every answer, those that a stop token ends included.
    func law(after prompt: [Token]) -> [[Token]: Double] {
        var law: [[Token]: Double] = [:]
        add([], 1, after: prompt, to: &law)
        return law
    }

    private func add(_ answer: [Token], _ mass: Double, after prompt: [Token], to law: inout [[Token]: Double]) {
        if answer.count == rules.limits.maximumNewTokens
            || answer.last.map({ rules.limits.stopTokens.contains($0) }) == true
        {
            law[answer, default: 0] += mass
            return
        }
        for (token, probability) in distribution(after: prompt, answer).enumerated() where probability > 0 {
            add(answer + [token], mass * probability, after: prompt, to: &law)
        }
    }

    /// The greedy answer.
    func greedyAnswer(after prompt: [Token]) -> [Token] {
        var answer: [Token] = []
        while answer.count < rules.limits.maximumNewTokens {
            let distribution = distribution(after: prompt, answer)
            answer.append(distribution.firstIndex(of: distribution.max() ?? 0) ?? 0)
            if rules.limits.stopTokens.contains(answer[answer.count - 1]) { break }
        }
        return answer
    }
}

/// Half the sum of absolute differences: the largest error in the probability of any event.
func totalVariation(_ left: [[Token]: Double], _ right: [[Token]: Double]) -> Double {
    Set(left.keys).union(right.keys).reduce(0) { $0 + abs((left[$1] ?? 0) - (right[$1] ?? 0)) } / 2
}
