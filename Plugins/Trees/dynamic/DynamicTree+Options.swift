public import Speculation

extension DynamicTree {
    /// Reads its options, and refuses a budget that the growth cannot fill.
    public init(from options: inout OptionReader) {
        let faultsBefore = options.faults.count
        let depth = options.integer(
            "depth", default: 8, in: 1...64,
            help: "Longest drafted path; EAGLE's own option of this name is one less.")
        let topK = options.integer(
            "top_k", default: 10, in: 1...256,
            help: "How many nodes of a level are grown, and how many children each gets.")
        let totalTokens = options.integer(
            "total_tokens", default: 60, in: 1...4096,
            help: "Drafted nodes kept for scoring, without the root; EAGLE's own option counts it and is one more.")
        self.init(depth: depth, topK: topK, totalTokens: totalTokens)
        if options.faults.count == faultsBefore && totalTokens > poolSize {
            options.fault(
                "total_tokens",
                "total_tokens is \(totalTokens), but depth \(depth) with top_k \(topK) grows only \(poolSize) "
                    + "candidates; ask for at most that many")
        }
    }
}
