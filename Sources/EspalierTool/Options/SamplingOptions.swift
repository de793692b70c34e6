import ArgumentParser

/// How to draw tokens in place of what strategy files say.
struct SamplingOptions: ParsableArguments {
    @Option(help: "Sampling temperature instead of the strategies' own; 0 is greedy.")
    var temperature: Double?

    @Option(help: "Seed of all draws instead of the strategies' own.")
    var seed: Int?

    func validate() throws {
        if let temperature, !(0...10).contains(temperature) {
            throw ValidationError("--temperature must be in 0...10, not \(temperature)")
        }
        if let seed, seed < 0 { throw ValidationError("--seed must not be negative, and \(seed) is") }
    }
}
