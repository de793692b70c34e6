import Costs
public import Speculation

extension CostAwareTree {
    /// Reads its options.
    public init(from options: inout OptionReader) {
        let depth = options.integer("depth", default: 8, in: 1...64, help: "Longest drafted path.")
        let topK = options.integer("top_k", default: 4, in: 1...256, help: "How many children each grown node gets.")
        let totalTokens = options.integer(
            "total_tokens", default: 32, in: 1...1024, help: "The most drafted nodes to score, without the root.")
        let explore = options.integer(
            "explore", default: 512, in: 1...100_000,
            help: "Rounds of drafting after which plain ones are tried; drafting that lost, after an eighth or more.")
        let costs = options.path(
            "costs", default: "measured", words: ["measured"],
            help:
                "'measured' on this machine and refined while decoding, or a file of 'espalier calibrate' to pin them.")
        self.init(
            depth: depth, topK: topK, totalTokens: totalTokens, explore: explore,
            costs: costs == "measured" ? .measured : .file(costs))
    }
}
