import Decoding
import LanguageModels
import Speculation

extension Regeneration {
    /// What the outcome depends on, by name, for a journal; the batch size is not among it.
    ///
    /// - Parameter model: How the user calls the target.
    /// - Returns: Values as text. Prompts are there as a hash of their content.
    public func settings(named model: String) -> [String: String] {
        var settings = [
            "model": model,
            "model size": "\(self.model.byteCount) bytes",
            "chat template": "\(codec.renderer.template.name), hash "
                + String(codec.renderer.template.contentHash, radix: 16),
            "temperature": OptionReader.written(rules.sampling.temperature),
            "seed": "\(seed)",
            "maximum new tokens": "\(rules.limits.maximumNewTokens)",
        ]
        // Only what departs from plain drawing, so that what was begun before these options were there can be continued.
        settings.merge(rules.departures) { $1 }
        for (name, value) in codec.renderer.settings { settings["chat template's \(name)"] = value }
        switch source {
        case .prompts(let prompts):
            settings["prompts"] = "\(prompts.count), hash \(Self.hash(of: prompts.map(\.parts)))"
        case .synthesis(let synthesis):
            settings["prompts to write"] = "\(synthesis.count)"
            settings["prompt temperature"] = OptionReader.written(synthesis.sampling.temperature)
            settings["prompt top-p"] = OptionReader.written(synthesis.sampling.topP)
            settings["maximum prompt tokens"] = "\(synthesis.maximumPromptTokens)"
            let excluded = synthesis.excluded.sorted()
            settings["excluded prompts"] = "\(excluded.count), hash \(Self.hash(of: [excluded]))"
        }
        return settings
    }

    private static func hash(of texts: [[String]]) -> String {
        var hash = ContentHash()
        for group in texts {
            hash.combine(group.count)
            for text in group {
                hash.combine(text.utf8.count)
                hash.combine(text.utf8)
            }
        }
        return String(hash.value, radix: 16)
    }
}

extension RegenerationPrompt {
    /// All that a conversation is made of.
    fileprivate var parts: [String] { [id, category ?? "", system ?? ""] + turns }
}
