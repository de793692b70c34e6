import ArgumentParser
import Speculation
import Strategies

/// How to draw tokens and where to end answers, in place of what strategy files say in their section `sampling`.
struct SamplingOptions: ParsableArguments {
    @Option(help: "Sampling temperature; 0 is greedy.")
    var temperature: WrittenValue?

    @Option(help: "Keep this many most probable tokens; 0 keeps all.")
    var topK: WrittenValue?

    @Option(help: "Of those that top-k leaves, keep the most probable tokens up to this sum; 1 keeps all.")
    var topP: WrittenValue?

    @Option(help: "Of those, keep tokens at least this many times as probable as the best; 0 keeps all.")
    var minP: WrittenValue?

    @Option(help: "Make tokens of prompt and answer less probable; 1 changes nothing.")
    var repetitionPenalty: WrittenValue?

    @Option(parsing: .unconditional, help: "Subtract this from the logits of the answer's tokens.")
    var presencePenalty: WrittenValue?

    @Option(parsing: .unconditional, help: "Subtract this for each time that the answer has a token.")
    var frequencyPenalty: WrittenValue?

    @Option(
        parsing: .unconditionalSingleValue,
        help: ArgumentHelp(
            "Add to a token's logit: an id, or a text of one token. May be repeated.", valueName: "token=bias"),
        transform: Self.bias)
    var logitBias: [OptionMember] = []

    @Option(
        parsing: .unconditionalSingleValue,
        help: ArgumentHelp("End the answer before this text. May be repeated.", valueName: "text"))
    var stop: [String] = []

    @Option(help: ArgumentHelp("End the answer at this token: an id or its text. May be repeated.", valueName: "token"))
    var stopToken: [String] = []

    @Flag(help: "Go on after the model's own end tokens.")
    var ignoreEos = false

    @Option(help: "Let nothing but limits end the answer before this many tokens.")
    var minNewTokens: WrittenValue?

    @Option(help: "Seed of all draws.")
    var seed: WrittenValue?

    func validate() throws {
        var reader = OptionReader(
            [], at: .nowhere, in: OptionSurroundings(replacements: values.mapValues { OptionValue($0) }))
        _ = RequestOptions(from: &reader)
        guard let fault = reader.faults.first else { return }
        // Options are named here as the command line names them.
        let words = fault.message.split(separator: " ", maxSplits: 1).map(String.init)
        let isOption = words.count == 2 && reader.readings.contains { $0.name == words[0] }
        throw ValidationError(isOption ? "\(CommandOption.name(of: words[0])) \(words[1])" : fault.message)
    }

    /// What is given, by the names of strategy files.
    var values: [String: OptionValue.Content] {
        let given = [
            ("temperature", temperature), ("top_k", topK), ("top_p", topP), ("min_p", minP),
            ("repetition_penalty", repetitionPenalty), ("presence_penalty", presencePenalty),
            ("frequency_penalty", frequencyPenalty), ("min_new_tokens", minNewTokens), ("seed", seed),
        ]
        var values: [String: OptionValue.Content] = [:]
        for (name, value) in given { values[name] = value?.content }
        if !logitBias.isEmpty { values["logit_bias"] = .map(logitBias) }
        if !stop.isEmpty { values["stop"] = .list(stop.map { OptionValue(.string($0)) }) }
        if !stopToken.isEmpty {
            values["stop_tokens"] = .list(
                stopToken.map { text in OptionValue(Int(text).map { .integer($0) } ?? .string(text)) })
        }
        if ignoreEos { values["ignore_eos"] = .boolean(true) }
        return values
    }

    /// The options where there is no strategy file.
    var request: RequestOptions {
        var reader = OptionReader(
            [], at: .nowhere, in: OptionSurroundings(replacements: values.mapValues { OptionValue($0) }))
        return RequestOptions(from: &reader)
    }

    private static func bias(_ text: String) throws -> OptionMember {
        // A token's own text may hold either sign.
        for sign in ["=", ":"] as [Character] {
            if let place = text.lastIndex(of: sign), place > text.startIndex,
                let number = Double(text[text.index(after: place)...])
            {
                return OptionMember(name: String(text[..<place]), value: OptionValue(.real(number)))
            }
        }
        throw ValidationError("--logit-bias takes a token and a number, such as 12=-5 or 12:-5, not \(text)")
    }
}
