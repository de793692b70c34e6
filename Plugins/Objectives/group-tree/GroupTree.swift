public import Speculation

/// Group Tree Optimization: trains the draft for the tree that decoding really builds (arXiv 2509.22134).
///
/// In groups of adjacent positions the strategy's own builder grows trees from the draft and from its frozen start; a
/// tree's reward is the log-sum-exp of its branches' expected accepted lengths. How much better than its reference a tree
/// is, relative to its group, weighs the likelihood of the longest sequence that the target accepts, as in PPO.
///
/// ```
/// R_i = r(Tree_i) - r(RefTree_i)          A_i = (R_i - mean R) / (std R + delta)
/// s_i = exp((log M(S_i) - log M0(S_i)) / |S_i|)
/// L = L_token - omega · mean over groups of (1/m) Σ_i min(s_i A_i, clip(s_i, 1 - eps, 1 + eps) A_i)
/// ```
/// The deviation is the population's. An empty S_i contributes nothing, and neither does a group of equal rewards. Groups
/// of one, the paper's ablation m = 1, have nobody to be compared with: their advantage is R_i itself.
public struct GroupTree: Objective, Plugin {
    /// The word that strategy files use.
    public static let name = "group-tree"

    /// What `espalier plugins` says of it.
    public static let summary = "the reward of the strategy's own draft tree in groups (GTO, arXiv 2509.22134)"

    private let token: TrainingTimeTest
    private let options: GroupTreeOptions

    /// Reads the options.
    public init(from options: inout OptionReader) {
        token = TrainingTimeTest(from: &options)
        self.options = GroupTreeOptions(from: &options)
    }

    /// Trees of both drafts.
    public var traits: ObjectiveTraits {
        ObjectiveTraits(unrolledSteps: token.steps, needsReferenceDraft: true, growsTrees: true)
    }

    /// The token loss and the group's.
    public func loss<Bench: TrainingBench>(
        of sequence: TrainingSequence, on bench: inout Bench, using random: inout SeededRandom
    ) throws -> [LossTerm<Bench.Value>] {
        let tokenTerm = LossTerm("cross-entropy", try token.loss(of: sequence, on: &bench))
        let groups = PositionGroups(
            options.groups, of: options.groupSize, among: sequence.treePositions, using: &random
        ).groups
        let positions = groups.flatMap { $0 }
        guard !positions.isEmpty else { return [tokenTerm] }
        let trees = try bench.trees(at: positions, by: .current)
        let opinions = try bench.opinions(on: trees, at: positions, temperature: options.rewardTemperature)
        let rewards = try rewards(of: trees, opinions, at: positions, on: &bench)
        let gain = try gain(of: groups, trees, opinions, rewards, at: positions, on: &bench)
        return [tokenTerm] + [gain].compactMap { $0 }.map { LossTerm("group-tree", $0) }
    }

    /// r(Tree_i), less the reference tree's where debiasing is on.
    private func rewards<Bench: TrainingBench>(
        of trees: [TokenTree], _ opinions: [TreeOpinion], at positions: [Int], on bench: inout Bench
    ) throws -> [Double] {
        let rewards = zip(trees, opinions).map { options.reward.value(of: $0, $1.probabilities) }
        guard options.isDebiased else { return rewards }
        let references = try bench.trees(at: positions, by: .reference)
        let theirs = try bench.opinions(on: references, at: positions, temperature: options.rewardTemperature)
        return zip(rewards, zip(references, theirs)).map { reward, reference in
            reward - options.reward.value(of: reference.0, reference.1.probabilities)
        }
    }

    /// L_GTO, weighted; nil where no group has anything to prefer.
    private func gain<Bench: TrainingBench>(
        of groups: [[Int]], _ trees: [TokenTree], _ opinions: [TreeOpinion], _ rewards: [Double],
        at positions: [Int], on bench: inout Bench
    ) throws -> Bench.Value? {
        var advantages: [Double] = []
        for group in groups {
            let members = advantages.count..<advantages.count + group.count
            advantages += self.advantages(of: Array(rewards[members]))
        }
        let sequences = zip(trees, opinions).map { tree, opinion in opinion.acceptedPath.map { tree.tokens[$0] } }
        let chosen = positions.indices.filter { advantages[$0] != 0 && !sequences[$0].isEmpty }
        guard !chosen.isEmpty else { return nil }
        let paths = chosen.map { sequences[$0] }
        let places = chosen.map { positions[$0] }
        let own = try bench.logProbabilities(of: paths, at: places, by: .current)
        let reference = try bench.logProbabilities(of: paths, at: places, by: .reference).numbers
        let ratios = own.shifted(by: reference.map { -$0 })
            .scaled(by: paths.map { 1 / Double($0.count) }).mapped(.exponential)
        let bound = ratios.mapped(
            .clippedSurrogate(
                advantages: chosen.map { advantages[$0] }, from: 1 - options.clip, to: 1 + options.clip))
        return bound.sum().scaled(by: -options.omega / Double(positions.count))
    }

    /// A_i of a group; where groups are larger, one that a short answer left alone is not preferred to anything.
    func advantages(of rewards: [Double]) -> [Double] {
        options.groupSize == 1 ? rewards : Self.standardised(rewards, delta: options.delta)
    }

    /// Rewards of a group relative to their mean, in deviations; all zero where they are equal.
    static func standardised(_ rewards: [Double], delta: Double) -> [Double] {
        let count = Double(rewards.count)
        let mean = rewards.reduce(0, +) / count
        let deviation = (rewards.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / count).squareRoot()
        // Equal rewards may differ by rounding, which must not be blown up to whole deviations.
        guard deviation > 1e-9 else { return rewards.map { _ in 0 } }
        return rewards.map { ($0 - mean) / (deviation + delta) }
    }
}
