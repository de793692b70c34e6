import Speculation

/// The hyper-parameters of Group Tree Optimization, with the paper's values as defaults.
struct GroupTreeOptions: Sendable {
    let groups: Int
    let groupSize: Int
    let reward: TreeReward
    let omega: Double
    let clip: Double
    let delta: Double
    let isDebiased: Bool
    /// nil is the strategy's own temperature.
    let rewardTemperature: Double?

    init(from options: inout OptionReader) {
        groups = options.integer("groups", default: 16, in: 1...4096, help: "Groups of positions a sequence (K).")
        groupSize = options.integer(
            "group_size", default: 8, in: 1...1024,
            help: "Adjacent positions of a group (m); with 1 the advantage is the reward itself.")
        let aggregation = options.choice(
            "reward", default: TreeReward.Aggregation.logSumExp,
            help: "How branches' expected accepted lengths become one number; node-sum is the exact expectation.")
        let eta = options.number(
            "eta", default: 1, in: 0.001...1000, help: "Sharpness of log-sum-exp: large is max, small is mean.")
        reward = TreeReward(aggregation: aggregation, eta: eta)
        omega = options.number("omega", default: 0.5, in: 0...1000, help: "Weight of the tree's term.")
        clip = options.number("clip", default: 0.2, in: 0...10, help: "How far a likelihood ratio is rewarded (eps).")
        delta = options.number("delta", default: 1e-6, in: 0...1, help: "Added to a group's deviation.")
        isDebiased = options.boolean(
            "debias", default: true, help: "Subtract the reward of the frozen start's tree.")
        rewardTemperature = options.optionalNumber(
            "reward_temperature", absent: "strategy", in: 0...100,
            help: "Temperature of the target in rewards; 0 is one-hot.")
    }
}
