/// How answers are drawn and where they end: the section `sampling` of a strategy file, before a model is opened.
///
/// Applied in this order, which is that of transformers and vLLM: `logit_bias`, `repetition_penalty`, `frequency_penalty`,
/// `presence_penalty`, then `temperature`, `top_k`, `top_p` and `min_p` (``LogitRule``, ``SamplingRule``).
public struct RequestOptions: Sendable, Hashable {
    /// A token with what is added to its logit.
    public struct Bias: Sendable, Hashable {
        /// The token.
        public let token: TokenReference
        /// What is added.
        public let amount: Double
    }

    /// Temperature and truncation.
    public var sampling: SamplingRule

    /// The penalties; biases are in ``biases`` until the tokens are known.
    public var penalties: LogitRule

    /// What is added to the logits of single tokens.
    public var biases: [Bias]

    /// Texts that end an answer, none of them empty.
    public var stopStrings: [String]

    /// Tokens that end an answer beside those of the model and its chat format.
    public var stopTokens: [TokenReference]

    /// Whether the tokens of the model and its chat format do not end an answer; ``stopTokens`` still do.
    public var ignoresEndTokens: Bool

    /// Before this many tokens neither tokens nor stop strings end an answer.
    public var minimumNewTokens: Int

    /// Where the randomness starts.
    public var seed: UInt64

    /// Reads the options, in the order in which they are applied.
    public init(from options: inout OptionReader) {
        biases = Self.biases(from: &options)
        let repetition = options.number(
            "repetition_penalty", default: 1, in: 0.01...100,
            help: "Divides logits above 0, and multiplies others, of tokens in prompt or answer; 1: none.")
        let frequency = options.number(
            "frequency_penalty", default: 0, in: -2...2,
            help: "Subtracted for each time that the answer has the token; 0: none.")
        let presence = options.number(
            "presence_penalty", default: 0, in: -2...2, help: "Subtracted if the answer has the token; 0: none.")
        penalties = LogitRule(
            repetitionPenalty: repetition, presencePenalty: presence, frequencyPenalty: frequency)
        sampling = Self.sampling(from: &options)
        stopStrings = Self.stopStrings(from: &options)
        stopTokens = Self.stopTokens(from: &options)
        ignoresEndTokens = options.boolean(
            "ignore_eos", default: false, help: "Go on after the model's own end tokens; stop_tokens still end.")
        minimumNewTokens = options.integer(
            "min_new_tokens", default: 0, in: 0...1_000_000_000,
            help: "Before this many tokens no end token can come, and no stop string ends the answer.")
        seed = UInt64(options.integer("seed", default: 0, in: 0...Int.max, help: "Where the randomness starts."))
    }

    private static func sampling(from options: inout OptionReader) -> SamplingRule {
        let rule = SamplingRule(
            temperature: options.number(
                "temperature", default: 0, in: 0...100, help: "Divides the logits; 0 is greedy."),
            topK: options.integer(
                "top_k", default: 0, in: 0...1_000_000,
                help: "Keeps this many most probable tokens, and those equal to the last; 0 keeps all."),
            topP: options.number(
                "top_p", default: 1, in: 0...1,
                help: "Keeps the most probable of what top_k left up to this sum; 1 keeps all."),
            minP: options.number(
                "min_p", default: 0, in: 0...1,
                help: "Keeps tokens at least this many times as probable as the best; 0 keeps all."))
        if rule.topP == 0 { options.fault("top_p", "top_p must be larger than 0, or no token is left") }
        return rule
    }

    private static func stopTokens(from options: inout OptionReader) -> [TokenReference] {
        var wrong: [OptionValue] = []
        let tokens: [TokenReference] = options.value(
            "stop_tokens", type: "list of tokens", range: "", default: [], standIn: [],
            help: "Ids, or texts of one token, that end the answer beside the model's own.",
            write: { .list($0.map { OptionValue($0.content) }) },
            parse: { given in
                let elements: [OptionValue]
                if case .list(let list) = given.content { elements = list } else { elements = [given] }
                wrong = elements.filter { TokenReference($0) == nil }
                return elements.compactMap { TokenReference($0) }
            })
        for value in wrong {
            options.fault(
                "a token is named by its id, 0 or more, or by its text, not by \(value.inWords)", at: value.place)
        }
        return tokens
    }

    private static func biases(from options: inout OptionReader) -> [Bias] {
        var wrong: [OptionMember] = []
        let biases: [Bias] = options.value(
            "logit_bias", type: "section of tokens with numbers", range: "-100...100", default: [], standIn: [],
            help: "Added to the logits of tokens, such as {\"12\": -5, maybe: 2}: ids, or texts of one token.",
            write: { biases in
                .map(
                    biases.map { bias in
                        OptionMember(
                            name: OptionValue(bias.token.content).text, value: OptionValue(.real(bias.amount)))
                    })
            },
            parse: { given in
                guard case .map(let members) = given.content else { return nil }
                wrong = members.filter { amount($0.value) == nil }
                return members.compactMap { member in
                    amount(member.value).map { Bias(token: TokenReference(key: member), amount: $0) }
                }
            })
        for member in wrong {
            options.fault(
                "the bias of a token must be a number in -100...100, not \(member.value.inWords)",
                at: member.value.place)
        }
        return biases
    }

    private static func amount(_ value: OptionValue) -> Double? {
        switch value.content {
        case .integer(let number) where (-100...100).contains(number): Double(number)
        case .real(let number) where (-100...100).contains(number): number
        default: nil
        }
    }

    private static func stopStrings(from options: inout OptionReader) -> [String] {
        var empty: OptionPlace?
        let strings: [String] = options.value(
            "stop", type: "list of texts", range: "", default: [], standIn: [],
            help: "Texts that end the answer and are not shown, nor what follows.",
            write: { .list($0.map { OptionValue(.string($0)) }) },
            parse: { given in
                let elements: [OptionValue]
                if case .list(let list) = given.content { elements = list } else { elements = [given] }
                var texts: [String] = []
                for element in elements {
                    switch element.content {
                    case .string(let text):
                        texts.append(text)
                        if text.isEmpty { empty = empty ?? element.place }
                    case .integer, .real: texts.append(element.text)
                    default: return nil
                    }
                }
                return texts
            })
        if let empty { options.fault("a stop string must not be empty", at: empty) }
        return strings.filter { !$0.isEmpty }
    }
}
