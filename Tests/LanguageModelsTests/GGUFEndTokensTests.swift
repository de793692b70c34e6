import Foundation
import LanguageModels
import ModelTestKit
import Testing

/// Which tokens of a GGUF file end a turn.
struct GGUFEndTokensTests {
    private func ends(_ tokens: [(String, Int32)], _ ids: [String: UInt32] = [:]) throws -> Set<Int> {
        var file = GGUFTokenizerBytes(kind: "gpt2", tokens: tokens.map(\.0))
        file.add("token_type", tokens.map(\.1))
        for (key, id) in ids { file.add(key, id) }
        return try file.opened().endTokens()
    }

    @Test
    func `Qwen's turns end at two tokens, not at those between files or at a tag`() throws {
        let tokens: [(String, Int32)] = [
            ("a", 1), ("</s>", 1), ("<|endoftext|>", 3), ("<|im_start|>", 3), ("<|im_end|>", 3), ("<|fim_pad|>", 3),
            ("<|repo_name|>", 3), ("<|file_sep|>", 3), ("<tool_call>", 4), ("[PAD1]", 5),
        ]
        #expect(try ends(tokens, ["eos_token_id": 4]) == [2, 4])
    }

    @Test
    func `A file that names no end has those that are known, and never the comma`() throws {
        var tokens: [(String, Int32)] = (0..<11).map { ("w\($0)", 1) }
        tokens += [(",", 1), ("<|endoftext|>", 3), ("<reponame>", 3)]
        #expect(try ends(tokens) == [12])
        #expect(try ends([("a", 1)]) == [])
    }

    @Test
    func `Every end that the metadata name counts, whatever it is called`() throws {
        let tokens: [(String, Int32)] = [
            ("a", 1), ("<x>", 3), ("<y>", 3), ("<z>", 3), ("<|eot_id|>", 3), ("<|eom_id|>", 3),
        ]
        let ids: [String: UInt32] = ["eos_token_id": 1, "eot_token_id": 2, "eom_token_id": 3]
        #expect(try ends(tokens, ids) == [1, 2, 3, 4, 5])
    }

    @Test
    func `Gemma's turns end where a user's token says so, and its tag for struck text is a tag`() throws {
        let tokens: [(String, Int32)] = [
            ("<eos>", 3), ("</s>", 4), ("<start_of_turn>", 4), ("<end_of_turn>", 4), ("<table>", 4),
        ]
        #expect(try ends(tokens, ["eos_token_id": 0]) == [0, 3])
    }

    @Test
    func `In gpt-oss's format a message's end is not the turn's`() throws {
        let tokens: [(String, Int32)] = [("<|return|>", 3), ("<|call|>", 3), ("<|end|>", 3), ("<|endoftext|>", 3)]
        #expect(try ends(tokens, ["eos_token_id": 0]) == [0, 1, 3])
        #expect(try ends([("<|end|>", 3), ("</s>", 3)]) == [0, 1])
    }

    @Test
    func `A file without a tokenizer has none, an id beyond the vocabulary is refused`() throws {
        let folder = try TemporaryFolder()
        let url = folder.file("t.gguf")
        var bytes = GGUFBytes(tensors: 0, entries: 0)
        bytes.pad(to: 32)
        let file = try withExtendedLifetime(folder) {
            try bytes.bytes.write(to: url)
            return try GGUFFile(contentsOf: url)
        }
        #expect(try file.endTokens() == [])
        let error = #expect(throws: ModelError.self) { try ends([("a", 1)], ["eom_token_id": 1]) }
        #expect(
            error?.description.hasSuffix(
                "t.gguf: metadata entry 'tokenizer.ggml.eom_token_id' must be the id of one of 1 token, not 1") == true
        )
    }
}
