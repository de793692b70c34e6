import Evaluation

/// Passes over as many tokens by llama.cpp and by this engine, measured in turns.
package struct PassPair: Sendable, Encodable {
    /// How many tokens a pass has; 1 is plain decoding.
    package let n: Int

    /// How many tokens come before it.
    package let context: Int

    /// Whether it reads a prompt, with the logits of the last token alone, and not the nodes of a tree.
    package let isPrompt: Bool

    /// The seconds of llama.cpp's passes, in the order in which they were measured.
    package internal(set) var theirs: [Double]

    /// The seconds of this engine's.
    package internal(set) var ours: [Double]

    /// How many times as fast this engine is: the median over the turns.
    package var ratio: Double? { zip(theirs, ours).map { $0 / $1 }.median }

    private enum CodingKeys: String, CodingKey {
        case n, context, ratio
        case isPrompt = "prompt"
        case theirs = "llama_cpp_seconds"
        case ours = "seconds"
    }

    /// Writes the seconds of all turns, and the median of their ratios.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(n, forKey: .n)
        try container.encode(context, forKey: .context)
        try container.encode(isPrompt, forKey: .isPrompt)
        try container.encode(theirs, forKey: .theirs)
        try container.encode(ours, forKey: .ours)
        try container.encode(ratio, forKey: .ratio)
    }
}
