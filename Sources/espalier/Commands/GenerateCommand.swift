import ArgumentParser
import Decoding
import Foundation
import LanguageModels
import Speculation
import Strategies

/// Answers a prompt, or talks, with a strategy; text appears as it is certain.
struct GenerateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "generate", abstract: "Answer a prompt or hold a conversation, streaming the text.",
        discussion: """
            Without --prompt and --chat the prompt is read from standard input, or is a bundled one where nothing is \
            piped in.
            """)

    @OptionGroup(title: "Strategy") var strategy: StrategyOptions

    @Option(help: "The prompt: one user's message.")
    var prompt: String?

    @Flag(help: "Hold a conversation: each line of standard input is a message, and all are remembered.")
    var chat = false

    @Option(help: "A system message before the conversation.")
    var system: String?

    @Option(help: "The largest number of new tokens of each answer.")
    var maxNewTokens = PositiveCount(256)

    @Flag(help: "Tell acceptance length and tokens per second on standard error.")
    var stats = false

    @OptionGroup(title: "Machine") var runtime: RuntimeOptions

    func validate() throws {
        if chat && prompt != nil {
            throw ValidationError("--chat reads messages from standard input: leave --prompt out")
        }
    }

    func run() throws {
        runtime.apply()
        let strategy = try strategy.read(otherwise: "eagle3-cost-aware")
        // Before anything is opened or measured, so that a prompt that cannot be used says so at once.
        let text = chat ? nil : try wholePrompt()
        var factory = EngineFactory(locator: ModelLocator(), chatTemplate: self.strategy.models.chatTemplate?.template)
        let conversation = try factory.target(of: strategy).conversation()
        var answerer = Answerer(
            engine: try factory.engine(for: strategy), conversation: conversation,
            maximumNewTokens: maxNewTokens.value, seed: strategy.seed, system: system, tellsStatistics: stats)
        if strategy.guarantee == .lossy {
            StandardError.write("\(strategy.name) is lossy: the text may differ from the target's own\n")
        }
        if let text {
            try answerer.answer(text)
        } else {
            try converse(&answerer)
        }
    }

    private func wholePrompt() throws -> String {
        let text = try TextInput.text(prompt)
        guard !text.isEmpty else {
            throw CommandFailure("the prompt is empty: give --prompt, or text on standard input")
        }
        return text
    }

    private func converse(_ answerer: inout Answerer) throws {
        while true {
            if StandardInput.isTerminal { StandardError.write("> ") }
            guard let line = try StandardInput.line() else { return }
            if line.isEmpty { continue }
            try answerer.answer(line)
        }
    }
}
