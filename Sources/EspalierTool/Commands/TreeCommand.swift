import ArgumentParser
import Decoding
import Foundation
import LanguageModels
import Runtime
import Speculation
import Strategies

/// Shows the draft tree of one round and what the target made of it.
struct TreeCommand: RegistryCommand {
    static let configuration = CommandConfiguration(
        commandName: "tree", abstract: "Show one step's draft tree with draft and target probabilities.",
        discussion: """
            Each node shows its token, the draft's and the target's probability of it after its path, * where the \
            target accepts it, and which draft proposed it where several are merged.
            """)

    @OptionGroup(title: "Strategy") var strategy: StrategyOptions

    @Option(help: "The prompt: one user's message; standard input or a bundled one when it is left out.")
    var prompt: String?

    @Option(
        help: ArgumentHelp("Use these token ids as the prompt, without a chat format.", valueName: "1,2,3"),
        transform: TokenList.parse)
    var tokens: [Int]?

    @Option(
        help: "Decode at least this many tokens before the step that is shown; 0 unless given.",
        transform: RangedNumber.whole(from: 0))
    var after = 0

    @OptionGroup var json: JSONOutput

    @OptionGroup(title: "Machine") var runtime: RuntimeOptions

    func validate() throws {
        if prompt != nil && tokens != nil { throw ValidationError("give --prompt or --tokens, not both") }
    }

    func run(with registry: PluginRegistry) throws {
        runtime.apply()
        try json.checkWritable()
        var factory = try strategy.models.engineFactory
        let strategy = try strategy.read(
            otherwise: "eagle3-dynamic-small", naming: registry, mayBePrompt: prompt == nil && tokens == nil)
        let target = try factory.target(of: strategy)
        let engine = try factory.engine(for: strategy)
        let input: [Token]
        if let tokens {
            input = tokens
        } else {
            let text = try TextInput.text(prompt, acceptsEmpty: false)
            guard !text.isEmpty else {
                throw CommandFailure("the prompt is empty: give --prompt, --tokens, or text on standard input")
            }
            input = try target.conversation().tokens([ChatMessage(role: .user, content: text)])
        }
        // Enough for the step itself, so that a limit never cuts the tree that is shown; no answer outgrows the context.
        let before = min(after, target.model.configuration.contextLimit)
        let rules = try factory.rules(
            for: strategy, maximumNewTokens: before + 1 + (strategy.builder?.product.traits.maximumDepth ?? 0) * 2 + 2,
            asText: tokens == nil)
        var loop = try DecodingLoop(
            engine, DecodingRequest(prompt: input, rules: rules, random: SeededRandom(seed: strategy.seed)))
        while loop.emitted.count <= after && loop.finish == nil { _ = try loop.round() }
        guard loop.finish == nil else {
            throw CommandFailure(
                "the answer ends after \(loop.emitted.count.counting("token")) (\(loop.finish?.rawValue ?? "")): choose a smaller --after"
            )
        }
        let context = input + loop.emitted.dropLast()
        let outcome = try loop.observedRound().outcome
        let listing = TreeListing(
            outcome, strategy: strategy.name, guarantee: strategy.guarantee,
            sources: strategy.draft.product.traits.sources, context: context, tokenizer: try? target.tokenizer())
        try json.write(listing, showing: listing.drawing)
    }
}
