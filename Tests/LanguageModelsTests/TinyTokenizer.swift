import Foundation
import LanguageModels

/// A `tokenizer.json` of a few parts, for tests of one part at a time.
///
/// With `ignore_merges` a word that is in the vocabulary is one token, so the tokens of a text are its words: they
/// show how the pre-tokenizer cut it.
struct TinyTokenizer {
    var vocabulary: [String]
    var merges: [[String]] = []
    var options = "\"ignore_merges\": true"
    var addedTokens: [String] = []
    var normalizer = "null"
    var preTokenizer = "null"
    var postProcessor = "null"
    var decoder = "null"

    /// The text of the file.
    func json() throws -> String {
        let ids = try vocabulary.enumerated().map { "\(try encoded($1)): \($0)" }.joined(separator: ", ")
        return """
            {"version": "1.0", "truncation": null, "padding": null,
             "added_tokens": [\(addedTokens.joined(separator: ", "))],
             "normalizer": \(normalizer), "pre_tokenizer": \(preTokenizer),
             "post_processor": \(postProcessor), "decoder": \(decoder),
             "model": {"type": "BPE", \(options), "vocab": {\(ids)}, "merges": \(try encoded(merges))}}
            """
    }

    func tokenizer() throws -> Tokenizer {
        try Tokenizer(parsing: try json().utf8)
    }

    /// How the tokenizer spells the tokens of a text.
    func pieces(_ text: String) throws -> [String] {
        let tokenizer = try tokenizer()
        return try tokenizer.encode(text, addSpecialTokens: false).map { tokenizer.piece(of: $0) ?? "?" }
    }

    /// An entry of `added_tokens`; `flags` are more members.
    static func added(_ id: Int, _ content: String, special: Bool = true, _ flags: String = "") -> String {
        "{\"id\": \(id), \"content\": \"\(content)\", \"special\": \(special), \"normalized\": false\(flags)}"
    }

    private func encoded(_ value: some Encodable) throws -> String {
        String(decoding: try JSONEncoder().encode(value), as: UTF8.self)
    }
}
