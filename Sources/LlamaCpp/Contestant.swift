package import Decoding

/// A strategy of this engine, to be compared with llama.cpp's ways of decoding.
package struct Contestant: Sendable {
    /// The strategy's name.
    package let name: String

    /// Opens what decodes, anew each time: memory that lay idle meanwhile may be slower than memory that was just filled.
    package let open: @Sendable () throws -> DecodingEngine

    /// By which rules; sampling is greedy.
    package let rules: DecodingRules

    /// Puts a contestant together.
    ///
    /// - Parameters:
    ///   - name: The strategy's name.
    ///   - rules: By which rules.
    ///   - open: Opens what decodes.
    package init(name: String, rules: DecodingRules, open: @escaping @Sendable () throws -> DecodingEngine) {
        self.name = name
        self.open = open
        self.rules = rules
    }
}
