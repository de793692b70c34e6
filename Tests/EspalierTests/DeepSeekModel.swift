import Foundation
import JSON
import ModelTestKit
import Testing

/// The bundled model with the control tokens of DeepSeek-R1's format in place of some of its own.
enum DeepSeekModel {
    private static let names = [
        0: "<｜begin▁of▁sentence｜>", 1: "<｜User｜>", 2: "<｜end▁of▁sentence｜>", 4095: "<｜Assistant｜>",
    ]

    /// A folder with it.
    static func folder() throws -> TemporaryFolder {
        let folder = try BundledModels.copy(of: "demo")
        let url = folder.file("tokenizer.json")
        var tokenizer = try #require(
            try JSONSerialization.jsonObject(with: Data(contentsOf: url)) as? [String: Any])
        var model = try #require(tokenizer["model"] as? [String: Any])
        var vocabulary = try #require(model["vocab"] as? [String: Int])
        var added = try #require(tokenizer["added_tokens"] as? [[String: Any]])
        var merges = try #require(model["merges"] as? [Any])
        for (id, name) in names {
            let old = try #require(vocabulary.first { $0.value == id }?.key)
            vocabulary[old] = nil
            vocabulary[name] = id
            merges.removeAll { merge in
                let parts = merge as? [String] ?? (merge as? String)?.split(separator: " ").map(String.init) ?? []
                return parts.joined() == old || parts.contains(old)
            }
            var token = added.first { $0["id"] as? Int == id } ?? added[0]
            token["id"] = id
            token["content"] = name
            added.removeAll { $0["id"] as? Int == id }
            added.append(token)
        }
        model["vocab"] = vocabulary
        model["merges"] = merges
        tokenizer["model"] = model
        tokenizer["added_tokens"] = added
        try folder.write(JSONSerialization.data(withJSONObject: tokenizer), to: "tokenizer.json")
        return folder
    }
}
