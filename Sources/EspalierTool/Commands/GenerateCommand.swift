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
            piped in. In a conversation Ctrl-C ends the answer, and the conversation goes on; at the next message it ends \
            the command.
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

    @Option(
        help: "The largest number of new tokens of each answer, at least 1; 256 unless given.",
        transform: RangedNumber.whole(from: 1))
    var maxNewTokens = 256

    @Option(
        help: ArgumentHelp(
            "List the target's log-probability of each token after the answer, and this many most probable ones.",
            valueName: "n"),
        transform: RangedNumber.whole(in: 0...100))
    var logprobs: Int?

    @Flag(help: "Tell acceptance length and tokens per second on standard error.")
    var stats = false

    @OptionGroup var json: JSONOutput

    @OptionGroup(title: "Machine") var runtime: RuntimeOptions

    func validate() throws {
        if chat && prompt != nil {
            throw ValidationError("--chat reads messages from standard input: leave --prompt out")
        }
    }

    func run(with registry: PluginRegistry) throws {
        runtime.apply()
        try json.checkWritable()
        let strategy = try strategy.read(
            otherwise: "eagle3-cost-aware", naming: registry, mayBePrompt: prompt == nil && !chat)
        // Before anything is opened or measured, so that a prompt that cannot be used says so at once.
        let text = chat ? nil : try wholePrompt()
        var factory = try self.strategy.models.engineFactory
        var chat = try Chat(
            with: strategy, by: &factory, system: system, maximumNewTokens: maxNewTokens,
            logProbabilities: logprobs)
        if strategy.guarantee == .lossy {
            StandardError.write("\(strategy.name) is lossy: the text may differ from the target's own\n")
        }
        var report = AnswerReport(
            strategy: strategy.name, guarantee: strategy.guarantee, notingLogProbabilities: logprobs != nil)
        do {
            if let text {
                try answer(text, in: &chat, for: &report)
            } else {
                try converse(in: &chat, for: &report)
            }
        } catch let status as ExitCode {
            // What was said before the command was stopped is reported.
            try json.write(report, showing: "")
            throw status
        }
        try json.write(report, showing: "")
    }

    private func wholePrompt() throws -> String {
        let text = try TextInput.text(prompt)
        guard !text.isEmpty else {
            throw CommandFailure("the prompt is empty: give --prompt, or text on standard input")
        }
        return text
    }

    private func converse(in chat: inout Chat, for report: inout AnswerReport) throws {
        Interruption.unblock()
        chat.isCancelled = { Interruption.isRequested }
        while true {
            if StandardInput.isTerminal { StandardError.write("> ") }
            guard let line = try StandardInput.line() else { return }
            if line.allSatisfy(\.isWhitespace) { continue }
            // While a message is typed, Ctrl-C ends the command as ever.
            Interruption.listen()
            defer { Interruption.stopListening() }
            do {
                try answer(line, in: &chat, for: &report)
            } catch let error as DecodingError {
                // The conversation goes on without it.
                StandardError.remark("\(error)")
            }
            if Interruption.endsCommand { throw ExitCode(Interruption.exitStatus) }
        }
    }

    /// Prints an answer as it comes, and notes it.
    private func answer(_ text: String, in chat: inout Chat, for report: inout AnswerReport) throws {
        let start = ContinuousClock.now
        let showsText = !json.takesStandardOutput
        let answer = try chat.answer(text) { if showsText { try StandardOutput.write($0) } }
        let seconds = (ContinuousClock.now - start) / .seconds(1)
        if showsText {
            try StandardOutput.write("\n")
            if logprobs != nil {
                try StandardOutput.write(AnswerListing(answer.loop.logProbabilities, by: chat.codec.tokenizer).text)
            }
        }
        if json.path != nil {
            report.note(answer, to: text, as: chat.messages.last?.content ?? "", in: seconds, by: chat.codec.tokenizer)
        }
        if self.chat, answer.loop.finish?.isLimit ?? false {
            StandardError.remark("[cut: \(cause(of: answer))]")
        }
        if stats { StandardError.remark(statistics(of: answer, by: report.strategy, seconds: seconds)) }
    }

    /// Which limit broke an answer off, and what lets it go on.
    private func cause(of answer: TextStream) -> String {
        answer.loop.finish == .maximumNewTokens
            ? "the answer has \(maxNewTokens.counting("token")), and --max-new-tokens allows no more"
            : "the context holds no more"
    }

    /// Names the strategy, which may have been chosen for the user.
    private func statistics(of answer: TextStream, by strategy: String, seconds: Double) -> String {
        let count = answer.loop.emitted.count
        let tau = answer.rounds > 0 ? String(format: "%.2f", Double(count - 1) / Double(answer.rounds)) : "-"
        let rate = String(format: "%.0f", Double(count) / seconds)
        return
            "[\(strategy): \(count.counting("token")), tau \(tau), \(rate) tokens/s, \(answer.loop.finish?.rawValue ?? "")]"
    }
}
