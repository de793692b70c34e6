import LanguageModels

/// What the tensors of Medusa heads are called, and how many there are: the files say it more reliably than a configuration.
struct MedusaTensors: Sendable {
    /// Who wrote the names.
    private enum Naming: Sendable, Hashable {
        /// The official code: `HEAD.BLOCK.linear.weight`, and the rows of logits at `HEAD.BLOCKS.weight`; behind
        /// `medusa_head.` in a file that holds the model too.
        case official(prefix: String)

        /// vLLM: `blocks.HEAD.layers.BLOCK.weight`, `lm_heads.HEAD.weight`.
        case vllm(prefix: String)
    }

    private let checkpoint: Checkpoint
    private let naming: Naming

    /// Finds out who wrote a checkpoint.
    ///
    /// - Throws: `ModelError` if it holds no Medusa heads, naming what it holds where that is known.
    init(_ checkpoint: Checkpoint) throws(ModelError) {
        self.checkpoint = checkpoint
        let official = ["", "medusa_head.", "medusa_heads."].map { Naming.official(prefix: $0) }
        let vllm = ["", "medusa_heads."].map { Naming.vllm(prefix: $0) }
        let known = (official + vllm).first { naming in
            checkpoint.entry(Self.block(0, of: 0, in: naming) + ".weight") != nil
        }
        guard let known else {
            let isEAGLE = ["midlayer.hidden_norm.weight", "layers.0.hidden_norm.weight", "fc.weight"]
                .contains { checkpoint.entry($0) != nil }
            throw checkpoint.error(
                isEAGLE
                    ? "holds an EAGLE head, which draft policy 'eagle3' reads"
                    : "holds no Medusa heads: there is no tensor '0.0.linear.weight'")
        }
        naming = known
    }

    /// A block's name, without `.weight` and `.bias`.
    private static func block(_ block: Int, of head: Int, in naming: Naming) -> String {
        switch naming {
        case .official(let prefix): "\(prefix)\(head).\(block).linear"
        case .vllm(let prefix): "\(prefix)blocks.\(head).layers.\(block)"
        }
    }

    private func has(_ name: String) -> Bool { checkpoint.entry(name) != nil }

    private func hasBlock(_ block: Int, of head: Int) -> Bool {
        has(Self.block(block, of: head, in: naming) + ".weight")
    }

    /// How many heads there are.
    var headCount: Int { (0...).first { !hasBlock(0, of: $0) } ?? 0 }

    /// How many blocks of each head are stored.
    var storedBlockCount: Int { (0...).first { !hasBlock($0, of: 0) } ?? 0 }

    /// Whether the rows that make logits stand behind a number of blocks.
    func hasOutputRows(behind blocks: Int) -> Bool { outputRows(of: 0, behind: blocks) != nil }

    /// The name of a head's rows that make logits; nil where it has none.
    func outputRows(of head: Int, behind blocks: Int) -> String? {
        switch naming {
        case .official(let prefix):
            let name = "\(prefix)\(head).\(blocks).weight"
            return has(name) ? name : nil
        case .vllm(let prefix):
            // Heads that share one table store it once, under either name.
            return ["\(prefix)lm_heads.\(head).weight", "\(prefix)lm_head.weight", "\(prefix)lm_heads.0.weight"]
                .first { has($0) }
        }
    }

    /// A block's name without its ending: the official code repeats one block, which some files store once.
    func block(_ block: Int, of head: Int) -> String {
        Self.block(min(block, max(storedBlockCount - 1, 0)), of: head, in: naming)
    }

    /// Whether blocks have biases.
    var hasBias: Bool { has(block(0, of: 0) + ".bias") }

    /// The width of the states that the heads read.
    var width: Int? { checkpoint.entry(block(0, of: 0) + ".weight")?.shape.last }

    /// How many tokens the heads know, where they bring the rows that make logits.
    func vocabularySize(behind blocks: Int) -> Int? {
        outputRows(of: 0, behind: blocks).flatMap { checkpoint.entry($0)?.shape.first }
    }

    /// Whether the file holds a map from a part of the vocabulary, as vLLM's may.
    var hasTokenMap: Bool { ["token_map", "medusa_heads.token_map"].contains { has($0) } }

    /// Whether a tensor belongs to something else: to the model, where one file holds both.
    func isForeign(_ name: String) -> Bool {
        guard case .official(let prefix) = naming, !prefix.isEmpty else { return false }
        return !name.hasPrefix(prefix)
    }
}
