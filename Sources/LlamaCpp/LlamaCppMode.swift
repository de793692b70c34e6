/// A way in which llama.cpp's server decodes.
package struct LlamaCppMode: Sendable, Hashable {
    /// What reports call it: the words of its options.
    package let name: String

    /// Its options.
    let arguments: [String]

    /// Plain decoding.
    package static let plain = LlamaCppMode(name: "plain", arguments: ["--spec-type", "none"])

    /// The ways of speculating that a model can be tried with: every kind that looks words up, the first two also with short
    /// matches, and a small model that drafts 2 to 8 tokens.
    ///
    /// - Parameter draft: The file of a small model; nil for none.
    /// - Returns: The modes.
    package static func speculating(with draft: String?) -> [LlamaCppMode] {
        var modes = ["ngram-simple", "ngram-map-k", "ngram-mod", "ngram-cache"].map {
            LlamaCppMode(name: $0, arguments: ["--spec-type", $0])
        }
        for kind in ["ngram-simple", "ngram-map-k"] {
            modes.append(
                LlamaCppMode(
                    name: "\(kind) 4/16",
                    arguments: ["--spec-type", kind, "--spec-\(kind)-size-n", "4", "--spec-\(kind)-size-m", "16"]))
        }
        guard let draft else { return modes }
        return modes
            + [2, 3, 4, 6, 8].map { count in
                LlamaCppMode(
                    name: "draft-simple \(count)",
                    arguments: [
                        "--spec-type", "draft-simple", "--spec-draft-model", draft, "--spec-draft-n-max", "\(count)",
                    ])
            }
    }
}
