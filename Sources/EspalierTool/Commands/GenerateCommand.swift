import ArgumentParser
import Decoding
import Foundation
import LanguageModels
import Runtime
import Speculation
import Strategies

/// Answers a prompt, or talks, with a strategy; text appears as it is certain.
struct GenerateCommand: RegistryCommand {
    static let configuration = CommandConfiguration(
        commandName: "generate", abstract: "Answer a prompt or hold a conversation, streaming the text.",
        discussion: """
            Without --prompt and --chat the prompt is read from standard input, or is a bundled one where nothing is \
            piped in.
            """)

    @OptionGroup(title: "Strategy") var strategy: StrategyOptions

    @Option(help: "The prompt: one user's message.")
    var prompt: String?

    @Flag(
        help: """
            Hold a conversation: each line of standard input is a message, and all are remembered, as far as the \
            context holds them.
            """)
    var chat = false

    @Option(help: "A system message before the conversation.")
    var system: String?

    @Option(help: "The largest number of new tokens of each answer.")
    var maxNewTokens = PositiveCount(256)

    @Option(
        help: ArgumentHelp(
            "List the target's log-probability of each token after the answer, and this many most probable ones.",
            valueName: "n"))
    var logprobs: Int?

    @Flag(help: "Tell acceptance length and tokens per second on standard error.")
    var stats = false

    @OptionGroup(title: "Machine") var runtime: RuntimeOptions

    func validate() throws {
        if let logprobs, !(0...100).contains(logprobs) {
            throw ValidationError("--logprobs must be in 0...100, not \(logprobs)")
        }
        if chat && prompt != nil {
            throw ValidationError("--chat reads messages from standard input: leave --prompt out")
        }
    }

    func run(with registry: PluginRegistry) throws {
        runtime.apply()
        let strategy = try strategy.read(otherwise: "eagle3-cost-aware", naming: registry)
        // Before anything is opened or measured, so that a prompt that cannot be used says so at once.
        let text = chat ? nil : try wholePrompt()
        var factory = self.strategy.models.engineFactory
        var chat = try Chat(
            with: strategy, by: &factory, system: system, maximumNewTokens: maxNewTokens.value,
            logProbabilities: logprobs)
        if strategy.guarantee == .lossy {
            StandardError.write("\(strategy.name) is lossy: the text may differ from the target's own\n")
        }
        if let text {
            try answer(text, in: &chat)
        } else {
            try converse(in: &chat)
        }
    }

    private func wholePrompt() throws -> String {
        let text = try TextInput.text(prompt)
        guard !text.isEmpty else {
            throw CommandFailure("the prompt is empty: give --prompt, or text on standard input")
        }
        return text
    }

    private func converse(in chat: inout Chat) throws {
        while true {
            if StandardInput.isTerminal { StandardError.write("> ") }
            guard let line = try StandardInput.line() else { return }
            if line.isEmpty { continue }
            do {
                try answer(line, in: &chat)
            } catch let error as DecodingError {
                // The conversation goes on without it.
                StandardError.remark("\(error)")
            }
        }
    }

    /// Prints an answer as it comes.
    private func answer(_ text: String, in chat: inout Chat) throws {
        let start = ContinuousClock.now
        let answer = try chat.answer(text) { try StandardOutput.write($0) }
        try StandardOutput.write("\n")
        if logprobs != nil {
            try StandardOutput.write(AnswerListing(answer.loop.logProbabilities, by: chat.codec.tokenizer).text)
        }
        if stats { StandardError.remark(statistics(of: answer, seconds: (ContinuousClock.now - start) / .seconds(1))) }
    }

    private func statistics(of answer: TextStream, seconds: Double) -> String {
        let count = answer.loop.emitted.count
        let tau = answer.rounds > 0 ? String(format: "%.2f", Double(count - 1) / Double(answer.rounds)) : "-"
        let rate = String(format: "%.0f", Double(count) / seconds)
        return "[\(count) tokens, tau \(tau), \(rate) tokens/s, \(answer.loop.finish?.rawValue ?? "")]"
    }
}
