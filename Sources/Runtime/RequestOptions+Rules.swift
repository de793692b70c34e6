package import Decoding
package import LanguageModels
package import Speculation

extension RequestOptions {
    /// The rules that the options are for one target.
    ///
    /// - Parameters:
    ///   - codec: The target's tokenizer and chat format; nil where tokens are no text, so that none is found by text and
    ///     no text ends the answer.
    ///   - vocabularySize: How many tokens the target knows.
    ///   - maximumNewTokens: The largest number of tokens of an answer.
    ///   - faults: Gets a fault for every token that there is not.
    /// - Returns: The rules, without the tokens at fault.
    package func rules(
        for codec: ChatCodec?, vocabularySize: Int, maximumNewTokens: Int, faults: inout [Fault]
    ) -> DecodingRules {
        let names = TokenNames(tokenizer: codec?.tokenizer, vocabularySize: vocabularySize)
        var logits = penalties
        for bias in biases {
            guard let token = names.token(bias.token, of: "logit_bias", faults: &faults) else { continue }
            if logits.bias.updateValue(bias.amount, forKey: token) != nil {
                faults.append(Fault("logit_bias names token \(token) twice", at: bias.token.place))
            }
        }
        var ends = ignoresEndTokens ? [] : codec?.stopTokens ?? []
        for reference in stopTokens {
            if let token = names.token(reference, of: "stop_tokens", faults: &faults) { ends.insert(token) }
        }
        var limits = DecodingLimits(
            maximumNewTokens: maximumNewTokens, minimumNewTokens: minimumNewTokens, stopTokens: ends)
        if let codec, !stopStrings.isEmpty {
            limits.stopStrings = StopStrings(stopStrings, decoder: StreamingDecoder(codec.tokenizer))
        }
        return DecodingRules(logits: logits, sampling: sampling, limits: limits)
    }
}

/// Finds tokens by what users call them.
private struct TokenNames {
    let tokenizer: Tokenizer?
    let vocabularySize: Int

    func token(_ reference: TokenReference, of option: String, faults: inout [Fault]) -> Token? {
        switch reference.name {
        case .id(let id):
            if id < vocabularySize { return id }
            faults.append(
                Fault("\(option): token \(id) is outside the vocabulary of \(vocabularySize)", at: reference.place))
        case .text(let text):
            guard let tokenizer else {
                faults.append(
                    Fault("\(option): the text '\(text)' is no token without a tokenizer", at: reference.place))
                return nil
            }
            if let id = tokenizer.id(of: text) { return id }
            let tokens: [Token]
            do {
                tokens = try tokenizer.encode(text, addSpecialTokens: false)
            } catch {
                faults.append(Fault("\(option): \(error)", at: reference.place))
                return nil
            }
            if tokens.count == 1 { return tokens[0] }
            faults.append(
                Fault(
                    "\(option): the text '\(text)' is \(tokens.count.counting("token")), and one is needed",
                    at: reference.place)
            )
        }
        return nil
    }
}
