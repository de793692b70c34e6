import Foundation
import LanguageModels

/// How many heads of how many blocks there are, and of what sizes: from `config.json`, the tensors and the target.
struct MedusaConfiguration: Sendable, Hashable {
    /// How many heads, each for one token further ahead.
    let headCount: Int

    /// How many residual blocks each has.
    let blockCount: Int

    /// The width of the target's states.
    let width: Int

    /// How many tokens the target knows.
    let vocabularySize: Int

    /// Whether blocks have biases.
    let hasBias: Bool

    /// How many heads the configuration states, where it is fewer than the file holds.
    let statedHeadCount: Int?

    /// More make no draft: the paper's have five heads of one block.
    static let mostHeads = 16
    static let mostBlocks = 8

    /// Heads that suit a target.
    init(heads: Int, blocks: Int, for target: ModelConfiguration) {
        (headCount, blockCount) = (heads, blocks)
        (width, vocabularySize) = (target.hiddenSize, target.vocabularySize)
        (hasBias, statedHeadCount) = (true, nil)
    }

    /// Reads and checks the configuration of a folder of heads.
    ///
    /// - Parameters:
    ///   - reader: Its `config.json`.
    ///   - tensors: What the weights beside it are.
    ///   - target: The model that they shall draft for.
    /// - Throws: `ModelError` if numbers are impossible, contradict each other or do not fit the target.
    init(_ reader: ConfigurationReader, _ tensors: MedusaTensors, target: ModelConfiguration) throws {
        (width, vocabularySize) = (target.hiddenSize, target.vocabularySize)
        hasBias = tensors.hasBias
        blockCount = try Self.blockCount(reader, tensors)
        headCount = tensors.headCount
        let stated = try reader.optionalSize("medusa_num_heads") ?? reader.optionalSize("num_heads")
        guard headCount <= Self.mostHeads, (stated ?? 1) <= headCount else {
            throw reader.error(
                "medusa_num_heads is \(stated ?? headCount), and the file holds \(headCount) heads (at most "
                    + "\(Self.mostHeads) are read)")
        }
        statedHeadCount = stated.flatMap { [headCount] in $0 < headCount ? $0 : nil }
        try Self.refuseVariants(reader, tensors)
        try checkSizes(reader, tensors)
    }

    /// The number of blocks that the configuration states, which the file must hold: all of them, or one that is repeated.
    private static func blockCount(_ reader: ConfigurationReader, _ tensors: MedusaTensors) throws -> Int {
        let stored = tensors.storedBlockCount
        let isVLLM = !reader.has("medusa_num_layers") && reader.has("num_heads")
        let key = isVLLM ? "num_hidden_layers" : "medusa_num_layers"
        let count = try reader.optionalSize(key) ?? 1
        let isRepeated = stored == 1 && count <= mostBlocks && tensors.hasOutputRows(behind: count)
        guard count == stored || isRepeated, count <= mostBlocks else {
            throw reader.error(
                "\(key) is \(count), and the file holds \(stored) residual blocks a head (at most \(mostBlocks) are read)"
            )
        }
        return count
    }

    private static func refuseVariants(_ reader: ConfigurationReader, _ tensors: MedusaTensors) throws {
        if tensors.hasTokenMap {
            throw reader.error("a 'token_map' from a part of the vocabulary is not read in Medusa heads")
        }
        let scale = try reader.number("logit_scale", default: 1)
        guard scale == 1 else { throw reader.error("logit_scale \(scale) is not supported in Medusa heads") }
    }

    private func checkSizes(_ reader: ConfigurationReader, _ tensors: MedusaTensors) throws {
        for stated in [try reader.optionalSize("hidden_size"), tensors.width].compactMap(\.self) where stated != width {
            throw reader.error("the heads were made for a target of width \(stated), and this one's is \(width)")
        }
        let sizes = [try reader.optionalSize("vocab_size"), tensors.vocabularySize(behind: blockCount)]
        for stated in sizes.compactMap(\.self) where stated != vocabularySize {
            throw reader.error(
                "the heads were made for a vocabulary of \(stated), and the target's has \(vocabularySize)")
        }
    }
}
