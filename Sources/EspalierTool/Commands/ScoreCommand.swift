import ArgumentParser
import Evaluation
import Files
import Foundation
import LanguageModels
import Runtime
import Speculation
import Tensors

/// Scores a text: the target's log-probability and rank of every token.
struct ScoreCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "score", abstract: "Show the target's log-probability of every token of a text.",
        discussion: "The first token has no log-probability: nothing precedes it.")

    @Argument(
        help: "The text, behind -- where it begins with a dash; standard input or a bundled prompt when it is left out."
    )
    var text: String?

    @OptionGroup(title: "Models") var models: ModelOptions

    @Option(help: ArgumentHelp("Score these token ids instead.", valueName: "1,2,3"), transform: TokenList.parse)
    var tokens: [Int]?

    @OptionGroup var json: JSONOutput

    @Option(
        help: ArgumentHelp("Write all logits, [tokens, vocabulary] in float32, as tensor 'logits'.", valueName: "file"))
    var logits: String?

    @OptionGroup(title: "Machine") var runtime: RuntimeOptions

    func validate() throws {
        try models.refuseDrafts()
        if tokens != nil && text != nil {
            throw ValidationError("--tokens takes the place of the text: give one of them")
        }
        if let logits, !logits.hasSuffix(".safetensors") {
            throw ValidationError("--logits writes safetensors: name the file something.safetensors")
        }
    }

    func run() throws {
        runtime.apply()
        try json.checkWritable()
        if let logits { try AtomicFile.checkWritable(logits) }
        let reference = models.model ?? "demo"
        let target = try OpenedTarget(
            reference, at: ModelLocator().locate(reference), opening: models.opening.opening,
            chat: try models.chat.settings)
        let tokenizer = tokens == nil ? try target.tokenizer() : try? target.tokenizer()
        let input =
            try tokens ?? tokenizer?.encode(TextInput.text(text, keepingLineEnds: true), addSpecialTokens: true)
            ?? []
        guard !input.isEmpty else { throw CommandFailure("the text is empty: scoring needs at least one token") }
        let limit = target.model.configuration.contextLimit
        guard input.count <= limit else {
            throw CommandFailure(
                "the text has \(input.count.counting("token")), and the context of \(reference) holds \(limit)")
        }
        var session = try TransformerSession(target.model)
        try session.run(input, in: .causal(past: 0, rows: input.count, route: .throughput), logits: .all)
        if let logits {
            try AtomicFile.write(SafetensorsData.encoded([TensorContent("logits", session.logits)]), to: logits)
        }
        let listing = ScoreListing(input, logits: session.logits, tokenizer: tokenizer)
        try json.write(listing, showing: listing.text)
    }
}
