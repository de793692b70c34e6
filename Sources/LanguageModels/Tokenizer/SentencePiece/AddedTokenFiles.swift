import Foundation
import JSON

/// What a folder's files add to a SentencePiece model: tokens, and what stands around every text.
///
/// `tokenizer_config.json` lists tokens by id (`added_tokens_decoder`), `added_tokens.json` of older folders ids by token; both
/// name the tokens of beginning and end. What they leave out is as transformers 4 has it for a Llama tokenizer; where no file
/// says anything, nothing is added, as SentencePiece itself does.
struct AddedTokenFiles {
    /// Tokens besides the model's pieces, as `tokenizer.json` would list them.
    private(set) var tokens: [Int: JSONValue] = [:]

    /// Whether the token of the beginning or of the end stands around every text.
    let addsBeginning: Bool
    let addsEnd: Bool

    /// The spellings of these tokens; nil for the model's own.
    let beginning: String?
    let end: String?

    /// Whether what follows a token that stands for itself gets a blank in front, as the text does.
    let blanksEveryStretch: Bool

    /// The file that says most, for messages.
    let source: String

    /// Reads the files of a folder that are there.
    ///
    /// - Parameter folder: A folder with a `tokenizer.model`.
    /// - Throws: ``ModelError`` if one is damaged.
    init(in folder: URL) throws {
        let config = try Self.value("tokenizer_config.json", in: folder)
        let special = try Self.value("special_tokens_map.json", in: folder)
        source = folder.appendingPathComponent("tokenizer_config.json").path
        addsBeginning = config?["add_bos_token"]?.bool ?? (config != nil)
        addsEnd = config?["add_eos_token"]?.bool ?? false
        blanksEveryStretch = config?["legacy"]?.bool ?? true
        beginning = Self.spelling(config?["bos_token"]) ?? Self.spelling(special?["bos_token"])
        end = Self.spelling(config?["eos_token"]) ?? Self.spelling(special?["eos_token"])

        let named = Set(
            ["bos_token", "eos_token", "unk_token", "pad_token"].compactMap { key in
                Self.spelling(config?[key]) ?? Self.spelling(special?[key])
            })
        for member in try Self.value("added_tokens.json", in: folder)?.members ?? [] {
            guard let id = member.value.integer else {
                throw ModelError(
                    folder.appendingPathComponent("added_tokens.json").path,
                    "gives '\(member.key)' something that is no id")
            }
            tokens[id] = Self.token(
                id, .object(sorting: ["content": .string(member.key), "normalized": .bool(false)]),
                special: named.contains(member.key))
        }
        for member in config?["added_tokens_decoder"]?.members ?? [] {
            guard let id = Int(member.key), let content = member.value["content"]?.string else {
                throw ModelError(
                    source, "added_tokens_decoder lists '\(member.key)', which is no id with a token's content")
            }
            tokens[id] = Self.token(id, member.value, special: named.contains(content))
        }
    }

    private static func value(_ name: String, in folder: URL) throws -> JSONValue? {
        let file = folder.appendingPathComponent(name)
        return FileManager.default.fileExists(atPath: file.path) ? try ModelFile.json(file) : nil
    }

    /// A token's text; nil for an empty one.
    private static func spelling(_ value: JSONValue?) -> String? {
        value?.tokenText.flatMap { $0.isEmpty ? nil : $0 }
    }

    private static func token(_ id: Int, _ described: JSONValue, special: Bool) -> JSONValue {
        var members: [String: JSONValue] = ["id": .integer(id), "special": .bool(special)]
        for member in described.members ?? [] where !member.key.hasPrefix("__") { members[member.key] = member.value }
        return .object(sorting: members)
    }
}
