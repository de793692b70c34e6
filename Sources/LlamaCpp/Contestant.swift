package import Decoding

/// A strategy of this engine, to be compared with llama.cpp's ways of decoding.
package struct Contestant: Sendable {
    /// The strategy's name.
    package let name: String

    /// What decodes.
    package let engine: DecodingEngine

    /// By which rules; sampling is greedy.
    package let rules: DecodingRules

    /// Puts a contestant together.
    ///
    /// - Parameters:
    ///   - name: The strategy's name.
    ///   - engine: What decodes.
    ///   - rules: By which rules.
    package init(name: String, engine: DecodingEngine, rules: DecodingRules) {
        self.name = name
        self.engine = engine
        self.rules = rules
    }
}
